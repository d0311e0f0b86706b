import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { Prediction, type EvacuationScope } from '#contract/evacuation/plan.ts'
import { predict } from './predict.ts'
import type { Situation } from './situation.ts'
import { bothPlanes, capacity, demand, plane, situation } from './situation-fixture.ts'

const USE1: EvacuationScope = { kind: 'region', region: 'use1' }
const ask = (
  parts: Partial<Situation> = {},
  scope: EvacuationScope = USE1,
  placement: 'headroom' | 'proximity' | 'share' = 'headroom',
) => predict({ situation: situation(parts), scope, placement })
const after = (prediction: Prediction) =>
  Object.fromEntries(
    prediction.regions.map((each) => [each.region, Math.round((each.afterRequestsPerSecond ?? NaN) / 1e3)]),
  )

describe('the worked example', () => {
  test('use1 does not fit: short 120 k requests/s, 26 % of the moved load', () => {
    const prediction = ask()
    expect(prediction).toMatchObject({ word: 'short', movedRequestsPerSecond: expect.closeTo(460_000) })
    expect(prediction.shortfallRequestsPerSecond).toBeCloseTo(120_000)
    expect(prediction.shortfallShare).toBeCloseTo(0.26, 2)
  })
  test('by share usw2 is over by 50 and euw1 by 70 k requests/s', () => {
    const prediction = ask({}, USE1, 'share')
    expect(after(prediction)).toEqual({ use1: 0, usw2: 530, euw1: 530 })
    expect(prediction.shortfallRequestsPerSecond).toBeCloseTo(120_000)
  })
  test.for([[[]], [bothPlanes()]])('with 60 k requests/s more in each it fits without headroom: tight', ([planes]) => {
    const more = [capacity('use1', 500_000), capacity('usw2', 540_000), capacity('euw1', 520_000)]
    const prediction = ask({ capacity: more, planes: planes ?? [] })
    expect(prediction).toMatchObject({ word: 'tight', shortfallRequestsPerSecond: 0, shortfallShare: 0 })
    expect(after(prediction)['usw2']).toBeCloseTo(540, -0.4)
    expect(after(prediction)['euw1']).toBeCloseTo(520, -0.4)
  })
  test('euw1 instead is short of 65 k requests/s', () => {
    expect(ask({}, { kind: 'region', region: 'euw1' }).shortfallRequestsPerSecond).toBeCloseTo(65_000)
  })
})

describe('what saturates', () => {
  test('the service with the least room for the moved load, and how far on the way', () => {
    const prediction = ask({
      capacity: [
        capacity('usw2', 480_000),
        capacity('usw2', 900_000, { service: 'search' }),
        capacity('euw1', 320_000, { service: 'licences' }),
        capacity('euw1', 1_900_000),
      ],
    })
    expect(prediction.firstToSaturate).toMatchObject({ region: 'euw1', service: 'licences' })
    expect(prediction.regions.find(({ region }) => region === 'euw1')).toMatchObject({ tightestService: 'licences' })
    expect(prediction.regions.find(({ region }) => region === 'use1')?.saturating).toEqual([])
  })
  test('a service of cold caches with an uplift of its own', () => {
    const cold = capacity('usw2', 480_000, { service: 'cache', upliftFactor: 3 })
    const prediction = ask({ capacity: [capacity('usw2', 480_000), cold, capacity('euw1', 9e6)] }, USE1, 'proximity')
    expect(prediction.firstToSaturate).toMatchObject({ service: 'cache', atShare: expect.closeTo(0.15) })
  })
})

describe('what is not known stays unknown', () => {
  test('the rate measured in the region that fails', () => {
    const rows = [{ ...demand('use1', 12), from: 'measured' as const }, demand('usw2', 1), demand('euw1', 1)]
    expect(ask({ demand: rows })).toMatchObject({
      word: 'unknown',
      movedRequestsPerSecond: null,
      shortfallRequestsPerSecond: null,
      shortfallShare: null,
      survivesOneMore: null,
      guesses: expect.arrayContaining(['demand of all in use1 is unknown']),
    })
  })
  test('a savior nobody knows the capacity of is used last', () => {
    const prediction = ask({ capacity: [capacity('euw1', 460_000)] })
    expect(prediction.word).toBe('unknown')
    expect(after(prediction)['euw1']).toBeGreaterThan(400)
  })
  test('a critical service of unknown rate, but not one that limits nobody', () => {
    const known = [capacity('usw2', 2e6), capacity('euw1', 400_000)]
    const blind = { ...capacity('usw2', NaN), service: 'billing' }
    expect(ask({ capacity: [...known, blind] })).toMatchObject({
      word: 'feasible',
      guesses: expect.arrayContaining(['usw2: what billing can take is unknown']),
    })
    expect(ask({ capacity: [...known, { ...blind, critical: true }] }).word).toBe('unknown')
  })
})

describe('one more', () => {
  test.for([
    [2_000_000, true],
    [900_000, false],
    [NaN, null],
  ] as const)('each savior can take %d: %s', ([safe, survives]) => {
    expect(ask({ capacity: [capacity('usw2', safe), capacity('euw1', safe)] }).survivesOneMore).toBe(survives)
  })
})

describe('constraints', () => {
  test('a forbidden placement is kept although the forbidden savior is nearer and empty', () => {
    const prediction = ask({
      demand: [demand('use1', 100_000, 'de'), demand('use1', 300_000, 'us'), demand('usw2', 1), demand('euw1', 1)],
      forbidden: [{ segment: 'de', regions: ['usw2'], why: 'data of Germans stay in Europe' }],
      capacity: [capacity('usw2', 900_000), capacity('euw1', 900_000)],
    })
    expect(after(prediction)).toMatchObject({ euw1: 115, usw2: 345 })
  })
  test('it binds whom a plane splits together with it', () => {
    const prediction = ask({
      demand: [demand('use1', 100_000, 'de'), demand('use1', 300_000, 'us'), demand('usw2', 1), demand('euw1', 1)],
      forbidden: [{ segment: 'de', regions: ['usw2'], why: 'data of Germans stay in Europe' }],
      capacity: [capacity('usw2', 900_000), capacity('euw1', 900_000)],
      planes: [plane('proxy', { all: { use1: 40, usw2: 30, euw1: 30 } })],
    })
    expect(after(prediction)).toMatchObject({ euw1: 460, usw2: 0 })
  })
  test('an unfit region takes nothing', () => {
    const regions = situation().regions.map((each) => (each.region === 'usw2' ? { ...each, unfit: 'sick' } : each))
    expect(after(ask({ regions }))).toEqual({ use1: 0, usw2: 300, euw1: 760 })
  })
})

describe('parts of a region', () => {
  const zones = { instancesByZone: { 'use1-a': 40, 'use1-b': 30, 'use1-c': 30 } }
  test('a zone goes to its neighbours', () => {
    const prediction = ask(
      { capacity: [capacity('use1', 700_000, zones)], uplift: { factor: 1, from: 'entered' } },
      { kind: 'zone', region: 'use1', zone: 'use1-a' },
    )
    expect(prediction).toMatchObject({ word: 'tight', shortfallRequestsPerSecond: 0 })
    expect(prediction.regions).toMatchObject([{ region: 'use1', afterRequestsPerSecond: expect.closeTo(400_000) }])
    expect(prediction.regions[0]?.safeRequestsPerSecond).toBeCloseTo(420_000)
  })
  test('a service is judged by its own calls', () => {
    const rows = ['use1', 'usw2', 'euw1'].map((region) => capacity(region, 1_000_000, { callsPerRequest: 2 }))
    const prediction = ask({ capacity: rows }, { kind: 'service', region: 'use1', service: 'api' })
    expect(prediction.movedRequestsPerSecond).toBeCloseTo(920_000)
    expect(prediction.shortfallRequestsPerSecond).toBeCloseTo(120_000)
  })
  test('a segment leaves the others where they are', () => {
    const rows = [demand('use1', 100_000, 'de'), demand('use1', 300_000, 'us'), demand('usw2', 1), demand('euw1', 1)]
    const prediction = ask({ demand: rows }, { kind: 'segment', region: 'use1', segment: 'de' })
    expect(after(prediction)['use1']).toBe(300)
    expect(prediction.movedRequestsPerSecond).toBeCloseTo(115_000)
  })
})

const rate = fc.oneof(fc.constant(NaN), fc.double({ min: 0, max: 1e6, noNaN: true }))
const anySituation = fc
  .record({
    rows: fc.array(fc.tuple(fc.constantFrom('use1', 'usw2', 'euw1'), fc.constantFrom('de', 'us', 'all'), rate)),
    caps: fc.array(fc.tuple(fc.constantFrom('usw2', 'euw1'), fc.constantFrom('api', 'search'), rate)),
    forbidden: fc.array(fc.tuple(fc.constantFrom('de', 'us', 'all'), fc.constantFrom('usw2', 'euw1'))),
    weights: fc.array(fc.nat({ max: 256 }), { minLength: 3, maxLength: 3 }),
  })
  .map(({ rows, caps, forbidden, weights: [use1 = 0, usw2 = 0, euw1 = 0] }) =>
    situation({
      demand: rows.map(([region, segment, requests]) => demand(region, requests, segment)),
      capacity: caps.map(([region, service, safe]) => capacity(region, safe, { service })),
      forbidden: forbidden.map(([segment, region]) => ({ segment, regions: [region], why: 'law' })),
      planes: [plane('proxy', { all: { use1, usw2, euw1 } })],
    }),
  )

describe('whatever is known', () => {
  it('the prediction is one the wire carries, and green only on numbers', () => {
    fc.assert(
      fc.property(anySituation, fc.constantFrom('headroom', 'proximity', 'share'), (each, placement) => {
        const prediction = Prediction.parse(predict({ situation: each, scope: USE1, placement }))
        if (prediction.word === 'feasible' || prediction.word === 'tight') {
          expect(prediction.shortfallRequestsPerSecond).toBe(0)
          expect(prediction.movedRequestsPerSecond).not.toBeNull()
        }
        if (prediction.shortfallRequestsPerSecond === null) expect(['unknown', 'short']).toContain(prediction.word)
      }),
      { numRuns: 500 },
    )
  })
  it('no placement is short of less than that by headroom', () => {
    fc.assert(
      fc.property(anySituation, fc.constantFrom('proximity', 'share'), (each, placement) => {
        const without = { ...each, planes: [] }
        const best = predict({ situation: without, scope: USE1, placement: 'headroom' }).shortfallRequestsPerSecond
        const other = predict({ situation: without, scope: USE1, placement }).shortfallRequestsPerSecond
        expect(best ?? 0).toBeLessThanOrEqual((other ?? Infinity) + 1e-3)
      }),
    )
  })
})
