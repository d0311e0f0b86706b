import { expect, test } from 'vitest'
import { ROUTES } from '#contract/routes.ts'
import { START } from '#bff/store/store-fixture.ts'
import { accessFixture, command, FROM_SCRIPT, peopleWith } from '../access-fixture.ts'

const DAY_MS = 86_400_000

async function setting() {
  const fixture = await accessFixture({ access: peopleWith({ Ada: ['viewer', 'admin'], Ben: ['viewer'] }) })
  const ada = await fixture.signIn('Ada')
  const make = async (body: unknown) => {
    const answer = await fixture.app.inject(command('POST', ROUTES.tokens, body, ada))
    return { status: answer.statusCode, ...answer.json() }
  }
  const record = (secret: string) =>
    fixture.app.inject({
      method: 'POST',
      url: ROUTES.changes,
      headers: { ...FROM_SCRIPT, authorization: `Bearer ${secret}` },
      payload: { kind: 'deploy', title: 'x' },
    })
  return { ...fixture, ada, make, record }
}

test('a token does what its roles allow, is kept as a hash, and its use is of its own name', async () => {
  const { make, record, store, app, ada } = await setting()
  const { secret, token } = await make({ name: 'deploys', roles: ['engineer'], days: 7 })
  expect(secret).toMatch(/^spillway_[\w-]{43}$/)
  expect((await record(secret)).statusCode).toBe(201)
  const lists = [await app.inject({ url: ROUTES.tokens, headers: { ...FROM_SCRIPT, cookie: ada } })].map(
    (answer) => answer.body,
  )
  const dump = JSON.stringify([await store.tokens.list(), await store.audit.list({ limit: 50 }), lists])
  expect(dump).not.toContain(secret)
  expect((await store.tokens.get(token.id))?.last_used_at).toBe(START)
})

test('is over when it is over, and when it is revoked', async () => {
  const { make, record, clock, app, ada, store } = await setting()
  const short = await make({ name: 'short', roles: ['engineer'], days: 1 })
  const long = await make({ name: 'long', roles: ['engineer'], days: 30 })
  expect((await app.inject(command('DELETE', ROUTES.token(long.token.id), undefined, ada))).statusCode).toBe(200)
  expect((await record(long.secret)).statusCode).toBe(401)
  expect((await record(short.secret)).statusCode).toBe(201)
  clock.set(START + DAY_MS)
  expect((await record(short.secret)).statusCode).toBe(401)
  expect((await store.audit.list({ limit: 50 })).map(({ action }) => action)).toEqual(
    expect.arrayContaining(['token.make', 'token.revoke']),
  )
})

test('cannot make tokens, manage people or sign itself in, even with the role of an admin', async () => {
  const { make, app } = await setting()
  const { secret } = await make({ name: 'all', roles: ['viewer', 'engineer', 'crisis-leader', 'approver', 'admin'] })
  const headers = { ...FROM_SCRIPT, authorization: `Bearer ${secret}` }
  for (const [method, url] of [
    ['GET', ROUTES.tokens],
    ['GET', ROUTES.people],
    ['POST', ROUTES.sessionClick],
    ['POST', ROUTES.sessionCodes],
  ] as const) {
    expect([url, (await app.inject({ method, url, headers })).statusCode]).toEqual([url, 403])
  }
})

test.each([
  [{ name: 'x', roles: [] }],
  [{ name: 'x', roles: ['root'] }],
  [{ name: 'line\nbreak', roles: ['viewer'] }],
  [{ name: 'x', roles: ['viewer'], days: 0 }],
  [{ name: 'x', roles: ['viewer'], days: 1_000 }],
  [{ name: 'x', roles: ['viewer'], forever: true }],
])('%j makes none', async (body) => {
  const { make, store } = await setting()
  expect((await make(body)).status).toBe(400)
  expect(await store.tokens.list()).toEqual([])
})
