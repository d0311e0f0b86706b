import { afterEach, describe, expect, test, vi } from 'vitest'
import type { Plan } from '#contract/evacuation/plan.ts'
import type { Run } from '#contract/evacuation/run.ts'
import { findProgram, until } from '#bff/controls/child-fixture.ts'
import { sealPlan } from '#bff/evacuation/planner/seal-plan.ts'
import { hashOf } from '../plan-runs.ts'
import { EAST, IRELAND, startHaproxyScene, WEST, type HaproxyScene } from './haproxy-scene-fixture.ts'
import { startUsers } from './users-fixture.ts'

const TWO_STEPS = {
  paces: {
    emergency: { stages: [0.5, 1], holdMs: 500, mostRise: 1 },
    drill: { stages: [1], holdMs: 500, mostRise: 1 },
    failback: { stages: [1], holdMs: 500, mostRise: 1 },
  },
}
const EVEN = { [EAST]: 100, [WEST]: 100, [IRELAND]: 100 }

// Patience for a busy machine; none of it is measured.
vi.setConfig({ testTimeout: 120_000 })

let scene: HaproxyScene
const isMissing = findProgram('haproxy', 'haproxy') === undefined
afterEach(() => scene.stop())

const isOver = ({ phase }: Run) => phase === 'evacuated' || phase === 'paused'
const said = (run: Run, kind: string) => run.events.filter((event) => event.kind === kind)

describe.skipIf(isMissing)('users', () => {
  test('held by a cookie make an accepted weight of zero ineffective, whatever fresh probes see', async () => {
    scene = await startHaproxyScene({ edges: 2, sticky: true, planning: TWO_STEPS, plane: { stickiness: 'cookies' } })
    const users = startUsers({ clients: 12, doors: scene.rig.addresses, keepsCookie: true })
    const plan = await scene.evacuation(EAST)
    await scene.start(plan)
    const paused = await scene.runWhen(plan.id, 'a pause', isOver)
    expect(paused).toMatchObject({ phase: 'paused', verdict: 'not-effective', pause: { cause: 'not-effective' } })
    expect(paused.pause?.why).toMatch(/accepted but not effective: sticky clients/)
    expect(said(paused, 'verified')).toEqual([])
    expect(paused.witnesses.find(({ who }) => who === 'planes')?.agrees).toBe('yes')
    expect(paused.witnesses.find(({ who }) => who === 'arrivals')?.agrees).toBe('no')

    // What the alarm names can be mended: in maintenance nobody is held.
    for (const edge of scene.rig.edges) await edge.say(`set server regions/${EAST} state maint`)
    await scene.act(paused, { verb: 'hold', by: 'ada' })
    await until('nobody is held', async () => (await users.observe(300))[EAST] === undefined)
    expect(await users.stop()).toMatchObject({ failed: 0, firstFailure: null })
  })
})

describe.skipIf(isMissing)('what must never be written', () => {
  const changed = (plan: Plan, id: string, wanted: Readonly<Record<string, number>>): Plan => {
    const { hash: _, ...rest } = plan
    const { reason, author, createdAt } = plan
    const steps = plan.steps.map((step) =>
      step.kind === 'shift' ? { ...step, splits: step.splits.map((split) => ({ ...split, wanted })) } : step,
    )
    return sealPlan({ ...rest, steps }, { id, reason, author, createdAt }, hashOf)
  }

  test('is refused before any order, whoever approved it and whatever is overridden', async () => {
    scene = await startHaproxyScene({ edges: 2, planning: TWO_STEPS })
    const load = scene.rig.load(4)
    const plan = await scene.evacuation(EAST)
    const zero = changed(plan, plan.id, { [EAST]: 0, [WEST]: 0, [IRELAND]: 0 })
    const rules = ['never-all-zero', 'never-the-last-region']
    for (const overrides of [[], rules]) {
      const answer = await scene.tryStart(zero, overrides)
      expect(answer).toMatchObject({ kind: 'refused', code: 'rules', why: expect.stringMatching(/would be zero/) })
    }
    for (const region of [WEST, IRELAND]) scene.telemetry.change(region, { errorShare: 0.9 })
    const last = changed(plan, `${plan.id.slice(0, -1)}0`, { [EAST]: 0, [WEST]: 150, [IRELAND]: 150 })
    for (const overrides of [[], rules]) {
      const answer = await scene.tryStart(last, overrides)
      expect(answer).toMatchObject({ kind: 'refused', why: expect.stringMatching(/no healthy region/) })
    }
    expect(scene.orders()).toEqual([])
    expect(await scene.weights()).toEqual([EVEN, EVEN])
    expect(await load.stop()).toMatchObject({ failed: 0 })
  })

  test('is not even planned where nobody else could serve', async () => {
    scene = await startHaproxyScene({ edges: 1, plane: { targets: [{ id: EAST, region: EAST }] } })
    expect(await scene.planEvacuation(EAST)).toMatchObject({
      kind: 'refused',
      reasons: [expect.stringMatching(/knows no other place/)],
    })
    expect(scene.orders()).toEqual([])
  })
})
