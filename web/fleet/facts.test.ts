import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createFleet, NOW } from './fleet-fixture.ts'
import { blindSpotsOf } from './blind-spots.ts'
import { judged, UNKNOWN_FACTS, type Facts } from './fleet.ts'
import { regionFactsOf, worldTotalOf } from './region-facts.ts'
import { servicesIn } from './service-facts.ts'
import { sumOfEdges, sumOfFacts } from './sum-of-edges.ts'
import { worstFirst } from './worst-first.ts'
import { worstThingOf } from './worst-thing.ts'

describe('a region', () => {
  it('has its share of the world', () => {
    const [east] = regionFactsOf(createFleet())
    expect(east?.requestsPerSecond).toBe(424_000)
    expect(east?.trafficShare).toBeCloseTo(424 / 1_022)
    expect(east?.health).toBe('healthy')
  })

  it('has no share while a part of the world is unknown, and is unknown itself, never zero', () => {
    const fleet = createFleet({ missing: ['eu-west-1'] })
    const [east, , europe] = regionFactsOf(fleet)
    expect(east?.trafficShare).toBeNaN()
    expect(europe?.requestsPerSecond).toBeNaN()
    expect(europe?.health).toBe('unknown')
    expect(worldTotalOf(fleet).requestsPerSecond).toBe(736_000)
    expect(worldTotalOf(fleet).missing.map(({ id }) => id)).toEqual(['eu-west-1'])
  })

  it('ages by the time of now, not of the frame', () => {
    const fleet = createFleet({ ages: { 'us-east-1': 1_000 } })
    expect(regionFactsOf(fleet)[0]?.freshness).toBe('live')
    const later = { ...fleet, worldNow: NOW + 60_000 }
    expect(regionFactsOf(later)[0]?.freshness).toBe('stale')
    expect(regionFactsOf(later)[0]?.ageMs).toBe(61_000)
    const muchLater = { ...fleet, worldNow: NOW + 3_600_000 }
    expect(regionFactsOf(muchLater)[0]?.health).toBe('unknown')
  })
})

describe('a sum of connections', () => {
  it('adds volumes, weighs shares, takes the worst latency', () => {
    const fleet = createFleet({
      edges: {
        'edge-proxy>api': { requestsPerSecond: 900, errorShare: 0, p99LatencyMs: 10 },
        'edge-proxy>playback': { requestsPerSecond: 100, errorShare: 0.5, p99LatencyMs: 900 },
      },
    })
    const sum = sumOfEdges(fleet, [2, 3])
    expect(sum.requestsPerSecond).toBe(1_000)
    expect(sum.errorShare).toBeCloseTo(0.05)
    expect(sum.p99LatencyMs).toBe(900)
    expect(sum.unknownParts).toBe(0)
  })

  it('counts what it lacks, and is unknown where nothing is known', () => {
    const fleet = createFleet({ edges: { 'edge-proxy>api': { requestsPerSecond: NaN } } })
    expect(sumOfEdges(fleet, [2, 3]).unknownParts).toBe(1)
    expect(sumOfEdges(fleet, [2, 3]).requestsPerSecond).toBe(2_000)
    expect(sumOfEdges(fleet, [2]).requestsPerSecond).toBeNaN()
    expect(sumOfEdges(fleet, []).health).toBe('unknown')
  })
})

describe('a sum of one', () => {
  it('is what it is among others that are unknown', () => {
    const fleet = createFleet()
    const share = fc.oneof(
      fc.constant(NaN),
      fc.integer({ min: 0, max: 1_000 }).map((thousandths) => (thousandths + 0.3) / 1_001),
    )
    const rate = fc.oneof(fc.constant(0), fc.constant(NaN), fc.double({ min: 0.1, max: 1e6, noNaN: true }))
    fc.assert(
      fc.property(fc.record({ requestsPerSecond: rate, errorShare: share, degradedShare: share }), (measures) => {
        const facts = judged(fleet, fleet.worldNow - 1_000, 5_000, { ...measures, p99LatencyMs: 40 })
        const alone = sumOfFacts(fleet, [facts])
        const among = sumOfFacts(fleet, [facts, UNKNOWN_FACTS])
        expect(alone.unknownParts).toBe(among.unknownParts - 1)
        const rounded = (sum: Facts) => ({
          ...sum,
          errorShare: Number(sum.errorShare.toPrecision(10)),
          degradedShare: Number(sum.degradedShare.toPrecision(10)),
          unknownParts: 0,
        })
        expect(rounded(alone)).toEqual(rounded(among))
      }),
    )
  })
})

describe('worst first', () => {
  const share = fc.oneof(fc.constant(NaN), fc.double({ min: 0, max: 1, noNaN: true }))
  const facts = fc
    .record({ errorShare: share, requestsPerSecond: share })
    .map((some): Facts => ({ ...UNKNOWN_FACTS, ...some }))

  it('sorts by error share, then by volume, unknowns last', () => {
    fc.assert(
      fc.property(fc.array(facts), (rows) => {
        const sorted = rows.toSorted(worstFirst)
        const known = sorted.filter(({ errorShare }) => !Number.isNaN(errorShare))
        expect(sorted.slice(0, known.length)).toEqual(known)
        known.slice(1).forEach((row, n) => {
          const before = known[n]
          expect(before && before.errorShare >= row.errorShare).toBe(true)
          if (before?.errorShare !== row.errorShare || Number.isNaN(row.requestsPerSecond)) return
          expect(before.requestsPerSecond >= row.requestsPerSecond).toBe(true)
        })
      }),
    )
  })
})

describe('the worst thing now', () => {
  it('is nothing on a calm day', () => {
    expect(worstThingOf(createFleet())).toEqual({ kind: 'calm', services: 18, regions: 3, unknownRegions: [] })
  })

  it('is the service nearest to the cause, not one that fails whole with next to no traffic', () => {
    const thing = worstThingOf(
      createFleet({
        nodes: {
          'us-east-1/license': { requestsPerSecond: 18_400, errorShare: 0.31 },
          'us-east-1/playback': { requestsPerSecond: 24_000, errorShare: 0.2 },
          'us-east-1/search': { requestsPerSecond: 0.5, errorShare: 0.9 },
        },
      }),
    )
    expect(thing.kind === 'service' && thing.worst.id).toBe('us-east-1/license')
    expect(thing.kind === 'service' && thing.alsoUnhealthy).toBe(2)
  })

  it('is the region where a third of it is ill', () => {
    const ill = { errorShare: 0.5, requestsPerSecond: 5_000 }
    const thing = worstThingOf(
      createFleet({
        edges: { 'internet>us-east-1': { errorShare: 0.4 } },
        nodes: { 'us-east-1/api': ill, 'us-east-1/playback': ill, 'us-east-1/license': ill },
      }),
    )
    expect(thing.kind === 'region' && thing.worst.region.id).toBe('us-east-1')
    expect(thing.kind === 'region' && thing.unhealthy.length).toBe(3)
  })

  it('is not called calm where nothing is known', () => {
    const ages = { 'us-east-1': NaN, 'us-west-2': NaN, 'eu-west-1': NaN }
    expect(worstThingOf(createFleet({ ages })).kind).toBe('nothing-known')
  })
})

describe('blind spots', () => {
  it('are none while all is live', () => {
    expect(blindSpotsOf(createFleet())).toEqual({ feeds: [], missingEntries: [], everything: false })
  })

  it('name the feed and the entry', () => {
    const spots = blindSpotsOf(createFleet({ ages: { 'eu-west-1': 40_000 }, missing: ['eu-west-1'] }))
    expect(spots.feeds).toEqual([
      { source: 'prometheus-eu-west-1', region: 'eu-west-1', freshness: 'stale', ageMs: 40_000 },
    ])
    expect(spots.missingEntries).toEqual(['INTERNET → edge-proxy, eu-west-1'])
    expect(spots.everything).toBe(false)
  })

  it('are everything when all feeds are old', () => {
    const ages = { 'us-east-1': 40_000, 'us-west-2': 40_000, 'eu-west-1': NaN }
    expect(blindSpotsOf(createFleet({ ages })).everything).toBe(true)
  })
})

describe('services', () => {
  it('of a region are its own; INTERNET and the CDN are nobody’s', () => {
    expect(servicesIn(createFleet(), 'us-east-1')).toHaveLength(6)
    expect(servicesIn(createFleet(), null)).toHaveLength(18)
  })
})
