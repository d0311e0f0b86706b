import { expect, test } from 'vitest'
import { ROUTES } from '#contract/routes.ts'
import type { Run } from '#contract/evacuation/run.ts'
import { ABSOLUTE_MS } from '#bff/auth/session-times.ts'
import { createController } from '#bff/evacuation/controller.ts'
import { tell } from '#bff/evacuation/journal.ts'
import { EvacuationSettings } from '#bff/evacuation/settings.ts'
import { accessFixture } from '#bff/http/access-fixture.ts'
import { evacuationServicesFixture } from '#bff/http/evacuation-services-fixture.ts'
import { START } from '#bff/store/store-fixture.ts'
import { actOnRun } from './act-on-run.ts'
import { createRunStore } from './keep-runs.ts'
import { aPlan, aRun } from './run-fixture.ts'
import { takesPart } from './takes-part.ts'

const ACCESS = {
  mode: 'local',
  walkIn: [],
  people: ['Ada', 'Ben', 'Cem'].map((name) => ({ name, roles: ['viewer', 'crisis-leader', 'approver'] })),
}

/** The real server on a port of its own, real sessions, acts that are filed for real; the hours are set by hand. */
async function setting() {
  const open = new Map<string, Run>()
  const { clock, store, app, signIn } = await accessFixture({
    access: ACCESS,
    isTakingPart: (personId) => takesPart(open.values(), personId),
    services: {
      evacuation: {
        ...evacuationServicesFixture(),
        actOnRun: ({ ctx, id, act }) => actOnRun({ runs, controller, settings, ctx, id, act }),
      },
    },
  })
  const settings = EvacuationSettings.parse({})
  const runs = createRunStore({ store, clock })
  const controller = createController({
    owner: 'this',
    controls: [],
    telemetry: { observe: () => ({ at: clock.now(), regions: [], business: null }) },
    probes: { observe: () => ({ observedAt: NaN, answeredBy: {}, failed: 0 }) },
    hooks: { call: async () => ({ kind: 'done' }), ready: async (needs) => needs.map(() => NaN) },
    store: runs,
    clock: { now: () => clock.now(), steady: () => clock.now() },
    timers: { after: () => () => {} },
    random: () => 0,
    settings,
  })
  const address = await app.listen({ host: '127.0.0.1', port: 0 })
  const { port } = new URL(address)

  /** A browser that has signed in: what it is answered over the wire. */
  async function browser(name: string) {
    const cookie = (await signIn(name)).replace('spillway-session-0', `spillway-session-${port}`)
    const headers = { cookie, origin: address, 'spillway-client': 'test', 'content-type': 'application/json' }
    return {
      look: async (path: string) => fetch(`${address}${path}`, { headers }),
      act: async (id: string, verb: string, body: object) =>
        fetch(`${address}${ROUTES.evacuationAct(id, verb)}`, { method: 'POST', headers, body: JSON.stringify(body) }),
    }
  }
  return { clock, runs, open, browser }
}

test('whoever approved a run is not signed out in its midst, and is once it has ended', async () => {
  const { clock, runs, open, browser } = await setting()
  const [ada, ben, cem] = [await browser('Ada'), await browser('Ben'), await browser('Cem')]
  const run = { ...aRun({ phase: 'awaiting-approval' }), version: 0 }
  await runs.save(run, 0)
  const approved = await ben.act(run.id, 'approve', { version: 0, planHash: aPlan().hash })
  expect([approved.status, await approved.text()]).toEqual([200, expect.stringContaining('"phase":"armed"')])
  const armed = await runs.load(run.id)
  if (armed === null) throw new Error('it was approved, so it is there')
  const started: Run = tell(
    { ...armed, phase: 'running' },
    { at: START, who: 'local:ada', kind: 'started', says: 'go' },
  )
  open.set(run.id, started)

  clock.set(START + 3 * ABSOLUTE_MS)
  const statuses = async () =>
    Promise.all([ada, ben, cem].map(async (each) => (await each.look(ROUTES.evacuations)).status))
  expect(await statuses()).toEqual([200, 200, 401])
  const { signedIn } = JSON.parse(await (await ben.look(ROUTES.session)).text())
  expect([signedIn.name, signedIn.idleEndsAt, signedIn.endsAt]).toEqual(['Ben', null, null])
  // What they are there for is still open to them.
  expect((await ben.act(run.id, 'note', { says: 'still here' })).status).toBe(200)

  open.set(run.id, { ...started, phase: 'held' })
  expect(await statuses()).toEqual([401, 401, 401])
})
