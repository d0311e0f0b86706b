import { describe, expect, test } from 'vitest'
import { ROUTES } from '#contract/routes.ts'
import { isFailure } from '#bff/failure.ts'
import { addPerson } from '#bff/auth/people-verbs.ts'
import { accessFixture, ask, command, LOCAL_HOST, peopleWith } from './access-fixture.ts'

const PUBLIC = 'https://spillway.example.test'
const OIDC = {
  mode: 'oidc',
  publicUrl: PUBLIC,
  issuer: 'https://id.example.test',
  clientId: 'spillway',
  clientSecret: 'canary-secret-5f2c',
  roles: {},
}

describe('every answer', () => {
  test('over TLS says so for a year, on this machine it does not', async () => {
    const far = await accessFixture({ access: OIDC, publicUrl: PUBLIC })
    const there = await far.app.inject({ url: '/', headers: { host: 'spillway.example.test', accept: 'text/html' } })
    expect(there.headers['strict-transport-security']).toBe('max-age=31536000')
    const near = await accessFixture()
    const here = await near.app.inject({ url: '/', headers: { ...LOCAL_HOST, accept: 'text/html' } })
    expect(here.headers['strict-transport-security']).toBeUndefined()
    for (const answer of [there, here]) {
      expect(answer.headers['content-security-policy']).toContain("frame-ancestors 'none'")
      expect(answer.headers['cross-origin-opener-policy']).toBe('same-origin')
      expect(answer.headers['x-content-type-options']).toBe('nosniff')
      expect(answer.headers['referrer-policy']).toBe('no-referrer')
      expect(answer.headers['server'] ?? answer.headers['x-powered-by']).toBeUndefined()
    }
  })

  test('grants no other site anything, also not when it asks first', async () => {
    const { app } = await accessFixture({ access: { mode: 'local' } })
    const headers = { ...LOCAL_HOST, origin: 'https://evil.example', 'access-control-request-method': 'POST' }
    for (const method of ['GET', 'OPTIONS'] as const) {
      for (const url of [ROUTES.traffic, ROUTES.session, ROUTES.changes]) {
        const answer = await app.inject({ method, url, headers })
        expect(Object.keys(answer.headers).filter((name) => name.startsWith('access-control'))).toEqual([])
      }
    }
  })

  test('to TRACE, and to what is not meant for everybody, is a refusal', async () => {
    const { app } = await accessFixture()
    expect((await app.inject({ method: 'TRACE', url: '/', headers: LOCAL_HOST })).statusCode).toBeGreaterThanOrEqual(
      400,
    )
    for (const url of ['/metrics', '/debug', '/api/docs', '/api/docs/', '/api/openapi.json', '/.git/config', '/.env']) {
      const { statusCode } = await app.inject({ url, headers: LOCAL_HOST })
      expect([url, [401, 404].includes(statusCode)]).toEqual([url, true])
    }
  })
})

describe('where the console has a public name', () => {
  test('only that name and its own pages are answered; probes may ask by address', async () => {
    const { app } = await accessFixture({ access: OIDC, publicUrl: PUBLIC })
    const status = async (url: string, headers: Record<string, string>, method: 'GET' | 'POST' = 'GET') =>
      (await app.inject({ method, url, headers })).statusCode
    expect(await status(ROUTES.session, { host: 'spillway.example.test' })).toBe(200)
    expect(await status(ROUTES.session, { host: 'evil.example' })).toBe(403)
    expect(await status(ROUTES.livez, { host: '10.4.2.1:7700' })).toBe(200)
    const own = { host: 'spillway.example.test' }
    expect(await status(ROUTES.sessionLink, { ...own, origin: 'https://evil.example' }, 'POST')).toBe(403)
    expect(await status(ROUTES.sessionLink, { ...own, origin: 'http://spillway.example.test' }, 'POST')).toBe(403)
    expect(await status(ROUTES.sessionLink, { ...own, 'sec-fetch-site': 'same-site' }, 'POST')).toBe(403)
    expect(await status(ROUTES.sessionLink, own, 'POST')).toBe(403)
    expect(await status(ROUTES.sessionLink, { ...own, origin: PUBLIC }, 'POST')).toBe(400)
  })

  test('nobody walks in', async () => {
    const { app } = await accessFixture({ access: OIDC, publicUrl: PUBLIC })
    expect((await app.inject(ask(ROUTES.traffic))).statusCode).toBe(401)
  })
})

test('secrets of the configuration are in no answer, no audit row and no person', async () => {
  const { app, store } = await accessFixture({ access: OIDC, publicUrl: PUBLIC })
  const bodies: string[] = []
  for (const { method, url } of app.policies.filter(({ method }) => method === 'GET')) {
    const answer = await app.inject({
      method: method === 'GET' ? 'GET' : 'HEAD',
      url: url.replaceAll(/[:*][a-z]*/g, 'x'),
      headers: { host: 'spillway.example.test' },
    })
    bodies.push(answer.body, JSON.stringify(answer.headers))
  }
  const dump = [
    ...bodies,
    JSON.stringify(await store.audit.list({ limit: 100 })),
    JSON.stringify(await store.people.list()),
  ]
  expect(dump.join('\n')).not.toContain(OIDC.clientSecret)
})

test('what cannot be written into the audit log does not happen', async () => {
  const { access, ctx, store } = await accessFixture({ access: peopleWith({}) })
  const broken: typeof store.transaction = (run) =>
    store.transaction((tx) => run({ ...tx, appendAudit: () => Promise.reject(new Error('the disk is full')) }))
  const actor = { kind: 'terminal', name: 'root', roles: ['admin'] } as const
  const attempt = addPerson({
    ground: access.ground,
    ctx: { ...ctx(actor), store: { ...store, transaction: broken } },
    input: { name: 'Mia', roles: ['viewer'] },
  })
  expect(isFailure(await attempt.catch((error: unknown) => error))).toBe(false)
  expect(await store.people.get('local:mia')).toBeUndefined()
})

test('commands are answered so many a minute from one person', async () => {
  const { app, signIn } = await accessFixture({
    access: peopleWith({ Ada: ['admin', 'viewer'], Ben: ['engineer', 'viewer'] }),
  })
  const ben = await signIn('Ben')
  const ada = await signIn('Ada')
  const statuses: number[] = []
  for (let sent = 0; sent < 125; sent += 1) {
    statuses.push((await app.inject(command('POST', ROUTES.tokens, { name: 'x', roles: ['viewer'] }, ben))).statusCode)
  }
  expect(statuses.filter((status) => status === 429).length).toBeGreaterThan(3)
  expect((await app.inject(command('POST', ROUTES.tokens, { name: 'x', roles: ['viewer'] }, ada))).statusCode).toBe(201)
  expect((await app.inject(ask(ROUTES.traffic, ben))).statusCode).toBe(200)
})
