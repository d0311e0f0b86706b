import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { Run } from '#contract/evacuation/run.ts'
import { findProgram } from '#bff/controls/child-fixture.ts'
import { countHeldShares } from './held-shares-fixture.ts'
import { EAST, IRELAND, startHaproxyScene, WEST, type HaproxyScene } from './haproxy-scene-fixture.ts'

// Patience for a busy machine; none of it is measured.
vi.setConfig({ testTimeout: 120_000 })

let scene: HaproxyScene

const isMissing = findProgram('haproxy', 'haproxy') === undefined

const witnessOf = (run: Run, who: string) => run.witnesses.find((each) => each.who === who)

describe.skipIf(isMissing)('three regions behind three real HAProxies, by the real controller', () => {
  beforeEach(async () => {
    scene = await startHaproxyScene()
  })
  afterEach(() => scene.stop())

  test('are evacuated and failed back without a failed request, each step as it was planned', async () => {
    const load = scene.rig.load(12)
    const shares = countHeldShares(scene, () => scene.rig.arrived())
    const plan = await scene.evacuation(EAST)
    await scene.start(plan)
    const evacuated = await scene.runWhen(
      plan.id,
      'evacuated',
      ({ phase }) => phase === 'evacuated' || phase === 'paused',
    )
    expect(evacuated).toMatchObject({ phase: 'evacuated', verdict: 'verified', pause: null })
    expect(witnessOf(evacuated, 'arrivals')).toMatchObject({ agrees: 'yes', victimShare: 0 })
    expect(witnessOf(evacuated, 'probes')).toMatchObject({ agrees: 'yes', victimShare: 0 })
    expectRaisedBeforeLowered(evacuated)

    const back = await scene.failback(plan)
    await scene.start(back)
    const restored = await scene.runWhen(back.id, 'restored', ({ phase }) => phase === 'restored' || phase === 'paused')
    expect(restored).toMatchObject({ phase: 'restored', pause: null })
    expect(witnessOf(restored, 'probes')).toMatchObject({ agrees: 'yes' })
    expectRaisedBeforeLowered(restored)
    expect(await scene.weights()).toEqual(
      Array.from({ length: 3 }, () => ({ [EAST]: 100, [WEST]: 100, [IRELAND]: 100 })),
    )

    const steps = [...plan.steps, ...back.steps].filter(({ kind }) => kind === 'shift')
    expect(steps.length).toBeGreaterThanOrEqual(6)
    expect(shares()).toHaveLength(3 * steps.length)
    for (const each of shares()) {
      expect(Math.abs(each.observed - each.wanted), JSON.stringify(each)).toBeLessThanOrEqual(each.within)
    }
    expect(await load.stop()).toMatchObject({ failed: 0, firstFailure: null })
    expectSocketsSawTheLedger([evacuated, restored])
  })
})

/** In each step and on each edge: nobody is lowered before everybody who gains has been raised, the victim last. */
function expectRaisedBeforeLowered(run: Run): void {
  const now = new Map<string, number>()
  for (const step of run.plan.steps) {
    if (step.kind !== 'shift') continue
    for (const split of step.splits)
      for (const [target, weight] of Object.entries(split.was)) now.set(target, now.get(target) ?? weight)
  }
  const known = new Map<string, number>()
  for (const entries of Map.groupBy(run.ledger, ({ step, instance }) => `${step} ${instance}`).values()) {
    const ranks = entries.map(({ instance, weights }) => {
      const [target = '', weight = 0] = Object.entries(weights)[0] ?? []
      const key = `${instance} ${target}`
      const before = known.get(key) ?? now.get(target) ?? 0
      known.set(key, weight)
      return weight > before ? 0 : target === run.plan.scope.region ? 2 : 1
    })
    expect(ranks).toEqual(ranks.toSorted((one, other) => one - other))
    expect(ranks).toContain(0)
  }
}

/** Each write of the ledger is one command at that edge's socket, in that order, and there is no other. */
function expectSocketsSawTheLedger(runs: readonly Run[]): void {
  for (const { id } of scene.rig.edges) {
    const wanted = runs
      .flatMap(({ ledger }) => ledger)
      .filter(({ instance }) => instance === id)
      .flatMap(({ weights }) =>
        Object.entries(weights).map(([target, weight]) => `set server regions/${target} weight ${weight}`),
      )
    const seen = scene.orders().filter(({ instance }) => instance === id)
    expect(seen.map(({ command }) => command)).toEqual(wanted)
  }
}
