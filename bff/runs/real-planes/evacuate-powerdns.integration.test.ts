import { afterEach, describe, expect, test, vi } from 'vitest'
import type { Run } from '#contract/evacuation/run.ts'
import { findProgram, until } from '#bff/controls/child-fixture.ts'
import { EAST } from './haproxy-scene-fixture.ts'
import { ADDRESS, startPowerdnsScene, type PowerdnsScene } from './powerdns-scene-fixture.ts'
import { startUsers } from './users-fixture.ts'

// Patience for a busy machine; none of it is measured.
vi.setConfig({ testTimeout: 120_000 })

let scene: PowerdnsScene
const isMissing =
  findProgram('pdns_server', 'pdns-server pdns-backend-sqlite3') === undefined ||
  findProgram('pdns_recursor', 'pdns-recursor') === undefined
afterEach(() => scene.stop())

const isOver = ({ phase }: Run) => phase === 'evacuated' || phase === 'paused'
const kindOfStep = (run: Run) => run.plan.steps[run.step]?.kind

describe.skipIf(isMissing)('regions found by a name, by the real controller', () => {
  test('are left as fast as a shared resolver forgets; drained once who keeps an old answer has gone', async () => {
    const ttl = 4
    scene = await startPowerdnsScene({ ttl })
    const { rig, name, lookups } = scene
    const STUCK = 0
    const doorOf = (offset: number) => (user: number) => lookups.doorOf(user + offset)
    const users = startUsers({ clients: 10, doors: doorOf(1) })
    await until('the resolver sends users there', async () => (await rig.resolve(name))[0]?.address === ADDRESS[EAST])
    const slow = startUsers({ clients: 1, doors: doorOf(STUCK), pauseMs: 200 })
    await until('one of them asked there', () => (slow.counts().answered[EAST] ?? 0) > 0)
    lookups.hold(STUCK)

    const plan = await scene.evacuation(EAST)
    expect(plan.steps.map(({ kind }) => kind)).toEqual(['shift', 'drain', 'verify'])
    await until('the resolver has just asked', async () => {
      const [answer] = await rig.resolve(name)
      return answer?.address === ADDRESS[EAST] && answer.ttl >= ttl - 1
    })
    await scene.start(plan)
    await scene.runWhen(plan.id, 'it is set and read back', ({ stage }) => stage === 'settling')
    expect(await rig.ask('ns-1', name)).not.toContain(ADDRESS[EAST])
    expect(await rig.ask('ns-2', name)).not.toContain(ADDRESS[EAST])
    const old: number[] = []
    await until('the resolver has forgotten', async () => {
      const [answer] = await rig.resolve(name)
      if (answer?.address === ADDRESS[EAST]) old.push(answer.ttl)
      return answer !== undefined && answer.address !== ADDRESS[EAST]
    })
    expect(old.length).toBeGreaterThan(1)
    expect(old).toEqual(old.toSorted((one, other) => other - one))
    expect(new Set(old).size).toBeGreaterThan(1)

    const draining = await scene.runWhen(plan.id, 'the drain', (run) => kindOfStep(run) === 'drain' || isOver(run))
    expect(draining).toMatchObject({ phase: 'running' })
    const waits = await scene.runWhen(plan.id, 'who still comes', ({ stuckClients }) => stuckClients !== null)
    expect(waits.stuckClients).toMatch(/requests\/s still arrive/)
    // Beyond the time to live nothing is drained while somebody keeps an old answer.
    await new Promise((resolve) => setTimeout(resolve, (ttl + 2) * 1_000))
    const still = await scene.run(plan.id)
    expect([still.phase, kindOfStep(still)]).toEqual(['running', 'drain'])
    lookups.release(STUCK)
    const evacuated = await scene.runWhen(plan.id, 'evacuated', isOver)
    expect(evacuated).toMatchObject({ phase: 'evacuated', verdict: 'verified', stuckClients: null })
    expect(scene.orders()).toBe(1)

    await slow.stop()
    expect(await users.stop()).toMatchObject({ failed: 0, firstFailure: null })
    expect(lookups.failed()).toBe(0)
  })
})
