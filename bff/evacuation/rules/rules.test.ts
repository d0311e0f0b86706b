import { describe, expect, it, test } from 'vitest'
import type { Run } from '#contract/evacuation/run.ts'
import { baselineSettings, goalSettings } from '../goal.ts'
import { freshMemory, type Surroundings } from '../machine.ts'
import { EvacuationSettings } from '../settings.ts'
import type { Setting } from '../setting.ts'
import { armedRun, plainSetup } from '../simulate/play-fixture.ts'
import { evaluateRules, standingInTheWay } from './evaluate-rules.ts'
import type { RuleContext } from './rule.ts'

const NOW = 1_795_000_000_000
const setup = plainSetup()
const started: Run = { ...armedRun(setup, NOW), phase: 'running', startedAt: NOW }

function fleetOf(
  changed: Record<string, Partial<Surroundings['fleet']['regions'][number]>> = {},
): Surroundings['fleet'] {
  const regions = ['east', 'west', 'north'].map((region) => ({
    region,
    observedAt: NOW - 1000,
    requestsPerSecond: 333,
    errorShare: 0.001,
    p99LatencyMs: 100,
    saturation: 0.5,
    tightestService: null,
    ...changed[region],
  }))
  return { at: NOW, regions, business: null }
}

interface Changed {
  run?: Partial<Run>
  settings?: Record<string, unknown>
  fleet?: Surroundings['fleet']
  others?: readonly Run[]
  context?: Partial<RuleContext>
  after?: readonly Setting[]
}

/** What stands in the way of the first step, by rule. */
function inTheWay(changed: Changed = {}): string[] {
  const run = { ...started, ...changed.run }
  const around: Surroundings = {
    now: NOW,
    steady: 1_000_000,
    jitter: 0,
    descriptors: setup.descriptors,
    fleet: changed.fleet ?? fleetOf(),
    probes: { observedAt: NOW, answeredBy: {}, failed: 0 },
    settings: EvacuationSettings.parse(changed.settings ?? {}),
    others: changed.others ?? [],
  }
  const { books } = freshMemory(setup.descriptors, 0)
  const context: RuleContext = { run, around, books, moved: [], lastWriteAt: -Infinity, ...changed.context }
  const before = baselineSettings(run, setup.descriptors)
  const after = changed.after ?? goalSettings(run, setup.descriptors)
  return standingInTheWay(evaluateRules(before, after, context), []).map((each) => each.rule)
}

const namesWeighed = (weights: Record<string, number>) => [{ plane: 'names', instance: 'n1', segment: 'all', weights }]
const weighed = (weights: Record<string, number>) => [{ plane: 'edge', instance: 'e1', segment: 'all', weights }]

test('nothing stands in the way of a plain step', () => {
  expect(inTheWay()).toEqual([])
})

describe('each rule by itself', () => {
  const frozen = { freezes: [{ from: '2020-01-01T00:00:00Z', to: '2090-01-01T00:00:00Z', why: 'peak' }] }
  const other: Run = { ...started, id: '01ARZ3NDEKTSV4RRFFQ69G5FRQ' }
  test.for<[string, Changed, string[]]>([
    [
      'all zero',
      { after: weighed({ east: 0, west: 0, north: 0 }) },
      ['never-all-zero', 'never-the-last-region', 'maximum-change'],
    ],
    [
      'the victim alone',
      { after: weighed({ east: 9, west: 0, north: 0 }) },
      ['never-the-last-region', 'maximum-change'],
    ],
    [
      'a sick savior alone',
      { after: weighed({ east: 0, west: 9, north: 0 }), fleet: fleetOf({ west: { errorShare: 0.6 } }) },
      ['never-the-last-region'],
    ],
    ['another evacuation', { others: [other] }, ['one-at-a-time']],
    ['its own failback', { others: [{ ...other, plan: { ...other.plan, of: started.id } }] }, []],
    ['too much in a minute', { settings: { changePerMinute: { emergency: 0.1 } } }, ['maximum-change']],
    ['too much within this minute', { context: { moved: [{ at: 990_000, share: 0.45 }] } }, ['maximum-change']],
    [
      'names that follow where the proxies went within this minute',
      { context: { moved: [{ at: 990_000, share: 0.45 }] }, after: namesWeighed({ east: 0, west: 5, north: 5 }) },
      [],
    ],
    [
      'names behind a dark edge, which move the demand themselves',
      {
        run: { plan: { ...started.plan, failure: 'edge-dark' } },
        context: { moved: [{ at: 990_000, share: 0.45 }] },
        after: namesWeighed({ east: 0, west: 5, north: 5 }),
      },
      ['maximum-change'],
    ],
    ['long ago', { context: { moved: [{ at: 900_000, share: 0.45 }] } }, []],
    ['right after a write', { context: { lastWriteAt: 998_000 } }, ['minimum-wait']],
    ['an old savior', { fleet: fleetOf({ west: { observedAt: NOW - 60_000 } }) }, ['fresh-data']],
    ['an old victim', { fleet: fleetOf({ east: { observedAt: NaN } }) }, []],
    ['an old savior on the way back', { run: { heading: 'back' }, fleet: fleetOf({ west: { observedAt: NaN } }) }, []],
    ['a freeze', { settings: frozen, run: { startedAt: null } }, ['freeze-window']],
    [
      'what it stands on',
      { settings: { dependencies: [{ name: 'sign-in', region: 'east' }] }, run: { startedAt: null } },
      ['self-dependency'],
    ],
    [
      'leading users back to a region that fails',
      { run: { plan: { ...started.plan, direction: 'failback' } }, fleet: fleetOf({ east: { errorShare: 0.6 } }) },
      ['region-well'],
    ],
    [
      'leading users back to a region nobody sees',
      {
        run: { plan: { ...started.plan, direction: 'failback' } },
        fleet: fleetOf({ east: { observedAt: NOW - 60_000 } }),
      },
      ['fresh-data', 'region-well'],
    ],
    [
      'leaving it again',
      {
        run: { plan: { ...started.plan, direction: 'failback' }, heading: 'back' },
        fleet: fleetOf({ east: { errorShare: 0.6 } }),
      },
      [],
    ],
    [
      'more than was approved',
      { run: { plan: { ...started.plan, envelope: { ...started.plan.envelope, ceilings: { west: 350 } } } } },
      ['headroom'],
    ],
    [
      'more than was approved of the region that comes back',
      {
        run: {
          plan: {
            ...started.plan,
            direction: 'failback',
            envelope: { ...started.plan.envelope, ceilings: { east: 9 } },
          },
        },
      },
      ['headroom'],
    ],
    [
      'a savior that is relieved on the way back',
      {
        run: {
          plan: {
            ...started.plan,
            direction: 'failback',
            envelope: { ...started.plan.envelope, ceilings: { west: 9 } },
          },
        },
      },
      [],
    ],
    [
      'a rule of our own',
      {
        settings: {
          rules: [
            {
              kind: 'assertion',
              id: 'three',
              says: 'three regions',
              plane: 'edge',
              targets: ['east', 'west', 'north'],
              atLeast: 3,
            },
          ],
        },
        after: weighed({ east: 0, west: 5, north: 5 }),
      },
      ['own:three'],
    ],
    [
      'a master switch nobody can read',
      {
        settings: { rules: [{ kind: 'gating', id: 'armed', says: 'the switch is on', plane: 'switch', target: 'on' }] },
      },
      ['own:armed'],
    ],
  ])('%s', ([, changed, rules]) => {
    expect(inTheWay(changed)).toEqual(rules)
  })
})

it('never lets an override cover the core', () => {
  const core = { rule: 'never-all-zero', outcome: 'blocks' as const, says: '', overridable: false }
  const wait = { rule: 'minimum-wait', outcome: 'blocks' as const, says: '', overridable: true }
  expect(standingInTheWay([core, wait], ['never-all-zero', 'minimum-wait'])).toEqual([core])
})
