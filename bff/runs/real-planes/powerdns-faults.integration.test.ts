import { afterEach, describe, expect, test, vi } from 'vitest'
import type { Run } from '#contract/evacuation/run.ts'
import { findProgram } from '#bff/controls/child-fixture.ts'
import { EAST, IRELAND, WEST } from './haproxy-scene-fixture.ts'
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
const said = (run: Run, kind: string) => run.events.filter((event) => event.kind === kind)

describe.skipIf(isMissing)('names', () => {
  test('whose record somebody breaks: taken by the API, nobody is answered, noticed, put right by one word', async () => {
    scene = await startPowerdnsScene({ ttl: 1 })
    const { rig, name } = scene
    const users = startUsers({ clients: 8, doors: (user) => scene.lookups.doorOf(user) })
    const plan = await scene.evacuation(EAST)
    await scene.start(plan)
    expect(await scene.runWhen(plan.id, 'evacuated', isOver)).toMatchObject({ phase: 'evacuated', pause: null })
    const brokenAt = Date.now()
    expect(await rig.foreignWrite(name, 'A "pickwrandom({{25,"')).toBe(204)
    expect(await rig.ask('ns-1', name)).toEqual([])
    const alarmed = await scene.runWhen(plan.id, 'the alarm', ({ pause }) => pause?.cause === 'drift')
    expect(alarmed.phase).toBe('evacuated')
    expect((said(alarmed, 'drift')[0]?.at ?? Infinity) - brokenAt).toBeLessThanOrEqual(10_000)
    await expect(rig.resolve(name)).rejects.toMatchObject({ code: expect.stringMatching(/SERVFAIL/) })
    expect(scene.orders()).toBe(1)
    await scene.act(alarmed, { verb: 'reassert', by: 'ada' })
    const again = await scene.runWhen(plan.id, 'evacuated again', isOver)
    expect(again).toMatchObject({ phase: 'evacuated', pause: null })
    expect(scene.orders()).toBe(2)
    const answers = new Set<string>()
    for (let index = 0; index < 30; index += 1) for (const each of await rig.ask('ns-2', name)) answers.add(each)
    expect(answers.size).toBeGreaterThan(0)
    for (const each of answers) expect([ADDRESS[WEST], ADDRESS[IRELAND]]).toContain(each)
    await users.stop()
  })

  test('whose nameserver freezes with the order in its hands: nothing more is written, the order counts once', async () => {
    scene = await startPowerdnsScene({ ttl: 1, settings: { settleMarginMs: 25_000 } })
    const { rig } = scene
    const users = startUsers({ clients: 8, doors: (user) => scene.lookups.doorOf(user) })
    const plan = await scene.evacuation(EAST)
    const before = await revision()
    scene.beforeOrder(() => rig.freeze('ns-1'))
    await scene.start(plan)
    const reconciling = await scene.runWhen(plan.id, 'reconciling', ({ phase }) => phase === 'reconciling')
    expect(new Set(reconciling.ledger.map(({ state }) => state))).toEqual(new Set(['unknown']))
    await new Promise((resolve) => setTimeout(resolve, 3_000))
    expect(await scene.run(plan.id)).toMatchObject({ phase: 'reconciling', step: 0 })
    scene.beforeOrder(() => {})
    rig.thaw('ns-1')
    const evacuated = await scene.runWhen(plan.id, 'evacuated', isOver)
    expect(evacuated).toMatchObject({ phase: 'evacuated', verdict: 'verified' })
    expect(said(evacuated, 'reconciled')).toHaveLength(1)
    expect(scene.orders()).toBe(1)
    expect((await revision()) - before).toBe(1)
    await users.stop()
  })

  async function revision(): Promise<number> {
    const answer = await scene.control.read('api', 10_000)
    if (answer.kind !== 'read') throw new Error(answer.why)
    return Number(answer.reading.revision)
  }
})
