import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { type Expectation, verdictOf, withinOf, witnessArrivals, witnessProbes } from './witnesses.ts'

const NOW = 1_795_000_000_000
const EXPECTED: Expectation = {
  victim: 'east',
  saviors: ['west', 'north'],
  share: 0.25,
  perhapsLess: 0,
  trailing: 0,
  isBehind: false,
  notBefore: NOW - 10_000,
  now: NOW,
  freshMs: 30_000,
  tolerance: 0.02,
  leastProbes: 200,
  demand: 1000,
  victimDark: false,
}

function fleet(rates: Record<string, number>, observedAt = NOW - 1000) {
  const regions = Object.entries(rates).map(([region, requestsPerSecond]) => ({
    region,
    observedAt,
    requestsPerSecond,
    errorShare: 0,
    p99LatencyMs: 100,
    saturation: 0.5,
    tightestService: null,
  }))
  return { at: observedAt, regions, business: null }
}

const settled = { isSettled: true, needsProbes: false, withoutArrivals: false }

describe('the verdict', () => {
  test.for([
    ['yes', 'yes', 'yes', 'verified'],
    ['yes', 'yes', 'unknown', 'verified'],
    ['yes', 'no', 'no', 'not-effective'],
    ['yes', 'no', 'unknown', 'not-effective'],
    ['yes', 'unknown', 'no', 'not-effective'],
    ['yes', 'yes', 'no', 'unknown'],
    ['yes', 'no', 'yes', 'unknown'],
    ['yes', 'unknown', 'unknown', 'unknown'],
    ['no', 'yes', 'yes', 'foreign'],
    ['no', 'unknown', 'unknown', 'unknown'],
    ['unknown', 'yes', 'yes', 'unknown'],
    ['mute', 'yes', 'yes', 'verified'],
    ['mute', 'yes', 'unknown', 'unknown'],
  ] as const)('planes %s, arrivals %s, probes %s: %s', ([planes, arrivals, probes, verdict]) => {
    expect(verdictOf({ planes, arrivals, probes }, settled)).toBe(verdict)
  })

  it('believes those who arrive rather than fresh probes where a plane holds its clients', () => {
    const held = { ...settled, holdsClients: true }
    expect(verdictOf({ planes: 'yes', arrivals: 'no', probes: 'yes' }, held)).toBe('not-effective')
    expect(verdictOf({ planes: 'yes', arrivals: 'yes', probes: 'no' }, held)).toBe('unknown')
  })

  it('waits while the planes settle', () => {
    const early = { ...settled, isSettled: false }
    expect(verdictOf({ planes: 'yes', arrivals: 'no', probes: 'unknown' }, early)).toBe('settling')
  })

  it('asks the probes at the last step, and where arrivals were given up by name', () => {
    const at = { planes: 'yes', arrivals: 'yes', probes: 'unknown' } as const
    expect(verdictOf(at, { ...settled, needsProbes: true })).toBe('unknown')
    expect(verdictOf({ ...at, arrivals: 'unknown' }, { ...settled, withoutArrivals: true })).toBe('unknown')
    expect(
      verdictOf({ planes: 'yes', arrivals: 'unknown', probes: 'yes' }, { ...settled, withoutArrivals: true }),
    ).toBe('verified')
  })
})

describe('arrivals', () => {
  it('agree within two points of the demand', () => {
    expect(witnessArrivals(fleet({ east: 2600, west: 3700, north: 3700 }), EXPECTED).agrees).toBe('yes')
    expect(witnessArrivals(fleet({ east: 3000, west: 3500, north: 3500 }), EXPECTED).agrees).toBe('no')
  })
  it('say nothing without a savior, or from before the step', () => {
    expect(witnessArrivals(fleet({ east: 250, west: NaN, north: 375 }), EXPECTED).agrees).toBe('unknown')
    expect(witnessArrivals(fleet({ east: 250, west: 375, north: 375 }, NOW - 20_000), EXPECTED).agrees).toBe('unknown')
  })
  it('of a failing victim: less than planned is no disagreement, more is', () => {
    const failing = (rates: Parameters<typeof fleet>[0], errorShare: number) => {
      const seen = fleet(rates)
      return { ...seen, regions: seen.regions.map((row) => (row.region === 'east' ? { ...row, errorShare } : row)) }
    }
    expect(witnessArrivals(failing({ east: 1000, west: 4500, north: 4500 }, 0.3), EXPECTED).agrees).toBe('yes')
    expect(witnessArrivals(failing({ east: 1000, west: 4500, north: 4500 }, 0.01), EXPECTED).agrees).toBe('no')
    expect(witnessArrivals(failing({ east: 4000, west: 3000, north: 3000 }, 0.3), EXPECTED).agrees).toBe('no')
    const empty = { ...EXPECTED, share: 0 }
    expect(witnessArrivals(failing({ east: 500, west: 4750, north: 4750 }, 0.3), empty).agrees).toBe('no')
  })
  it('tell a dark victim by what the saviors do not serve', () => {
    const dark = { ...EXPECTED, share: 0, victimDark: true }
    expect(witnessArrivals(fleet({ east: NaN, west: 500, north: 490 }), dark).agrees).toBe('yes')
    expect(witnessArrivals(fleet({ east: NaN, west: 300, north: 300 }), dark).agrees).toBe('no')
    expect(witnessArrivals(fleet({ east: NaN, west: 500, north: 490 }), { ...dark, victimDark: false }).agrees).toBe(
      'unknown',
    )
  })
})

const calm = fleet({ east: 250, west: 400, north: 350 })
const failing = {
  ...calm,
  regions: calm.regions.map((row) => (row.region === 'east' ? { ...row, errorShare: 0.9 } : row)),
}

test('few probes tell nothing', () => {
  const probes = { observedAt: NOW, failed: 0, answeredBy: { east: 25, west: 75 } }
  expect(witnessProbes(probes, calm, EXPECTED).agrees).toBe('unknown')
  expect(witnessProbes({ ...probes, answeredBy: { east: 100, west: 300 } }, calm, EXPECTED).agrees).toBe('yes')
})

test('where the victim fails and nothing is left to move, probes that failed are counted as its own: failing is not having left', () => {
  const behind = { ...EXPECTED, isBehind: true }
  const probes = { observedAt: NOW, failed: 225, answeredBy: { east: 25, west: 400, north: 350 } }
  expect(witnessProbes(probes, failing, behind)).toMatchObject({ victimShare: 0.25, agrees: 'yes' })
  expect(witnessProbes(probes, calm, behind).agrees).toBe('no')
  // Told that nobody is left there, while a quarter still goes and fails, nobody agrees.
  expect(witnessProbes(probes, failing, { ...behind, share: 0 }).agrees).toBe('no')
  const gone = { observedAt: NOW, failed: 5, answeredBy: { west: 500, north: 495 } }
  expect(witnessProbes(gone, failing, { ...behind, share: 0 }).agrees).toBe('yes')
})

test('on the way, whom a failing door loses is nobody’s: by whom the others are answered is told no better than that', () => {
  // Half of everybody still enters at a door that loses four of five, and proxies lead on whoever comes through it.
  const probes = { observedAt: NOW, failed: 400, answeredBy: { east: 20, west: 330, north: 250 } }
  const seen = witnessProbes(probes, failing, { ...EXPECTED, share: 0.19 })
  expect(seen.agrees).toBe('yes')
  expect(seen.victimShare).toBeCloseTo(0.22)
  expect(seen.within).toBeGreaterThan(0.2)
  expect(witnessProbes(probes, failing, { ...EXPECTED, share: 0.19, isBehind: true }).agrees).toBe('no')
  // More answers of its own than it should give are still too many.
  const stays = { observedAt: NOW, failed: 100, answeredBy: { east: 500, west: 200, north: 200 } }
  expect(witnessProbes(stays, failing, { ...EXPECTED, share: 0.19 }).agrees).toBe('no')
})

test('those that did not take the step may serve nobody any more: less than they would send is no disagreement', () => {
  const expected = { ...EXPECTED, share: 0.35, perhapsLess: 0.1 }
  expect(witnessArrivals(fleet({ east: 2500, west: 3750, north: 3750 }), expected).agrees).toBe('yes')
  expect(witnessArrivals(fleet({ east: 3500, west: 3250, north: 3250 }), expected).agrees).toBe('yes')
  expect(witnessArrivals(fleet({ east: 2000, west: 4000, north: 4000 }), expected).agrees).toBe('no')
  expect(witnessArrivals(fleet({ east: 4000, west: 3000, north: 3000 }), expected).agrees).toBe('no')
})

test('the bound is never under the tolerance and shrinks with the samples', () => {
  fc.assert(
    fc.property(fc.double({ min: 0, max: 1, noNaN: true }), fc.integer({ min: 1, max: 1e6 }), (share, samples) => {
      const within = withinOf(share, samples, 0.02)
      expect(within).toBeGreaterThanOrEqual(0.02)
      expect(withinOf(share, samples * 4, 0.02)).toBeLessThanOrEqual(within)
    }),
  )
})

test('those whom DNS leads follow late or never: on the way they are reckoned with, at the end probes alone may still see them', () => {
  const trailing = { ...EXPECTED, share: 0, trailing: 0.025 }
  expect(witnessArrivals(fleet({ east: 400, west: 4800, north: 4800 }), trailing).agrees).toBe('yes')
  expect(witnessArrivals(fleet({ east: 600, west: 4700, north: 4700 }), trailing).agrees).toBe('no')
  const behind = { ...trailing, isBehind: true }
  expect(witnessArrivals(fleet({ east: 400, west: 4800, north: 4800 }), behind).agrees).toBe('no')
  const probes = { observedAt: NOW, failed: 23, answeredBy: { west: 500, north: 477 } }
  expect(witnessProbes(probes, failing, behind).agrees).toBe('yes')
  expect(witnessProbes({ ...probes, failed: 40 }, failing, behind).agrees).toBe('no')
})

test('on the way back they come late', () => {
  const back = { ...EXPECTED, share: 0.3, trailing: -0.025 }
  expect(witnessArrivals(fleet({ east: 2600, west: 3700, north: 3700 }), back).agrees).toBe('yes')
  expect(witnessArrivals(fleet({ east: 2400, west: 3800, north: 3800 }), back).agrees).toBe('no')
})
