import { Secret, TOTP } from 'otpauth'
import { describe, expect, test } from 'vitest'
import { STEP_UP_FRESH_MS } from '#contract/permissions.ts'
import { ROUTES } from '#contract/routes.ts'
import { START } from '#bff/store/store-fixture.ts'
import { accessFixture, ask, command, cookieFrom, peopleWith } from '../access-fixture.ts'

const PEOPLE = peopleWith({ Ben: ['viewer', 'approver'], Ada: ['viewer', 'admin'] })
const STEP_MS = 30_000

async function withCodes() {
  const fixture = await accessFixture({ access: PEOPLE })
  const { app, signIn, clock } = fixture
  const cookie = await signIn('Ben')
  const enrolled = await app.inject(command('POST', ROUTES.sessionCodes, undefined, cookie))
  expect(enrolled.statusCode).toBe(200)
  const secret: string = enrolled.json().secret
  const codeAt = (at = clock.now()) => new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: at })
  const confirmed = await app.inject(command('PUT', ROUTES.sessionCodes, { code: codeAt() }, cookie))
  expect(confirmed.statusCode).toBe(200)
  clock.set(START + STEP_MS)
  const tryCode = (body: unknown, as = '') => app.inject(command('POST', ROUTES.sessionCode, body, as))
  return { ...fixture, cookie, secret, codeAt, tryCode }
}

const wrongOf = (code: string) => String((Number(code) + 500_000) % 1_000_000).padStart(6, '0')

describe('one-time codes', () => {
  test('sign in somebody who has enrolled an app, by their name, and prove that it is them', async () => {
    const { tryCode, codeAt, app, store, secret } = await withCodes()
    const answer = await tryCode({ login: 'Ben', code: codeAt() })
    expect(answer.statusCode).toBe(200)
    expect(answer.json().signedIn).toMatchObject({ name: 'Ben', stepUpFreshUntil: START + STEP_MS + STEP_UP_FRESH_MS })
    expect((await app.inject(ask(ROUTES.traffic, cookieFrom(answer.headers['set-cookie'])))).statusCode).toBe(200)
    const dump = JSON.stringify([await store.audit.list({ limit: 100 }), await store.proofs.codesOf('local:ben')])
    expect(dump).not.toContain(secret)
  })

  test('count once, and of two at once one wins', async () => {
    const { tryCode, codeAt } = await withCodes()
    const code = codeAt()
    const answers = await Promise.all([1, 2, 3].map(() => tryCode({ login: 'ben', code })))
    expect(answers.map((answer) => answer.statusCode).toSorted()).toEqual([200, 401, 401])
    expect((await tryCode({ login: 'ben', code })).statusCode).toBe(401)
  })

  test('the code that confirmed the app is used up too', async () => {
    const { tryCode, codeAt } = await withCodes()
    expect((await tryCode({ login: 'ben', code: codeAt(START) })).statusCode).toBe(401)
  })

  test('who is known here cannot be found out, and many wrong ones lock, a right one too', async () => {
    const { tryCode, codeAt, clock, store } = await withCodes()
    const wrong = wrongOf(codeAt())
    const [known, unknown] = [
      await tryCode({ login: 'ben', code: wrong }),
      await tryCode({ login: 'eve', code: wrong }),
    ]
    const { requestId: _one, ...one } = known.json()
    const { requestId: _other, ...other } = unknown.json()
    expect([known.statusCode, one]).toEqual([unknown.statusCode, other])
    for (let tries = 0; tries < 4; tries += 1) await tryCode({ login: 'ben', code: wrong })
    expect((await tryCode({ login: 'ben', code: codeAt() })).statusCode).toBe(429)
    clock.set(clock.now() + STEP_MS)
    expect((await tryCode({ login: 'ben', code: codeAt() })).statusCode).toBe(200)
    const refusals = (await store.audit.list({ limit: 50 })).filter(({ action }) => action === 'session.refused')
    expect(refusals.length).toBe(7)
    expect(JSON.stringify(refusals)).not.toContain(wrong)
  })

  test('are a fresh proof of whoever is signed in, under a new secret', async () => {
    const { tryCode, codeAt, cookie, clock, app } = await withCodes()
    clock.set(START + STEP_UP_FRESH_MS + STEP_MS)
    const answer = await tryCode({ code: codeAt() }, cookie)
    expect(answer.json().signedIn.stepUpFreshUntil).toBe(clock.now() + STEP_UP_FRESH_MS)
    expect((await app.inject(ask(ROUTES.traffic, cookie))).statusCode).toBe(401)
  })

  test('are enrolled and removed with a fresh proof alone', async () => {
    const { app, cookie, clock, tryCode, codeAt } = await withCodes()
    clock.set(START + STEP_UP_FRESH_MS + 1)
    const stale = await app.inject(command('DELETE', ROUTES.sessionCodes, undefined, cookie))
    expect([stale.statusCode, stale.json().code]).toEqual([401, 'step_up_required'])
    const fresh = cookieFrom((await tryCode({ code: codeAt() }, cookie)).headers['set-cookie'])
    expect((await app.inject(command('DELETE', ROUTES.sessionCodes, undefined, fresh))).statusCode).toBe(200)
    clock.set(clock.now() + STEP_MS)
    expect((await tryCode({ login: 'ben', code: codeAt() })).statusCode).toBe(401)
  })
})

test('proofs are tried so often a minute from one address, and no oftener', async () => {
  const { app, clock } = await accessFixture({ access: PEOPLE })
  const tryLink = () => app.inject(command('POST', ROUTES.sessionLink, { link: 'A'.repeat(43) }))
  const statuses: number[] = []
  for (let tries = 0; tries < 35; tries += 1) statuses.push((await tryLink()).statusCode)
  expect(statuses.slice(0, 30)).toEqual(Array.from({ length: 30 }, () => 401))
  expect(statuses.slice(30)).toEqual([429, 429, 429, 429, 429])
  expect((await tryLink()).headers['retry-after']).toBe('1')
  clock.set(START + 10_000)
  expect((await tryLink()).statusCode).toBe(401)
})
