import { describe, expect, test } from 'vitest'
import { STEP_UP_FRESH_MS } from '#contract/permissions.ts'
import { ROUTES } from '#contract/routes.ts'
import { ABSOLUTE_MS, IDLE_MS, LINK_MS } from '#bff/auth/session-times.ts'
import { START } from '#bff/store/store-fixture.ts'
import {
  accessFixture,
  ask,
  command,
  cookieFrom,
  peopleWith,
  FROM_SCRIPT,
  LOCAL_HOST,
  TERMINAL_SECRET,
} from '../access-fixture.ts'

const PEOPLE = peopleWith({ Ben: ['viewer', 'approver'], Ada: ['viewer', 'admin'] })
const MINUTE_MS = 60_000

describe('a one-time link', () => {
  test('signs in once, leaves a hashed secret, and is written down', async () => {
    const { app, linkFor, store } = await accessFixture({ access: PEOPLE })
    const link = await linkFor('Ben')
    const answer = await app.inject(command('POST', ROUTES.sessionLink, { link }))
    expect(answer.statusCode).toBe(200)
    expect(answer.json().signedIn).toMatchObject({ name: 'Ben', personId: 'local:ben', roles: ['viewer', 'approver'] })
    const header = String(answer.headers['set-cookie'])
    expect(header).toMatch(/^spillway-session-0=[A-Za-z0-9_-]{43}; Path=\/; HttpOnly; SameSite=Lax$/)
    const cookie = cookieFrom(header)
    expect((await app.inject(ask(ROUTES.traffic, cookie))).statusCode).toBe(200)
    const rows = await store.sessions.list()
    expect(JSON.stringify(rows)).not.toContain(cookie.split('=')[1])
    expect(rows[0]?.session.secret_hash).toMatch(/^[0-9a-f]{64}$/)
    const again = await app.inject(command('POST', ROUTES.sessionLink, { link }))
    expect([again.statusCode, again.json().code]).toEqual([401, 'not_authenticated'])
    const actions = (await store.audit.list({ limit: 10 })).map(({ action, actor }) => [action, actor])
    expect(actions.slice(0, 3)).toEqual([
      ['session.refused', 'anonymous'],
      ['session.sign-in', 'person:Ben <local:ben>'],
      ['link.make', 'system:test'],
    ])
    expect(JSON.stringify(await store.audit.list({ limit: 50 }))).not.toContain(link)
  })

  test('of two browsers at once, one gets in', async () => {
    const { app, linkFor } = await accessFixture({ access: PEOPLE })
    const link = await linkFor('Ben')
    const answers = await Promise.all(
      Array.from({ length: 5 }, () => app.inject(command('POST', ROUTES.sessionLink, { link }))),
    )
    expect(answers.map((answer) => answer.statusCode).toSorted()).toEqual([200, 401, 401, 401, 401])
  })

  test('is worth nothing after ten minutes, and nothing was ever worth a guess', async () => {
    const { app, linkFor, clock } = await accessFixture({ access: PEOPLE })
    const link = await linkFor('Ben')
    clock.set(START + LINK_MS)
    for (const tried of [link, 'A'.repeat(43)]) {
      const answer = await app.inject(command('POST', ROUTES.sessionLink, { link: tried }))
      expect([answer.statusCode, answer.headers['set-cookie']]).toEqual([401, undefined])
    }
  })

  test('is made at the terminal alone, never by an admin in a browser', async () => {
    const { app, signIn } = await accessFixture({ access: PEOPLE })
    const ada = await signIn('Ada')
    const url = ROUTES.personLinks('local:ben')
    expect((await app.inject(command('POST', url, undefined, ada))).statusCode).toBe(403)
    const headers = { ...FROM_SCRIPT, authorization: `Bearer ${TERMINAL_SECRET}` }
    expect((await app.inject({ method: 'POST', url, headers })).statusCode).toBe(201)
    expect((await app.inject({ method: 'POST', url, headers, remoteAddress: '10.0.0.9' })).statusCode).toBe(401)
  })
})

describe('a session', () => {
  test('has another secret after each sign-in and each fresh proof; the old one is dead', async () => {
    const { app, signIn, clock } = await accessFixture({ access: PEOPLE })
    const first = await signIn('Ben')
    clock.set(START + MINUTE_MS)
    const second = await signIn('Ben', first)
    expect(second).not.toBe(first)
    expect((await app.inject(ask(ROUTES.traffic, first))).statusCode).toBe(401)
    const answer = await app.inject(ask(ROUTES.session, second))
    expect(answer.json().signedIn.stepUpFreshUntil).toBe(START + MINUTE_MS + STEP_UP_FRESH_MS)
    const asAda = await signIn('Ada', second)
    expect((await app.inject(ask(ROUTES.traffic, second))).statusCode).toBe(401)
    expect((await app.inject(ask(ROUTES.session, asAda))).json().signedIn.name).toBe('Ada')
  })

  test('ends after half an hour without a request, and after twelve hours anyway', async () => {
    const { app, signIn, clock } = await accessFixture({ access: PEOPLE })
    const status = async (cookie: string) => (await app.inject(ask(ROUTES.traffic, cookie))).statusCode
    const idle = await signIn('Ben')
    clock.set(START + IDLE_MS - 1)
    expect(await status(idle)).toBe(200)
    clock.set(START + 2 * IDLE_MS - 2)
    expect(await status(idle)).toBe(200)
    clock.set(START + 3 * IDLE_MS)
    expect(await status(idle)).toBe(401)
    const busy = await signIn('Ben')
    const began = clock.now()
    for (let at = began; at < began + ABSOLUTE_MS; at += 20 * MINUTE_MS) {
      clock.set(at)
      expect(await status(busy)).toBe(200)
    }
    clock.set(began + ABSOLUTE_MS)
    expect(await status(busy)).toBe(401)
  })

  test('goes on while its person takes part in a running evacuation', async () => {
    let running = true
    const isTakingPart = (id: string) => running && id === 'local:ben'
    const { app, signIn, clock } = await accessFixture({ access: PEOPLE, isTakingPart })
    const ben = await signIn('Ben')
    const ada = await signIn('Ada')
    clock.set(START + 3 * ABSOLUTE_MS)
    const described = (await app.inject(ask(ROUTES.session, ben))).json().signedIn
    expect([described.idleEndsAt, described.endsAt]).toEqual([null, null])
    expect((await app.inject(ask(ROUTES.traffic, ada))).statusCode).toBe(401)
    running = false
    expect((await app.inject(ask(ROUTES.traffic, ben))).statusCode).toBe(401)
  })

  test('signed out, it opens nothing at once, and the browser forgets the cookie', async () => {
    let looked = 0
    const { app, signIn } = await accessFixture({ access: PEOPLE, onChanged: () => (looked += 1) })
    const ben = await signIn('Ben')
    const before = looked
    const answer = await app.inject(command('DELETE', ROUTES.session, undefined, ben))
    expect([answer.statusCode, String(answer.headers['set-cookie'])]).toEqual([
      200,
      expect.stringContaining('Max-Age=0'),
    ])
    expect(looked).toBeGreaterThan(before)
    expect((await app.inject(ask(ROUTES.traffic, ben))).statusCode).toBe(401)
  })

  test('is ended by an admin, and by nobody else but its own person', async () => {
    const { app, signIn, store } = await accessFixture({ access: PEOPLE })
    const [ben, ada] = [await signIn('Ben'), await signIn('Ada')]
    const sessions = (await app.inject(ask(ROUTES.sessions, ada))).json().sessions
    const idOf = (name: string) => sessions.find((session: { name: string }) => session.name === name).id
    expect((await app.inject(command('DELETE', ROUTES.endSession(idOf('Ada')), undefined, ben))).statusCode).toBe(403)
    expect((await app.inject(command('DELETE', ROUTES.endSession(idOf('Ben')), undefined, ada))).statusCode).toBe(200)
    expect((await app.inject(ask(ROUTES.traffic, ben))).statusCode).toBe(401)
    expect((await store.audit.list({ limit: 1 }))[0]).toMatchObject({
      action: 'session.end',
      actor: 'person:Ada <local:ada>',
    })
  })
})

describe('a change of roles', () => {
  test('holds from the next request on, and exchanges the secret', async () => {
    const { app, signIn, clock, store } = await accessFixture({
      access: { mode: 'local', walkIn: [], people: [{ name: 'Ada', roles: ['admin', 'viewer'] }] },
    })
    const ada = await signIn('Ada')
    await app.inject(command('POST', ROUTES.people, { name: 'Cem', roles: ['viewer', 'engineer'] }, ada))
    const cem = await signIn('Cem')
    const change = { method: 'POST', url: ROUTES.changes, payload: { kind: 'deploy', title: 'x' } } as const
    const post = (cookie: string) =>
      app.inject({ ...change, headers: { ...LOCAL_HOST, origin: 'http://127.0.0.1:7700', cookie } })
    expect((await post(cem)).statusCode).toBe(201)
    await app.inject(command('PUT', ROUTES.personRoles('local:cem'), { roles: ['viewer'] }, ada))
    const refused = await post(cem)
    expect([refused.statusCode, refused.json().expected]).toEqual([403, 'one of the roles engineer, crisis-leader'])
    const rotated = cookieFrom(refused.headers['set-cookie'])
    expect(rotated).toMatch(/^spillway-session-0=.{43}$/)
    expect((await app.inject(ask(ROUTES.traffic, rotated))).statusCode).toBe(200)
    expect((await app.inject(ask(ROUTES.traffic, cem))).statusCode).toBe(200)
    clock.set(START + 11_000)
    expect((await app.inject(ask(ROUTES.traffic, cem))).statusCode).toBe(401)
    const actions = (await store.audit.list({ limit: 20 })).map(({ action }) => action)
    expect(actions).toEqual(expect.arrayContaining(['person.add', 'person.roles', 'permission.refused']))
    expect(await store.verifyAudit()).toMatchObject({ intact: true })
  })

  test('a blocked person is out at once and cannot come in', async () => {
    const { app, signIn, linkFor } = await accessFixture({ access: PEOPLE })
    const [ben, ada] = [await signIn('Ben'), await signIn('Ada')]
    expect(
      (await app.inject(command('PUT', ROUTES.personBlocked('local:ben'), { blocked: true }, ada))).statusCode,
    ).toBe(200)
    expect((await app.inject(ask(ROUTES.traffic, ben))).statusCode).toBe(401)
    const link = await linkFor('Ben')
    expect((await app.inject(command('POST', ROUTES.sessionLink, { link }))).statusCode).toBe(403)
    const own = await app.inject(command('PUT', ROUTES.personBlocked('local:ada'), { blocked: true }, ada))
    expect([own.statusCode, own.json().code]).toEqual([409, 'conflict'])
  })

  test('of people of the configuration is made there', async () => {
    const { app, signIn } = await accessFixture({ access: PEOPLE })
    const ada = await signIn('Ada')
    const answer = await app.inject(command('PUT', ROUTES.personRoles('local:ben'), { roles: ['admin'] }, ada))
    expect([answer.statusCode, answer.json().code]).toEqual([409, 'conflict'])
  })
})

describe('whoever opens the console on this machine', () => {
  test('acts as the local operator where the configuration lets them, and a dead cookie changes nothing', async () => {
    const { app } = await accessFixture({ access: { mode: 'local' } })
    const answer = await app.inject(ask(ROUTES.session, `spillway-session-0=${'x'.repeat(43)}`))
    expect(answer.json().signedIn).toMatchObject({
      isWalkIn: true,
      roles: ['viewer', 'engineer'],
      stepUpFreshUntil: null,
    })
    expect(String(answer.headers['set-cookie'])).toContain('Max-Age=0')
  })

  test('a bearer that does not fit is nobody, not somebody weaker', async () => {
    const { app } = await accessFixture({ access: { mode: 'local' } })
    for (const authorization of [
      'Bearer nonsense-nonsense-nonsense',
      'Bearer spillway_nonsense_nonsense',
      'Basic x',
      '',
    ]) {
      const { statusCode } = await app.inject({ url: ROUTES.traffic, headers: { ...LOCAL_HOST, authorization } })
      expect([authorization, statusCode]).toEqual([authorization, authorization === '' ? 200 : 401])
    }
  })

  test('in the simulated world a click is a proof, and it is said that it was one', async () => {
    const demo = await accessFixture({
      access: { mode: 'local', walkIn: ['viewer', 'crisis-leader'] },
      simulated: true,
    })
    const answer = await demo.app.inject(command('POST', ROUTES.sessionClick))
    expect(answer.json().signedIn).toMatchObject({ personId: 'local:olga', isWalkIn: false })
    expect(answer.json().signedIn.stepUpFreshUntil).toBe(START + STEP_UP_FRESH_MS)
    expect((await demo.store.audit.list({ limit: 1 }))[0]).toMatchObject({ action: 'session.sign-in' })
    const real = await accessFixture({ access: { mode: 'local', walkIn: ['viewer', 'crisis-leader'] } })
    expect((await real.app.inject(command('POST', ROUTES.sessionClick))).statusCode).toBe(403)
  })
})
