import { afterEach, describe, expect, test, vi } from 'vitest'
import type { Run } from '#contract/evacuation/run.ts'
import { findProgram } from '#bff/controls/child-fixture.ts'
import { EAST, IRELAND, REGIONS, startHaproxyScene, WEST, type HaproxyScene } from './haproxy-scene-fixture.ts'

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

async function expectEmpty(weights = scene.weights()): Promise<void> {
  for (const each of await weights) expect(each).toMatchObject({ [EAST]: 0 })
}

describe.skipIf(isMissing)('an edge', () => {
  test('that freezes with an order in its hands stops the run until it stands still, and gets no order twice', async () => {
    scene = await startHaproxyScene({ planning: TWO_STEPS })
    const load = scene.rig.load(12)
    const plan = await scene.evacuation(EAST)
    const last = plan.steps.findLast(({ kind }) => kind === 'shift')
    const wanted = last?.kind === 'shift' ? (last.splits[0]?.wanted ?? {}) : {}
    const raised = REGIONS.find((region) => region !== EAST && wanted[region] !== 100) ?? ''
    const order = `set server regions/${raised} weight ${wanted[raised]}`
    let isFrozen = false
    scene.beforeOrder(async ({ instance, command }) => {
      if (instance !== 'edge-2' || command !== order || isFrozen) return
      isFrozen = true
      await scene.rig.freeze('edge-2')
    })
    await scene.start(plan)
    const reconciling = await scene.runWhen(plan.id, 'reconciling', ({ phase }) => phase === 'reconciling')
    expect(reconciling.ledger.filter(({ state }) => state === 'unknown')).toMatchObject([{ instance: 'edge-2' }])
    const orders = scene.orders().length
    // Frozen for longer than any call may take: nothing is written meanwhile, to nobody.
    await new Promise((resolve) => setTimeout(resolve, 5_000))
    const still = await scene.run(plan.id)
    expect(still).toMatchObject({ phase: 'reconciling', step: reconciling.step })
    expect(scene.orders()).toHaveLength(orders)
    scene.rig.thaw('edge-2')

    const evacuated = await scene.runWhen(plan.id, 'evacuated', isOver)
    expect(evacuated).toMatchObject({ phase: 'evacuated', verdict: 'verified', leftOut: [] })
    expect(said(evacuated, 'reconciled')).toHaveLength(1)
    // The late order was found done: it was given once, as every other.
    const given = scene.orders().filter(({ instance }) => instance === 'edge-2')
    expect(given.filter(({ command }) => command === order)).toHaveLength(1)
    expect(new Set(given.map(({ command }) => command)).size).toBe(given.length)
    await expectEmpty()
    expect(await load.stop()).toMatchObject({ failed: 0, firstFailure: null })
  })

  test('whose reload puts the old weights back is noticed, and put right by one word', async () => {
    scene = await startHaproxyScene({ edges: 2, planning: TWO_STEPS })
    const load = scene.rig.load(12)
    const plan = await scene.evacuation(EAST)
    await scene.start(plan)
    const evacuated = await scene.runWhen(plan.id, 'evacuated', isOver)
    expect(evacuated).toMatchObject({ phase: 'evacuated', pause: null })
    const reloadedAt = Date.now()
    await scene.rig.reload('edge-1')
    expect((await scene.weights())[0]).toEqual(EVEN)
    const orders = scene.orders().length
    const alarmed = await scene.runWhen(plan.id, 'the alarm', ({ pause }) => pause?.cause === 'drift')
    expect(alarmed).toMatchObject({
      phase: 'evacuated',
      pause: { why: expect.stringMatching(/edge-1 says us-east-1 100/) },
    })
    expect((said(alarmed, 'drift')[0]?.at ?? Infinity) - reloadedAt).toBeLessThanOrEqual(10_000)
    // Nothing is put back without a word.
    expect(scene.orders()).toHaveLength(orders)
    await scene.act(alarmed, { verb: 'reassert', by: 'ada' })
    const again = await scene.runWhen(plan.id, 'evacuated again', isOver)
    expect(again).toMatchObject({ phase: 'evacuated', pause: null })
    await expectEmpty()
    expect(
      new Set(
        scene
          .orders()
          .slice(orders)
          .map(({ instance }) => instance),
      ),
    ).toEqual(new Set(['edge-1']))
    await load.stop()
  })

  test('that cannot be reached is left behind by name, reckoned with, tried again, and awaited at the end', async () => {
    scene = await startHaproxyScene({
      planning: TWO_STEPS,
      settings: { parallelWrites: 1, retry: { tries: 2, pauseMs: 100 } },
    })
    const load = scene.rig.load(12)
    const plan = await scene.evacuation(EAST)
    let isClosed = false
    scene.beforeOrder(async () => {
      if (isClosed) return
      isClosed = true
      await scene.tap('edge-3').close()
    })
    await scene.start(plan)
    const behind = await scene.runWhen(
      plan.id,
      'the first step is over',
      ({ step, phase }) => step > 0 || phase === 'paused',
    )
    expect(said(behind, 'note').map(({ says }) => says)).toEqual([
      expect.stringMatching(/watched: edge-proxies\/edge-3$/),
    ])
    const paused = await scene.runWhen(plan.id, 'a pause before the second', isOver)
    expect(paused).toMatchObject({ phase: 'paused', pause: { why: expect.stringMatching(/cannot be read.*edge-3/) } })
    const reason = 'edge-3 carries a third and is being repaired'
    const edge3 = { plane: 'edge-proxies', instance: 'edge-3' }
    await scene.act(paused, { verb: 'leave-out', by: 'ada', reason, places: [edge3] })
    const waiting = await scene.runWhen(
      plan.id,
      'the drain',
      ({ step, plan: { steps }, phase }) => phase === 'paused' || steps[step]?.kind === 'drain',
    )
    // One word for the whole run, kept with its reason; what it says is unknown as long as it lasts.
    expect(waiting).toMatchObject({ phase: 'running', leftOut: [{ ...edge3, by: 'ada', reason }] })
    expect(said(waiting, 'paused')).toHaveLength(1)
    expect(waiting.planes).toContainEqual(expect.objectContaining({ kind: 'unread', ...edge3 }))
    // Two of three send nobody; the third sends a third of its own.
    const shares = await load.observe(1_500)
    expect(Math.abs((shares[EAST] ?? 0) - 1 / 9)).toBeLessThanOrEqual(0.033)
    const held = await scene.runWhen(
      plan.id,
      'the drain says who still comes',
      ({ stuckClients }) => stuckClients !== null,
    )
    expect(held).toMatchObject({ phase: 'running', stuckClients: expect.stringMatching(/requests\/s still arrive/) })

    await scene.tap('edge-3').open()
    const evacuated = await scene.runWhen(plan.id, 'evacuated', isOver, 60_000)
    expect(evacuated).toMatchObject({ phase: 'evacuated', verdict: 'verified' })
    await expectEmpty()
    expect(await load.stop()).toMatchObject({ failed: 0, firstFailure: null })
  })
})
