import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { Plan } from '#contract/evacuation/plan.ts'
import { afterwards, AMPLE, draft, draftOf, sealed, shiftsOf } from './plan-fixture.ts'
import { planFailback } from './plan-failback.ts'
import type { Situation } from './situation.ts'
import { bothPlanes, capacity, plane, situation } from './situation-fixture.ts'

function back(parts: Partial<Situation> = {}, planes = bothPlanes()) {
  const evacuation = sealed(draft({ ...parts, planes }))
  const now = situation({ capacity: AMPLE, ...parts, planes: afterwards(planes, evacuation) })
  return { evacuation, answer: planFailback({ situation: now, evacuation }) }
}

describe('the way back', () => {
  const { evacuation, answer } = back()
  const plan = draftOf(answer)
  const shifts = shiftsOf(plan)
  test('is a plan of its own, linked to the first', () => {
    expect(plan).toMatchObject({ direction: 'failback', of: evacuation.id, scope: evacuation.scope })
    expect(() => Plan.parse(sealed(plan))).not.toThrow()
  })
  test('ends with the very weights the evacuation found', () => {
    for (const [name, planeShifts] of Map.groupBy(
      shifts.flatMap(({ splits }) => splits),
      ({ plane: id }) => id,
    )) {
      expect([name, planeShifts.at(-1)?.wanted]).toEqual([name, { use1: 40, usw2: 30, euw1: 30 }])
    }
  })
  test('goes 5, 10, 20, 35, 50, 75, 100 % by the proxies, and DNS leads', () => {
    const proxies = shifts.filter(({ layer }) => layer === 'proxy').map(({ shares }) => (shares['use1'] ?? 0) / 0.4)
    expect(proxies).toEqual([0.05, 0.1, 0.2, 0.35, 0.5, 0.75, 1].map((each) => expect.closeTo(each, 2)))
    expect(shifts[0]).toMatchObject({ layer: 'dns', shares: { use1: 0 } })
  })
  test('is about five times as slow', () => {
    expect(plan.prediction.estimateMs).toBeGreaterThan(40 * 60_000)
    expect(plan.prediction.estimateMs).toBeLessThan(65 * 60_000)
  })
  test('each step begins where the one before ended', () => {
    const stood = new Map<string, unknown>()
    for (const { splits } of shifts) {
      for (const { plane: id, was, wanted } of splits) {
        expect(was).toEqual(stood.get(id) ?? was)
        stood.set(id, wanted)
      }
    }
    expect(stood.size).toBe(2)
  })
})

describe('what stands before it', () => {
  test('a store is caught up before any traffic, and its primary comes home after', () => {
    const stores = [
      { store: 'licences', class: 'single-primary', primary: 'use1', regions: ['use1', 'euw1'], lagMs: 3_000 } as const,
    ]
    const ids = draftOf(back({ stores }).answer).steps.map(({ id }) => id)
    expect(ids[0]).toBe('resync-licences')
    expect(ids.indexOf('promote-licences')).toBeGreaterThan(ids.lastIndexOf('proxy-7'))
  })
  test('a victim that has shrunk grows before its traffic comes', () => {
    const shrunk = capacity('use1', 200_000, { reachableInstances: 400, readyAfterMs: 60_000 })
    const steps = draftOf(back({ capacity: [shrunk, ...AMPLE.slice(1)] }).answer).steps
    const scales = steps.flatMap((step) => (step.kind === 'scale' ? step.needs : []))
    expect(scales.length).toBeGreaterThan(0)
    expect(scales.every(({ region }) => region === 'use1')).toBe(true)
  })
  test('what stands ready and idle in it is kept until its traffic comes', () => {
    const idle = capacity('use1', 2_000_000, { reachableInstances: 400, readyAfterMs: 60_000 })
    const [first] = draftOf(back({ capacity: [idle, ...AMPLE.slice(1)] }).answer).steps
    expect(first).toMatchObject({ id: 'keep', kind: 'scale', estimateMs: 0 })
    const needs = first?.kind === 'scale' ? first.needs : []
    expect(needs).toEqual([{ region: 'use1', service: idle.service, instancesReady: expect.any(Number) }])
    expect(needs[0]?.instancesReady).toBeLessThanOrEqual(idle.readyInstances)
    // Where nothing scales nothing is taken away.
    const fixed = draftOf(back().answer).steps
    expect(fixed.some(({ id }) => id === 'keep')).toBe(false)
  })
  test('a victim that cannot carry it says by how much', () => {
    const small = [capacity('use1', 230_000), ...AMPLE.slice(1)]
    const { prediction } = draftOf(back({ capacity: small }).answer)
    expect(prediction).toMatchObject({ word: 'short' })
    expect(prediction.shortfallRequestsPerSecond).toBeCloseTo(460_000 - 230_000, -3)
  })
})

describe('refused', () => {
  test('a failback of a failback, and where everything is as it was', () => {
    const { evacuation, answer } = back()
    const failback = sealed(draftOf(answer))
    expect(planFailback({ situation: situation(), evacuation: failback }).kind).toBe('refused')
    const untouched = situation({ capacity: AMPLE, planes: bothPlanes() })
    expect(planFailback({ situation: untouched, evacuation })).toMatchObject({ kind: 'refused' })
  })
})

test('without proxies DNS is dosed as finely', () => {
  const planes = [plane('dns', { all: { use1: 40, usw2: 30, euw1: 30 } })]
  expect(shiftsOf(draftOf(back({}, planes).answer))).toHaveLength(7)
})

it('whatever the weights were: the victim only rises, nobody else is emptied, and the end is the beginning', () => {
  const weights = fc.array(fc.integer({ min: 1, max: 256 }), { minLength: 3, maxLength: 3 })
  fc.assert(
    fc.property(
      weights,
      fc.constantFrom('target', 'segment', 'instance'),
      ([use1 = 1, usw2 = 1, euw1 = 1], atomicScope) => {
        const planes = [plane('proxy', { all: { use1, usw2, euw1 } }, { atomicScope })]
        const splits = shiftsOf(draftOf(back({}, planes).answer)).flatMap((step) => step.splits)
        let share = 0
        let units = NaN
        for (const { wanted } of splits) {
          const [victim = 0, west = 0, east = 0] = Object.values(wanted)
          expect(west + east).toBeGreaterThan(0)
          const sum = victim + west + east
          // The very weights that were may add up to another sum: what was rounded up then gives back less than a unit.
          expect(victim / sum).toBeGreaterThanOrEqual(share - (sum === units ? 1e-9 : 1 / units || 0))
          share = victim / sum
          units = sum
        }
        expect(splits.at(-1)?.wanted).toEqual({ use1, usw2, euw1 })
      },
    ),
  )
})
