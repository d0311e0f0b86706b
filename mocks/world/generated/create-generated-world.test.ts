import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { REGIONS } from '../regions.ts'
import { hashOf, observe, SOME_SUNDAY } from '../observation-fixture.ts'
import { OUTCOMES } from '../world.ts'
import { createGeneratedWorld } from './create-generated-world.ts'
import { fleetSizeOf, type FleetSize } from './fleet-size.ts'
import { generateFleet } from './generate-fleet.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS

const sizes = fc.integer({ min: 1, max: 300 }).chain((services) => {
  const most = (services * (services - 1)) / 2
  return fc.record({
    services: fc.constant(services),
    connections: fc.integer({ min: services - 1, max: Math.min(most, services * 6) || services - 1 }),
  })
})

test('as many services and connections a region as asked, each reached from the entry, none calling itself', () => {
  fc.assert(
    fc.property(sizes, fc.nat(), (size, seed) => {
      const { catalog } = generateFleet(size, seed)
      REGIONS.forEach((_, region) => {
        const inside = catalog.edges.filter(
          ({ source, target }) => catalog.nodes[source]?.region === region && catalog.nodes[target]?.region === region,
        )
        expect(inside).toHaveLength(size.connections)
        expect(new Set(inside.map(({ source, target }) => `${source}>${target}`)).size).toBe(size.connections)
        expect(inside.every(({ source, target }) => source !== target)).toBe(true)
        const called = new Set(inside.map(({ target }) => target))
        expect(called.size).toBe(size.services - 1)
        const names = catalog.nodes.filter((node) => node.region === region).map(({ service }) => service)
        expect(new Set(names).size).toBe(size.services)
        expect(names.every((name) => /^[a-z][a-z0-9-]*$/.test(name))).toBe(true)
      })
    }),
    { numRuns: 60 },
  )
})

test('one seed, one history; another seed, another', () => {
  const hashes = [5, 5, 6].map((seed) => {
    const world = createGeneratedWorld({ services: 60, connections: 200, seed, startAt: SOME_SUNDAY })
    world.advanceTo(SOME_SUNDAY + MINUTE_MS)
    return `${hashOf(world)} ${world.catalog.nodes.map(({ service }) => service).join(' ')}`
  })
  expect(hashes[0]).toBe(hashes[1])
  expect(hashes[0]).not.toBe(hashes[2])
})

describe.each<FleetSize>([
  { services: 1, connections: 0 },
  { services: 2, connections: 1 },
  { services: 12, connections: 66 },
  { services: 300, connections: 900 },
])('%o', (size) => {
  // Before dawn in America, where most of the demand is.
  const startAt = Date.UTC(2026, 10, 23, 9)
  const world = createGeneratedWorld({ ...size, seed: 11, startAt, stepMs: 10_000 })
  const seen = observe(world, HOUR_MS / 6)

  test('every connection carries traffic at the quietest hour, and each request has one latency and one outcome', () => {
    const buckets = world.catalog.latencyBucketsMs.length + 1
    world.catalog.edges.forEach((_, edge) => {
      const { requests } = seen.edge(edge)
      expect(requests).toBeGreaterThan(0)
      const from = (column: Float64Array, width: number) =>
        column.subarray(edge * width, (edge + 1) * width).reduce((sum, value) => sum + value, 0)
      expect(from(world.counters.latency, buckets)).toBeCloseTo(from(world.counters.requests, OUTCOMES.length), 3)
    })
  })

  test('the entry serves nearly everything', () => {
    REGIONS.forEach((_, region) => {
      expect(seen.entry(region).errorShare).toBeLessThan(0.02)
      expect(seen.entry(region).p99LatencyMs).toBeLessThan(2_000)
    })
  })

  test('gauges are known inside and unknown outside', () => {
    const { saturation, instancesReady, breakersOpen } = world.gauges
    world.catalog.nodes.forEach(({ region }, row) => {
      for (const column of [saturation, instancesReady, breakersOpen]) {
        expect(Number.isNaN(column[row])).toBe(region < 0)
      }
      if (region >= 0) expect(saturation[row]).toBeLessThan(1.2)
    })
  })
})

test('one service is sick all the time, another slow in spells; some are noisy, most are well', () => {
  const world = createGeneratedWorld({ services: 300, connections: 900, seed: 4, startAt: SOME_SUNDAY, stepMs: 10_000 })
  const rows = [...world.catalog.nodes.keys()].filter((row) => (world.catalog.nodes[row]?.region ?? -1) >= 0)
  const minutes = Array.from({ length: 9 }, () => observe(world, MINUTE_MS))
  const shares = rows.map((row) => minutes.map((seen) => seen.node(row).errorShare))
  const always = shares.filter((share) => Math.min(...share) > 0.07)
  const inSpells = shares.filter((share) => Math.max(...share) > 0.2 && Math.min(...share) < 0.02)
  expect(always).toHaveLength(1)
  expect(inSpells).toHaveLength(1)
  const well = shares.filter((share) => Math.max(...share) < 0.003)
  expect(well.length).toBeGreaterThan(rows.length * 0.7)
  expect(well.length).toBeLessThan(rows.length - 5)
})

test('volumes are skewed: the busiest tenth of the connections carries most, and the day has its wave', () => {
  const at = (hour: number) => {
    const world = createGeneratedWorld({
      services: 300,
      connections: 900,
      seed: 4,
      startAt: Date.UTC(2026, 10, 22, hour),
      stepMs: 10_000,
    })
    const seen = observe(world, MINUTE_MS)
    return world.catalog.edges.map((_, edge) => seen.edge(edge).requestsPerSecond).slice(0, 900)
  }
  const evening = at(1).toSorted((a, b) => b - a)
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0)
  expect(sum(evening.slice(0, 90)) / sum(evening)).toBeGreaterThan(0.55)
  expect(sum(evening) / sum(at(10))).toBeGreaterThan(1.5)
})

describe('the size asked for', () => {
  test.each([
    [
      { services: 1_000, connections: 4_000 },
      { services: 1_000, connections: 4_000 },
    ],
    [{ services: 300 }, { services: 300, connections: 1_200 }],
    [{ services: 4 }, { services: 4, connections: 6 }],
    [{ services: 1 }, { services: 1, connections: 0 }],
    [{ connections: 900 }, { services: 225, connections: 900 }],
    [{ connections: 3 }, { services: 3, connections: 3 }],
    [
      { services: 5_000, connections: 20_000 },
      { services: 5_000, connections: 20_000 },
    ],
  ])('%o', (asked, size) => {
    expect(fleetSizeOf(asked)).toEqual(size)
  })

  test.each([
    [{ services: 0 }, /^--services 0: expected a whole number from 1 to 5,000/],
    [{ services: 5_001 }, /^--services 5001: expected a whole number from 1 to 5,000/],
    [{ services: 2.5 }, /^--services 2.5/],
    [{ services: 10, connections: 8 }, /^--connections 8: expected a whole number from 9 to 45 with 10 services/],
    [{ services: 10, connections: 46 }, /^--connections 46: expected a whole number from 9 to 45 with 10 services/],
    [{ services: 1, connections: 1 }, /from 0 to 0 with 1 service \(/],
    [{ services: 3_000, connections: 20_001 }, /from 2,999 to 20,000/],
    [{ connections: 50_000 }, /^--connections 50000: expected a whole number from/],
    [{ services: NaN }, /^--services NaN/],
  ])('%o is refused in words', (asked, why) => {
    expect(() => fleetSizeOf(asked)).toThrow(why)
  })
})
