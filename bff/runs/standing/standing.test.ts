import { describe, expect, test } from 'vitest'
import { standingStateOf } from '#contract/evacuation/standing.ts'
import { Plan } from '#contract/evacuation/plan.ts'
import { Run } from '#contract/evacuation/run.ts'
import { isSealed } from '#bff/evacuation/planner/seal-plan.ts'
import { isStandingPlanStill } from '#bff/evacuation/planner/standing-plan.ts'
import { refusalOfStart } from '#bff/evacuation/lifecycle.ts'
import { AMPLE } from '#bff/evacuation/planner/plan-fixture.ts'
import { capacity, demand, plane } from '#bff/evacuation/planner/situation-fixture.ts'
import type { Situation } from '#bff/evacuation/planner/situation.ts'
import { isFailure } from '#bff/failure.ts'
import { START } from '#bff/store/store-fixture.ts'
import { hashOf } from '../plan-runs.ts'
import { draftOf } from './plan-standing.ts'
import { armStanding } from './arm-standing.ts'
import { someone, standingFixture } from './standing-fixture.ts'

const DAY_MS = 86_400_000

async function approvedFixture() {
  const world = await standingFixture()
  await world.refresh()
  await world.adopt()
  await world.approve()
  return world
}

async function refusalOf(promise: Promise<unknown>): Promise<string> {
  try {
    await promise
  } catch (error) {
    if (isFailure(error)) return `${error.code}: ${error.message}`
    throw error
  }
  throw new Error('it was not refused')
}

describe('the nightly refresh', () => {
  test('plans each region for each way it may fail, and binds nobody', async () => {
    const { refresh, clock, audit } = await standingFixture()
    const plans = await refresh()
    expect(plans.map(({ region, failure }) => `${region} ${failure}`)).toEqual([
      'use1 edge-alive',
      'use1 edge-dark',
      'usw2 edge-alive',
      'usw2 edge-dark',
      'euw1 edge-alive',
      'euw1 edge-dark',
    ])
    expect(plans.map((each) => standingStateOf(each, clock.now()))).toEqual(Array(6).fill('unadopted'))
    for (const { fresh } of plans) expect(isSealed(Plan.parse(fresh?.plan), hashOf)).toBe(true)
    expect(await audit()).toEqual(['system:nightly refresh standing.refreshed'])
  })

  test('leaves what was approved as it is, whatever it finds', async () => {
    const { refresh, becomes, now } = await approvedFixture()
    const { approved, approval } = await now()
    becomes({ demand: [demand('use1', 900_000), demand('usw2', 900_000), demand('euw1', 900_000)] })
    await refresh()
    const after = await now()
    expect(after.approved).toEqual(approved)
    expect(after.approval).toEqual(approval)
    expect(after.fresh?.plan?.hash).not.toBe(approved?.hash)
  })

  const cases: readonly [string, Partial<Situation>, string, RegExp | null][] = [
    ['the same world', {}, 'approved', null],
    [
      'twice the load, far under what the saviors safely carry',
      { demand: [demand('use1', 800_000), demand('usw2', 600_000), demand('euw1', 600_000)] },
      'approved',
      null,
    ],
    [
      'a night in which the room lies elsewhere than by day',
      { demand: [demand('use1', 300_000), demand('usw2', 1_900_000), demand('euw1', 100_000)] },
      'approved',
      null,
    ],
    [
      'a savior nobody was asked about',
      {
        regions: ['use1', 'usw2', 'euw1', 'apse1'].map((region) => ({ region, position: null, unfit: null })),
        demand: [
          demand('use1', 400_000),
          demand('usw2', 1_700_000),
          demand('euw1', 1_900_000),
          demand('apse1', 10_000),
        ],
        capacity: [...AMPLE, capacity('apse1', 2_000_000)],
        planes: [
          plane('proxy', { all: { use1: 40, usw2: 30, euw1: 30, apse1: 1 } }),
          plane('dns', { all: { use1: 40, usw2: 30, euw1: 30, apse1: 1 } }),
        ],
      },
      'outside',
      /apse1 would take over too/,
    ],
    [
      'more than the saviors safely carry',
      { demand: [demand('use1', 4_000_000), demand('usw2', 1_500_000), demand('euw1', 1_500_000)] },
      'outside',
      /would carry/,
    ],
    [
      'a plane that is new',
      {
        planes: [
          plane('proxy', { all: { use1: 40, usw2: 30, euw1: 30 } }),
          plane('dns', { all: { use1: 40, usw2: 30, euw1: 30 } }),
          plane('proxy', { all: { use1: 40, usw2: 30, euw1: 30 } }, { id: 'other-proxies' }),
        ],
      },
      'outside',
      /other-proxies is new/,
    ],
    [
      'a plane that is gone',
      { planes: [plane('proxy', { all: { use1: 40, usw2: 30, euw1: 30 } })] },
      'outside',
      /no longer part/,
    ],
    ['nothing to steer', { planes: [] }, 'outside', /cannot be planned now/],
  ]
  test.each(cases)('of an approved plan: %s', async (_, parts, state, says) => {
    const { refresh, becomes, now, clock, arm } = await approvedFixture()
    becomes(parts)
    clock.set(clock.now() + 60_000)
    await refresh()
    const after = await now()
    expect(standingStateOf(after, clock.now())).toBe(state)
    if (says === null) {
      expect(after.differences).toEqual([])
      expect((await arm()).phase).toBe('armed')
    } else {
      expect(after.differences.join()).toMatch(says)
      expect(await refusalOf(arm())).toMatch(/^conflict: It (is no longer what was approved|cannot be planned)/)
    }
  })
})

test('where the room lies is not what was approved: other weights, within the bounds, are inside', async () => {
  const { refresh, becomes, now } = await approvedFixture()
  becomes({ demand: [demand('use1', 300_000), demand('usw2', 1_900_000), demand('euw1', 100_000)] })
  await refresh()
  const { approved, fresh, differences } = await now()
  const night = draftOf(Plan.parse(fresh?.plan))
  expect(isStandingPlanStill(Plan.parse(approved), night).differences.join()).toMatch(/would end with/)
  expect(differences).toEqual([])
})

describe('adopting and approving', () => {
  test('by two people, and who did is told', async () => {
    const { now, audit, clock } = await approvedFixture()
    const { approved, approval, candidate } = await now()
    expect(approved?.author).toBe('local:ada')
    expect(candidate).toBeNull()
    expect(approval).toEqual({
      by: 'local:ben',
      at: START,
      planHash: approved?.hash,
      expiresAt: clock.now() + 30 * DAY_MS,
    })
    expect(isSealed(Plan.parse(approved), hashOf)).toBe(true)
    expect(await audit()).toEqual([
      'system:nightly refresh standing.refreshed',
      'local:ada standing.adopted',
      'local:ben standing.approved',
    ])
  })

  test('nobody approves, or refuses, what he adopted himself', async () => {
    const { refresh, adopt, approve, act, now, audit } = await standingFixture()
    await refresh()
    await adopt()
    expect(await refusalOf(approve(someone('ada')))).toBe('forbidden: Nobody approves a plan of his own.')
    const { version } = await now()
    expect(await refusalOf(act(someone('ada'), { verb: 'refuse', version, reason: 'no' }))).toMatch(/^forbidden/)
    expect((await now()).approved).toBeNull()
    expect((await audit()).filter((row) => row.endsWith('act-refused'))).toHaveLength(2)
  })

  const wrong: readonly [string, Parameters<typeof someone>[1], string][] = [
    ['an engineer', { roles: ['engineer'] }, 'forbidden'],
    ['a proof of six minutes ago', { stepUpAt: START - 360_000 }, 'step_up_required'],
    ['no proof ever', { stepUpAt: null }, 'step_up_required'],
  ]
  test.each(wrong)('it is not approved by %s', async (_, parts, code) => {
    const { refresh, adopt, approve } = await standingFixture()
    await refresh()
    await adopt()
    expect(await refusalOf(approve(someone('ben', parts)))).toMatch(new RegExp(`^${code}:`))
  })

  test('of another hash, or by who saw an older version, is a conflict', async () => {
    const { refresh, adopt, act, now, hashes } = await standingFixture()
    await refresh()
    const { version: older } = await now()
    await adopt()
    const { version } = await now()
    const { fresh, candidate } = await hashes()
    const ben = someone('ben')
    expect(await refusalOf(act(ben, { verb: 'approve', version, planHash: fresh }))).toMatch(/another one/)
    expect(await refusalOf(act(ben, { verb: 'approve', version: older, planHash: candidate }))).toMatch(/has changed/)
  })

  test('what is no longer what would be done is not approved', async () => {
    const { refresh, adopt, approve, becomes } = await standingFixture()
    await refresh()
    await adopt()
    becomes({ planes: [plane('proxy', { all: { use1: 40, usw2: 30, euw1: 30 } })] })
    await refresh()
    expect(await refusalOf(approve())).toMatch(/public-dns is no longer part of it.*Adopt the plan/)
  })

  test('a newer candidate leaves the approved one in force until it is approved itself', async () => {
    const { refresh, adopt, approve, now, clock, arm, hashes } = await approvedFixture()
    const before = (await hashes()).approved
    clock.set(clock.now() + 1_000)
    await refresh()
    await adopt(someone('ben'))
    expect(standingStateOf(await now(), clock.now())).toBe('approved')
    expect((await arm()).plan.standing?.planHash).toBe(before)
    await approve(someone('ada'))
    expect((await hashes()).approved).not.toBe(before)
  })

  test('withdrawing takes back the candidate first, then what is approved', async () => {
    const { adopt, act, now, arm } = await approvedFixture()
    await adopt()
    const withdraw = async () =>
      act(someone('ada'), { verb: 'withdraw', version: (await now()).version, reason: 'the planes change' })
    await withdraw()
    expect(await now()).toMatchObject({ candidate: null, approval: { by: 'local:ben' } })
    await withdraw()
    expect(await now()).toMatchObject({ approved: null, approval: null })
    expect(await refusalOf(arm())).toMatch(/Nobody has approved/)
    expect(await refusalOf(withdraw())).toMatch(/nothing to withdraw/)
  })
})

describe('arming', () => {
  test('by one proof: an armed run under the approved bounds, which can be started', async () => {
    const { arm, now, clock, settings, audit } = await approvedFixture()
    const { approved } = await now()
    clock.set(clock.now() + DAY_MS)
    const cleo = someone('cleo', { stepUpAt: clock.now() - 1_000 })
    const run = Run.parse(await arm(cleo))
    expect(run).toMatchObject({
      phase: 'armed',
      plan: {
        author: 'local:ada',
        envelope: approved?.envelope,
        createdAt: clock.now(),
        standing: { planId: approved?.id, planHash: approved?.hash },
      },
      approval: { by: 'local:ben', planHash: run.plan.hash, expiresAt: clock.now() + settings.approvalMs },
    })
    expect(isSealed(run.plan, hashOf)).toBe(true)
    expect(run.events.map(({ who, kind }) => `${who} ${kind}`)).toEqual([
      'local:ada drafted',
      'local:ben approved',
      'local:cleo armed',
    ])
    const request = { by: 'local:cleo', steppedUpAt: clock.now(), breakGlass: false }
    expect(refusalOfStart(run, { ...request, typed: 'use1' }, clock.now(), settings)).toBeNull()
    expect(refusalOfStart(run, { ...request, typed: 'usw2' }, clock.now(), settings)?.code).toBe('name-mistyped')
    expect((await audit()).at(-1)).toBe('local:cleo standing.armed')
  })

  const wrong: readonly [string, Parameters<typeof someone>[1], string][] = [
    ['an approver alone', { roles: ['approver', 'engineer'] }, 'forbidden'],
    ['a proof of six minutes ago', { stepUpAt: START - 360_000 }, 'step_up_required'],
    ['no proof ever', { stepUpAt: null }, 'step_up_required'],
  ]
  test.each(wrong)('not by %s', async (_, parts, code) => {
    const { arm, store } = await approvedFixture()
    expect(await refusalOf(arm(someone('cleo', parts)))).toMatch(new RegExp(`^${code}:`))
    expect(await store.evacuations.unfinished()).toEqual([])
  })

  test('not after thirty days, and not under another hash', async () => {
    const { arm, clock, hashes } = await approvedFixture()
    expect(await refusalOf(arm(someone('cleo'), (await hashes()).fresh))).toMatch(/another one/)
    clock.set(clock.now() + 30 * DAY_MS)
    expect(await refusalOf(arm(someone('cleo', { stepUpAt: clock.now() })))).toMatch(/has run out/)
  })

  test('two leaders at once: one run, and the other is told which', async () => {
    const { key, planning, planes, settings, ctx, hashes, store } = await approvedFixture()
    const planHash = (await hashes()).approved
    const leaders = ['cleo', 'dan'].map((name) => ctx(someone(name)))
    // Both have planned before either is filed.
    const keeps = await Promise.all(
      leaders.map(async (mine) => ({
        mine,
        keep: await armStanding({ ctx: mine, key, planHash, planning, planes, settings }),
      })),
    )
    const ended = await Promise.allSettled(keeps.map(({ mine, keep }) => keep(mine)))
    expect(ended.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
    const [run] = await store.evacuations.unfinished()
    const lost = ended.find((each) => each.status === 'rejected')
    expect(lost?.reason).toMatchObject({ code: 'conflict', path: 'armedRun', expected: run?.id })
    expect(await store.evacuations.unfinished()).toHaveLength(1)
  })

  test('what was withdrawn while it was planned is not armed', async () => {
    const { key, planning, planes, settings, ctx, hashes, act, now, store } = await approvedFixture()
    const mine = ctx(someone('cleo'))
    const planHash = (await hashes()).approved
    const keep = await armStanding({ ctx: mine, key, planHash, planning, planes, settings })
    await act(someone('ada'), { verb: 'withdraw', version: (await now()).version, reason: 'not any more' })
    expect(await refusalOf(keep(mine))).toMatch(/Nobody has approved/)
    expect(await store.evacuations.unfinished()).toEqual([])
  })
})
