import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { Step, type EvacuationScope, type ShiftStep } from '#contract/evacuation/plan.ts'
import { planEvacuation, type PlanDraft } from './plan-evacuation.ts'
import { sharesOf } from './round-weights.ts'
import type { PlaneSituation, Situation, Wish } from './situation.ts'
import { bothPlanes, capacity, demand, plane, situation } from './situation-fixture.ts'

const USE1: EvacuationScope = { kind: 'region', region: 'use1' }
const AMPLE = [capacity('usw2', 2_000_000), capacity('euw1', 2_000_000)]
const CALM: Wish = { profile: 'emergency', failure: 'edge-alive' }

function plan(parts: Partial<Situation> = {}, wish = CALM, scope = USE1): PlanDraft {
  const answer = planEvacuation({
    situation: situation({ capacity: AMPLE, planes: bothPlanes(), ...parts }),
    scope,
    placement: 'headroom',
    wish,
  })
  if (answer.kind === 'refused') throw new Error(answer.reasons.join('; '))
  return answer.plan
}

function refused(parts: Partial<Situation>, scope = USE1, wish = CALM): readonly string[] {
  const answer = planEvacuation({
    situation: situation({ capacity: AMPLE, planes: bothPlanes(), ...parts }),
    scope,
    placement: 'headroom',
    wish,
  })
  return answer.kind === 'refused' ? answer.reasons : []
}

const ids = ({ steps }: PlanDraft) => steps.map(({ id }) => id)
const shifts = ({ steps }: PlanDraft) => steps.filter((step): step is ShiftStep => step.kind === 'shift')
const victimShares = (draft: PlanDraft) => shifts(draft).map(({ shares }) => shares['use1'])

describe('the order follows the kind of failure', () => {
  test.for([
    ['edge-alive', ['proxy-1', 'proxy-2', 'proxy-3', 'proxy-4', 'dns-1']],
    ['backend-sick', ['proxy-1', 'proxy-2', 'dns-1']],
    ['edge-dark', ['dns-1', 'dns-2', 'proxy-1']],
  ] as const)('%s', ([failure, order]) => {
    expect(ids(plan({}, { profile: 'emergency', failure }))).toEqual([...order, 'drain', 'verify'])
  })
  test('a drill takes smaller steps and waits longer', () => {
    const drill = plan({}, { profile: 'drill', failure: 'edge-alive' })
    expect(shifts(drill).length).toBeGreaterThan(shifts(plan()).length)
    expect(shifts(drill)[0]).toMatchObject({ holdMs: 150_000 })
    expect(drill.prediction.estimateMs).toBeGreaterThan(plan().prediction.estimateMs)
  })
  test('without proxies DNS is ramped', () => {
    const weights = { use1: 40, usw2: 30, euw1: 30 }
    expect(ids(plan({ planes: [plane('dns', { all: weights })] }))).toEqual([
      'dns-1',
      'dns-2',
      'dns-3',
      'dns-4',
      'drain',
      'verify',
    ])
  })
  test('a switch is thrown last, and knows no half', () => {
    const planes = [...bothPlanes(), plane('switch', { all: { use1: 1, usw2: 1, euw1: 1 } })]
    const last = shifts(plan({ planes })).at(-1)
    expect(last).toMatchObject({ id: 'switch-1', splits: [{ wanted: { use1: 0, usw2: 1, euw1: 1 } }] })
  })
})

describe('the weights', () => {
  test('go where the headroom is, in stages, to nothing', () => {
    const draft = plan({ capacity: [capacity('usw2', 540_000), capacity('euw1', 520_000)] })
    const [first] = shifts(draft)
    expect(first?.splits[0]).toMatchObject({ plane: 'edge-proxies', was: { use1: 40, usw2: 30, euw1: 30 } })
    expect(victimShares(draft).at(-1)).toBe(0)
    const last = shifts(draft).at(-1)
    expect(last?.shares['usw2']).toBeCloseTo(0.3 + (0.4 * 240) / 460, 2)
  })
  test('no savior rises by more than ten points in one step', () => {
    const draft = plan({ capacity: [capacity('usw2', 540_000), capacity('euw1', 520_000)] })
    const loads = shifts(draft).map(({ shares }) => shares['usw2'] ?? NaN)
    for (const [index, load] of loads.entries()) {
      const before = index === 0 ? 0.3 : (loads[index - 1] ?? NaN)
      const moved = ((load - before) * 1_000_000 * 1.15) / (540_000 / 0.75)
      expect(moved).toBeLessThan(0.1 + 0.005)
    }
  })
  test('DNS behind proxies changes who is entered, not who serves', () => {
    const draft = plan()
    expect(victimShares(draft)).toEqual([expect.closeTo(0.3), expect.closeTo(0.2), expect.closeTo(0.1), 0, 0])
    expect(shifts(draft).at(-1)).toMatchObject({ layer: 'dns', splits: [{ wanted: { use1: 0 } }] })
  })
})

describe('forbidden', () => {
  const rows = [demand('use1', 100_000, 'de'), demand('use1', 300_000, 'us'), demand('usw2', 1), demand('euw1', 1)]
  const law = [{ segment: 'de', regions: ['usw2'], why: 'data of Germans stay in Europe' }]
  const even = { use1: 40, usw2: 30, euw1: 30 }
  test('no weight of the segment grows there', () => {
    const planes = [plane('dns', { de: { use1: 100, usw2: 0, euw1: 0 }, us: even })]
    for (const { splits } of shifts(plan({ demand: rows, forbidden: law, planes }))) {
      for (const { segment, wanted } of splits) if (segment === 'de') expect(wanted['usw2']).toBe(0)
    }
    expect.hasAssertions()
  })
  test('what may go nowhere is refused with the rule', () => {
    const everywhere = [{ segment: 'de', regions: ['usw2', 'euw1'], why: 'data of Germans stay in use1' }]
    expect(refused({ demand: rows, forbidden: everywhere })).toEqual([expect.stringContaining('stay in use1')])
  })
})

describe('refusals', () => {
  test('no other region', () => {
    const regions = situation().regions.map((each) => (each.region === 'use1' ? each : { ...each, unfit: 'sick' }))
    expect(refused({ regions })).toEqual(expect.arrayContaining([expect.stringContaining('no other place')]))
  })
  test('a plane outside the victim that could not be read', () => {
    const blind = bothPlanes().map((each) => ({ ...each, readings: [] }))
    expect(refused({ planes: blind })).toHaveLength(2)
  })
  test('planes that live in a dark edge alone do not block', () => {
    const dark = plane('proxy', { all: { use1: 1, usw2: 0 } }, { id: 'edge-of-use1', livesIn: { one: 'use1' } })
    const [, dns] = bothPlanes()
    const planes: PlaneSituation[] = [{ ...dark, readings: [] }, ...(dns === undefined ? [] : [dns])]
    const draft = plan({ planes }, { profile: 'emergency', failure: 'edge-dark' })
    expect(shifts(draft).every(({ layer }) => layer === 'dns')).toBe(true)
    expect(draft.prediction.cautions).toContainEqual(expect.stringContaining('edge-of-use1 lives in use1 alone'))
  })
  test('no plane for the segment', () => {
    expect(refused({}, { kind: 'segment', region: 'use1', segment: 'de' })).toEqual([
      'no plane that can be written sends anything to de in use1',
    ])
  })
})

describe('scaling overlaps with the ramp', () => {
  const growing = ['usw2', 'euw1'].map((region) =>
    capacity(region, 350_000, { reachableInstances: 200, readyAfterMs: 240_000 }),
  )
  test('a shift waits for what it needs and not for more', () => {
    const draft = plan({ capacity: growing })
    const scales = draft.steps.flatMap((step) => (step.kind === 'scale' ? [step] : []))
    expect(scales.length).toBeGreaterThan(1)
    const needed = scales.map(({ needs }) => needs.find(({ region }) => region === 'usw2')?.instancesReady ?? 0)
    expect(needed).toEqual(needed.toSorted((one, other) => one - other))
    // A hundred are ready already: nothing is asked for that is there.
    expect(scales.flatMap(({ needs }) => needs).every(({ instancesReady }) => instancesReady > 100)).toBe(true)
    expect(draft.prediction.word).toBe('feasible')
    const [first, second] = scales
    const before = draft.steps.slice(0, first === undefined ? 0 : draft.steps.indexOf(first))
    // Asked for at the start: what the shifts before it took is not waited for again.
    expect(first?.estimateMs).toBe(240_000 - before.reduce((sum, { estimateMs }) => sum + estimateMs, 0))
    expect(second?.estimateMs).toBe(0)
  })
  test('an emergency bears fuller saviors until the instances are there, and waits for all before the last shift', () => {
    const needs = (profile: 'emergency' | 'drill') =>
      plan({ capacity: growing }, { profile, failure: 'edge-alive' }).steps.flatMap((step) =>
        step.kind === 'scale' ? [step.needs.find(({ region }) => region === 'usw2')?.instancesReady ?? 0] : [],
      )
    const [emergency, drill] = [needs('emergency'), needs('drill')]
    expect(emergency[0]).toBeGreaterThan(0)
    expect(Math.max(...emergency)).toBe(Math.max(...drill))
    expect(emergency.at(-1)).toBe(Math.max(...drill))
    expect(emergency.length).toBeLessThanOrEqual(drill.length)
  })
  test('nothing is waited for that cannot come', () => {
    expect(plan({ capacity: [capacity('usw2', 480_000), capacity('euw1', 460_000)] }).prediction.word).toBe('short')
  })
})

describe('hooks, stores and jobs', () => {
  test('fence and promote before the traffic moves, by hand where no hook is known', () => {
    const stores = [{ store: 'licences', class: 'single-primary' as const, primary: 'use1', regions: ['use1', 'euw1'] }]
    const jobs = [{ job: 'billing', region: 'use1', backlog: '12 k messages', movable: true }]
    const draft = plan({ stores: stores.map((store) => ({ ...store, lagMs: 42_000 })), jobs })
    expect(ids(draft).slice(0, 5)).toEqual([
      'fence-licences',
      'promote-licences',
      'stop-billing',
      'start-billing',
      'proxy-1',
    ])
    expect(draft.steps[1]).toMatchObject({ how: 'manual', does: 'promote licences in euw1', strength: 'strong' })
    expect(draft.prediction.stores).toMatchObject([{ lagMs: 42_000, loss: '42 s of writes may be lost' }])
    expect(draft.envelope.dataLossMs).toBe(63_000)
  })
  test('configured hooks stand at their moments, for their direction and region', () => {
    const hook = { how: 'webhook', strength: 'weak', estimateMs: 1, budgetMs: 2, directions: ['evacuate'] } as const
    const hooks = [
      { ...hook, id: 'announce', does: 'announce', when: 'first' as const },
      { ...hook, id: 'warm', does: 'warm', when: 'before-dns' as const },
      { ...hook, id: 'open', does: 'open', when: 'last' as const },
      { ...hook, id: 'other', does: 'other', when: 'first' as const, regions: ['euw1'] },
    ]
    const order = ids(plan({ hooks }))
    expect([order[0], order.at(-1)]).toEqual(['announce', 'open'])
    expect(order.indexOf('warm')).toBe(order.indexOf('dns-1') - 1)
    expect(order).not.toContain('other')
  })
})

describe('parts', () => {
  test('a zone leaves its neighbours in the region', () => {
    const weights = { 'use1-a': 10, 'use1-b': 10, 'use1-c': 10 }
    const proxies = plane('proxy', { all: weights })
    const targets = Object.keys(weights).map((id) => ({ id, region: 'use1', zone: id }))
    const planes = [{ ...proxies, descriptor: { ...proxies.descriptor, targets } }]
    const draft = plan({ planes }, CALM, { kind: 'zone', region: 'use1', zone: 'use1-a' })
    expect(shifts(draft).at(-1)?.shares).toEqual({ 'use1-a': 0, 'use1-b': 0.5, 'use1-c': 0.5 })
  })
  test('a service moves by the planes that split it', () => {
    const weights = { use1: 40, usw2: 30, euw1: 30 }
    const planes = [...bothPlanes(), plane('proxy', { all: weights }, { id: 'mesh', services: ['api'] })]
    const rows = ['use1', 'usw2', 'euw1'].map((region) => capacity(region, 9e6))
    const draft = plan({ planes, capacity: rows }, CALM, { kind: 'service', region: 'use1', service: 'api' })
    expect(new Set(shifts(draft).flatMap(({ splits }) => splits.map((split) => split.plane)))).toEqual(
      new Set(['mesh']),
    )
  })
})

const anyPlane = fc.record({
  weights: fc.array(fc.integer({ min: 0, max: 256 }), { minLength: 3, maxLength: 3 }),
  layer: fc.constantFrom('proxy', 'dns'),
  atomicScope: fc.constantFrom('target', 'segment', 'instance'),
  most: fc.constantFrom(256, 1_000, 1_000_000),
})

describe('whatever the planes and the demand', () => {
  it('every prefix is safe: never all zero, the victim only falls, saviors only rise, shares sum to one', () => {
    fc.assert(
      fc.property(
        fc.array(anyPlane, { minLength: 1, maxLength: 3 }),
        fc.array(fc.double({ min: 0, max: 1e6, noNaN: true }), { minLength: 3, maxLength: 3 }),
        fc.constantFrom<Wish['failure']>('edge-alive', 'edge-dark', 'backend-sick'),
        (many, [a = 0, b = 0, c = 0], failure) => {
          const planes = many.map(({ weights: [use1 = 0, usw2 = 0, euw1 = 0], layer, atomicScope, most }, index) =>
            plane(
              layer,
              { all: { use1, usw2, euw1 } },
              { id: `plane-${index}`, atomicScope, granularity: { least: 0, most } },
            ),
          )
          const answer = planEvacuation({
            situation: situation({ planes, demand: [demand('use1', a), demand('usw2', b), demand('euw1', c)] }),
            scope: USE1,
            placement: 'headroom',
            wish: { profile: 'emergency', failure },
          })
          if (answer.kind === 'refused') return
          for (const each of answer.plan.steps) expect(Step.safeParse(each).success).toBe(true)
          const victim = new Map<string, number>()
          const stood = new Map<string, unknown>()
          for (const { shares, splits } of shifts(answer.plan)) {
            expect(Object.values(shares).reduce((sum, share) => sum + share, 0)).toBeCloseTo(1)
            for (const split of splits) {
              // Going back over any step is going back to where the one before it ended.
              expect(split.was).toEqual(stood.get(split.plane) ?? split.was)
              stood.set(split.plane, split.wanted)
              const [of = NaN, usw2 = NaN, euw1 = NaN] = sharesOf(Object.values(split.wanted))
              expect(usw2 + euw1).toBeGreaterThan(0)
              expect(of).toBeLessThanOrEqual((victim.get(split.plane) ?? 1) + 1e-9)
              victim.set(split.plane, of)
            }
          }
          expect([...victim.values()].every((share) => share === 0)).toBe(true)
        },
      ),
      { numRuns: 500 },
    )
  })
})

const anyRoom = fc.record({
  moved: fc.array(fc.integer({ min: 0, max: 100_000 }), { minLength: 4, maxLength: 4 }),
  forbidden: fc.array(fc.tuple(fc.constantFrom('de', 'fr', 'us', 'jp'), fc.constantFrom('usw2', 'euw1')), {
    maxLength: 4,
  }),
  dnsKnows: fc.subarray(['de', 'fr', 'us', 'jp']),
  room: fc.array(fc.integer({ min: 100_000, max: 900_000 }), { minLength: 2, maxLength: 2 }),
})

it('data that may not leave never does, however planes lump countries together', () => {
  fc.assert(
    fc.property(anyRoom, ({ moved, forbidden, dnsKnows, room: [west = 0, east = 0] }) => {
      const countries = ['de', 'fr', 'us', 'jp']
      const even = { use1: 50, usw2: 0, euw1: 0 }
      const weights = Object.fromEntries([...dnsKnows, 'all'].map((segment) => [segment, even]))
      const answer = planEvacuation({
        situation: situation({
          demand: [
            ...countries.map((country, index) => demand('use1', moved[index] ?? 0, country)),
            demand('usw2', 50_000, 'us'),
            demand('euw1', 50_000, 'fr'),
          ],
          capacity: [capacity('usw2', west), capacity('euw1', east)],
          forbidden: forbidden.map(([segment, region]) => ({ segment, regions: [region], why: 'law' })),
          planes: [plane('dns', weights)],
        }),
        scope: USE1,
        placement: 'headroom',
        wish: CALM,
      })
      if (answer.kind === 'refused') {
        expect(forbidden.length).toBeGreaterThan(0)
        return
      }
      for (const { splits } of shifts(answer.plan)) {
        for (const { segment, wanted } of splits) {
          const governed = segment === 'all' ? countries.filter((each) => !dnsKnows.includes(each)) : [segment]
          const closed = forbidden.filter(([country]) => governed.includes(country)).map(([, region]) => region)
          for (const region of closed) expect(wanted[region]).toBe(0)
        }
      }
    }),
    { numRuns: 500 },
  )
})
