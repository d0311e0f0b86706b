import type { InjectOptions } from 'fastify'
import { describe, expect, test } from 'vitest'
import { ROUTES } from '#contract/routes.ts'
import { createChangeHooks } from '#bff/changes/create-change-hooks.ts'
import { listChanges } from '#bff/changes/list-changes.ts'
import { recordChange } from '#bff/changes/record-change.ts'
import { ChangesSettings } from '#bff/changes/settings.ts'
import { SIGNATURE_VALID_SECONDS, signatureOf } from '#bff/signature.ts'
import { createSetClock, openTestStore, START, testCtx } from '#bff/store/store-fixture.ts'
import { serverFixture } from '../services-fixture.ts'

const SECRET = 'secret-of-jenkins-in-tests-71'
const ADDRESS = ROUTES.changeHook('jenkins')
const DEPLOY = { kind: 'deploy', title: 'api v88 goes out', services: ['api'], externalId: 'build-88' }

async function setting() {
  const clock = createSetClock()
  const store = await openTestStore({ clock })
  const settings = ChangesSettings.parse({ webhooks: [{ origin: 'jenkins', secret: SECRET }] })
  const changeHooks = createChangeHooks({ settings, clock, record: recordChange })
  const app = await serverFixture({
    services: { changeHooks, ctx: ({ actor }) => ({ ...testCtx(store, clock), actor }) },
    actor: null,
  })
  const listed = async () => (await listChanges({ ctx: testCtx(store, clock), input: {} })).changes
  return { app, clock, store, listed }
}

interface Sent {
  body?: string
  secret?: string
  /** UTC ms, on the sender's clock. */
  at?: number
  path?: string
  /** What is signed, where it is not what is sent. */
  signed?: { path?: string; body?: string; method?: string }
}

/** As any script would send it: by whatever name, and without a word of ours but the signature. */
function delivery({
  body = JSON.stringify(DEPLOY),
  secret = SECRET,
  at = START,
  path = ADDRESS,
  signed = {},
}: Sent = {}) {
  const request = { method: 'POST', path, body, ...signed }
  const headers = {
    host: 'spillway.internal:7700',
    'content-type': 'application/json',
    'spillway-signature': signatureOf({ secret, atMs: at, request }),
  }
  return { method: 'POST', url: path, headers, payload: body } satisfies InjectOptions
}

describe('a delivery', () => {
  test('that is signed becomes a change of its origin', async () => {
    const { app, listed } = await setting()
    const answer = await app.inject(delivery())
    expect([answer.statusCode, answer.json()]).toEqual([200, expect.objectContaining({ ...DEPLOY, origin: 'jenkins' })])
    expect(await listed()).toEqual([answer.json()])
    expect(answer.json()).toMatchObject({ recordedBy: 'system:webhook jenkins', startedAt: START })
  })

  test('of the same id is the same change, and more of it is taken over', async () => {
    const { app, listed } = await setting()
    const first = (await app.inject(delivery())).json<{ id: string }>()
    const body = JSON.stringify({ ...DEPLOY, title: 'api v88 is out', endedAt: START })
    const second = await app.inject(delivery({ body }))
    expect(second.json()).toMatchObject({ id: first.id, title: 'api v88 is out', endedAt: START })
    expect(await listed()).toHaveLength(1)
  })

  test('that somebody recorded and sends again undoes nothing, and is worth nothing later', async () => {
    const { app, clock, listed, store } = await setting()
    await app.inject(delivery())
    await app.inject(delivery({ body: JSON.stringify({ ...DEPLOY, title: 'api v88 is out' }) }))
    const again = await app.inject(delivery())
    expect([again.statusCode, again.json()]).toEqual([200, expect.objectContaining({ title: 'api v88 is out' })])
    clock.set(START + SIGNATURE_VALID_SECONDS * 1_000 + 1_000)
    expect((await app.inject(delivery())).statusCode).toBe(401)
    expect((await listed()).map(({ title }) => title)).toEqual(['api v88 is out'])
    expect(await store.verifyAudit()).toMatchObject({ rows: 2 })
  })

  const tooLate = START - SIGNATURE_VALID_SECONDS * 1_000 - 1_000
  test.each<[string, InjectOptions]>([
    ['nothing', { ...delivery(), headers: { host: 'spillway.internal' } }],
    ['nonsense', { ...delivery(), headers: { ...delivery().headers, 'spillway-signature': 't=1,v1=00' } }],
    ['another secret', delivery({ secret: 'another-secret-of-the-tests' })],
    ['another body', delivery({ signed: { body: '{}' } })],
    ['another address', delivery({ signed: { path: ROUTES.changeHook('other') } })],
    ['another method', delivery({ signed: { method: 'PUT' } })],
    ['an old signature', delivery({ at: tooLate })],
    ['one of the future', delivery({ at: 2 * START - tooLate })],
    ['a good one for an origin that is not there', delivery({ path: ROUTES.changeHook('nobody') })],
  ])('that shows %s is refused without a word that helps', async (_what, sent) => {
    const { app, listed } = await setting()
    const answer = await app.inject(sent)
    expect([answer.statusCode, answer.json<{ message: string }>().message]).toEqual([401, 'Refused.'])
    expect(await listed()).toEqual([])
  })

  test.each([
    ['{', 'body'],
    [JSON.stringify({ ...DEPLOY, externalId: undefined }), 'body.externalId'],
    [JSON.stringify({ ...DEPLOY, origin: 'somebody-else' }), 'body.'],
    [JSON.stringify({ ...DEPLOY, title: 'a\u0000b' }), 'body'],
    [JSON.stringify({ ...DEPLOY, link: 'javascript:alert(1)' }), 'body.link'],
    [JSON.stringify({ ...DEPLOY, startedAt: START, endedAt: START - 1 }), 'endedAt'],
  ])('%s is told what is wrong with it, once it is known whose it is', async (body, path) => {
    const { app, listed } = await setting()
    const answer = await app.inject(delivery({ body }))
    expect([answer.statusCode, answer.json()]).toEqual([400, expect.objectContaining({ code: 'bad_request', path })])
    expect(await listed()).toEqual([])
  })

  test('that is not proved, again and again, is held up; one that is proved is not', async () => {
    const { app } = await setting()
    const wrong: number[] = []
    for (let sent = 0; sent < 35; sent += 1)
      wrong.push((await app.inject(delivery({ body: `${sent}`, secret: 'x' }))).statusCode)
    expect(new Set(wrong)).toEqual(new Set([401, 429]))
    expect((await app.inject(delivery())).statusCode).toBe(200)
  })
})

test('an origin is listed once', () => {
  const webhook = { origin: 'jenkins', secret: SECRET }
  const parsed = ChangesSettings.safeParse({ webhooks: [webhook, webhook] })
  expect(parsed.error?.issues.map(({ path }) => path)).toEqual([['webhooks', 1, 'origin']])
})
