import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import { ROUTES } from '#contract/routes.ts'
import { accessFixture, cookieFrom } from '#bff/http/access-fixture.ts'
import { startForgingProvider, type ForgingProvider } from './forging-provider-fixture.ts'
import { FLOW_MS, type OidcFlow } from './identity-provider.ts'
import { CLIENT, startOpenidProvider, type OpenidProvider } from './openid-provider-fixture.ts'

const PUBLIC_URL = 'https://spillway.example.test'
const HEADERS = { host: 'spillway.example.test', origin: PUBLIC_URL }

let provider: OpenidProvider
beforeAll(async () => {
  provider = await startOpenidProvider(`${PUBLIC_URL}${ROUTES.oidcCallback}`)
})
afterAll(() => provider.close())
beforeEach(() => Object.assign(provider.atKeyboard, { subject: 'ben', acr: 'urn:pwd', groups: ['sre'] }))

function settingsFor(issuer: string) {
  return {
    mode: 'oidc',
    publicUrl: PUBLIC_URL,
    issuer,
    clientId: CLIENT.id,
    clientSecret: CLIENT.secret,
    scopes: ['openid', 'profile', 'email', 'groups'],
    roles: { sre: ['viewer', 'engineer'], core: ['viewer', 'crisis-leader'], platform: ['viewer', 'admin'] },
    stepUpAcr: ['urn:mfa'],
  }
}

/** Our server with a browser before it; its clock is the wall's, for tokens carry the wall's times. */
async function setting(issuer = provider.issuer) {
  const fixture = await accessFixture({ access: settingsFor(issuer), publicUrl: PUBLIC_URL })
  fixture.clock.set(Date.now())
  const { app } = fixture
  const seen: string[] = []

  async function begin(purpose: 'sign-in' | 'step-up' = 'sign-in', cookie = '') {
    const answer = await app.inject({
      method: 'POST',
      url: ROUTES.sessionOidc,
      headers: { ...HEADERS, cookie },
      payload: { purpose, returnTo: '/evacuate' },
    })
    expect(answer.statusCode, answer.body).toBe(200)
    seen.push(answer.body)
    const url: string = answer.json().url
    return { url, flowCookie: cookieFrom(answer.headers['set-cookie']) }
  }
  async function comeBack(callback: URL, cookie: string) {
    const answer = await app.inject({
      url: callback.pathname + callback.search,
      headers: { host: HEADERS.host, cookie },
    })
    seen.push(answer.body, JSON.stringify(answer.headers))
    const [session] = [answer.headers['set-cookie'] ?? []].flat().filter((line) => line.startsWith('__Host-spillway='))
    return { location: String(answer.headers.location), status: answer.statusCode, header: session ?? null }
  }
  async function signIn(cookie = '') {
    const { url, flowCookie } = await begin('sign-in', cookie)
    const back = await comeBack(await provider.browse(url), `${flowCookie}; ${cookie}`)
    return { ...back, cookie: cookieFrom(back.header ?? undefined) }
  }
  const whoAmI = async (cookie: string) =>
    (await app.inject({ url: ROUTES.session, headers: { host: HEADERS.host, cookie } })).json()
  return { ...fixture, begin, comeBack, signIn, whoAmI, seen }
}

describe('signing in at a real provider', () => {
  test('gives a session behind a __Host- cookie, with the roles of one’s groups, and shows no token to anybody', async () => {
    const { signIn, whoAmI, seen, store } = await setting()
    const { location, status, header, cookie } = await signIn()
    expect([status, location]).toEqual([303, '/evacuate'])
    expect(header).toMatch(/^__Host-spillway=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax; Secure$/)
    const { signedIn, identityProvider } = await whoAmI(cookie)
    expect(signedIn).toMatchObject({
      name: 'ben of the provider',
      roles: ['viewer', 'engineer'],
      stepUpFreshUntil: null,
    })
    expect(identityProvider.state).toBe('reachable')
    const everything = [
      ...seen,
      JSON.stringify(await store.audit.list({ limit: 100 })),
      JSON.stringify(await store.people.list()),
    ].join('\n')
    for (const secret of [CLIENT.secret, 'id_token', 'access_token', 'eyJ']) expect(everything).not.toContain(secret)
    expect((await store.audit.list({ limit: 1 }))[0]).toMatchObject({ action: 'session.sign-in' })
  })

  test('a group that gives nothing gives nothing, and other groups are other roles at the next sign-in', async () => {
    const { signIn, whoAmI, store } = await setting()
    provider.atKeyboard.groups = ['strangers', '__proto__', 'constructor']
    const { cookie } = await signIn()
    expect((await whoAmI(cookie)).signedIn.roles).toEqual([])
    provider.atKeyboard.groups = ['core']
    const again = await signIn(cookie)
    expect((await whoAmI(again.cookie)).signedIn.roles).toEqual(['viewer', 'crisis-leader'])
    expect((await whoAmI(cookie)).signedIn).toBeNull()
    expect((await store.audit.list({ limit: 20 })).map(({ action }) => action)).toContain('person.roles')
  })

  test('the same subject of another issuer is another person', async () => {
    const other = await startOpenidProvider(`${PUBLIC_URL}${ROUTES.oidcCallback}`)
    onTestFinished(() => other.close())
    const [here, there] = [await setting(), await setting(other.issuer)]
    const { cookie } = await here.signIn()
    const { url, flowCookie } = await there.begin()
    const back = await there.comeBack(await other.browse(url), flowCookie)
    const [one, two] = [await here.whoAmI(cookie), await there.whoAmI(cookieFrom(back.header ?? undefined))]
    expect(one.signedIn.name).toBe(two.signedIn.name)
    expect(one.signedIn.personId).not.toBe(two.signedIn.personId)
  })
})

describe('a fresh proof', () => {
  test('of the right strength counts, and exchanges the secret', async () => {
    const { signIn, begin, comeBack, whoAmI } = await setting()
    provider.atKeyboard.groups = ['core']
    const { cookie } = await signIn()
    provider.atKeyboard.acr = 'urn:mfa'
    const { url, flowCookie } = await begin('step-up', cookie)
    expect(Object.fromEntries(new URL(url).searchParams)).toMatchObject({
      max_age: '300',
      acr_values: 'urn:mfa',
      prompt: 'login',
    })
    const back = await comeBack(await provider.browse(url), `${flowCookie}; ${cookie}`)
    expect(back.location).toBe('/evacuate')
    const fresh = cookieFrom(back.header ?? undefined)
    expect((await whoAmI(fresh)).signedIn.stepUpFreshUntil).toBeGreaterThan(Date.now() + 200_000)
    expect((await whoAmI(cookie)).signedIn).toBeNull()
  })

  test.each([
    ['of the wrong strength', { acr: 'urn:pwd' }],
    ['of somebody else', { acr: 'urn:mfa', subject: 'eve' }],
  ])('%s does not', async (_what, keyboard) => {
    const { signIn, begin, comeBack, whoAmI, store } = await setting()
    const { cookie } = await signIn()
    Object.assign(provider.atKeyboard, keyboard)
    const { url, flowCookie } = await begin('step-up', cookie)
    const back = await comeBack(await provider.browse(url), `${flowCookie}; ${cookie}`)
    expect([back.location, back.header]).toEqual(['/sign-in?problem=forbidden', null])
    expect((await whoAmI(cookie)).signedIn.stepUpFreshUntil).toBeNull()
    expect((await store.audit.list({ limit: 1 }))[0]).toMatchObject({ action: 'session.refused', subject: 'oidc' })
  })
})

describe('is refused', () => {
  const tampered: [string, (flow: OidcFlow) => OidcFlow][] = [
    ['another state', (flow) => ({ ...flow, state: 'x'.repeat(43) })],
    ['another nonce', (flow) => ({ ...flow, nonce: 'x'.repeat(43) })],
    ['another verifier', (flow) => ({ ...flow, verifier: 'x'.repeat(43) })],
  ]
  test.each(tampered)('%s', async (_what, change) => {
    const { begin, comeBack, access } = await setting()
    const { url, flowCookie } = await begin()
    const callback = await provider.browse(url)
    const flow = access.flows.take(flowCookie.split('=')[1] ?? '')
    if (flow === null) throw new Error('no flow')
    const back = await comeBack(callback, `__Host-spillway-sign-in=${access.flows.keep(change(flow))}`)
    expect([back.location, back.header]).toEqual(['/sign-in?problem=not_authenticated', null])
  })

  test('an answer brought by another browser, twice, or late', async () => {
    const { begin, comeBack, clock, access } = await setting()
    const { url, flowCookie } = await begin()
    const callback = await provider.browse(url)
    expect((await comeBack(callback, '')).header).toBeNull()
    const flow = access.flows.take(flowCookie.split('=')[1] ?? '')
    if (flow === null) throw new Error('no flow')
    const cookie = () => `__Host-spillway-sign-in=${access.flows.keep(flow)}`
    expect((await comeBack(callback, cookie())).header).not.toBeNull()
    expect((await comeBack(callback, flowCookie)).location).toBe('/sign-in?problem=not_authenticated')
    // The code itself counts once at the provider, even where our memory of it were lost.
    expect((await comeBack(callback, cookie())).location).toBe('/sign-in?problem=not_authenticated')
    const late = await begin()
    const lateCallback = await provider.browse(late.url)
    clock.set(clock.now() + FLOW_MS)
    expect((await comeBack(lateCallback, late.flowCookie)).location).toBe('/sign-in?problem=not_authenticated')
  })

  test.each(['//evil.example', '/\\evil.example', 'https://evil.example', ''])(
    'to be sent on to %j',
    async (returnTo) => {
      const { app } = await setting()
      const answer = await app.inject({
        method: 'POST',
        url: ROUTES.sessionOidc,
        headers: HEADERS,
        payload: { purpose: 'sign-in', returnTo },
      })
      expect(answer.statusCode).toBe(400)
    },
  )
})

describe('an identity token', () => {
  let forger: ForgingProvider
  beforeAll(async () => {
    forger = await startForgingProvider()
  })
  afterAll(() => forger.close())

  async function present(change: (claims: Record<string, unknown>) => Partial<ForgingProvider['forge']>) {
    const { begin, comeBack } = await setting(forger.issuer)
    const { url, flowCookie } = await begin()
    const { searchParams } = new URL(url)
    const now = Math.floor(Date.now() / 1_000)
    const claims = {
      iss: forger.issuer,
      aud: CLIENT.id,
      sub: 'ben',
      iat: now,
      exp: now + 60,
      nonce: searchParams.get('nonce'),
      groups: ['sre'],
    }
    Object.assign(forger.forge, { claims, header: {}, byForeignKey: false }, change(claims))
    const callback = new URL(`${PUBLIC_URL}${ROUTES.oidcCallback}?code=c&state=${searchParams.get('state')}`)
    return (await comeBack(callback, flowCookie)).header !== null
  }

  test('as it should be is accepted', async () => {
    expect(await present(() => ({}))).toBe(true)
  })

  test.each<[string, (claims: Record<string, unknown>) => Partial<ForgingProvider['forge']>]>([
    ['of another issuer', (claims) => ({ claims: { ...claims, iss: 'https://evil.example' } })],
    ['for another client', (claims) => ({ claims: { ...claims, aud: 'another' } })],
    ['that is over', (claims) => ({ claims: { ...claims, exp: 1_000_000_000, iat: 999_999_000 } })],
    ['without a nonce', (claims) => ({ claims: { ...claims, nonce: undefined } })],
    ['with another nonce', (claims) => ({ claims: { ...claims, nonce: 'another' } })],
    ['without a subject', (claims) => ({ claims: { ...claims, sub: undefined } })],
    ['that is not signed', () => ({ header: { alg: 'none' } })],
    ['signed by another algorithm', () => ({ header: { alg: 'HS256' } })],
    ['with a signature that does not hold', () => ({ byForeignKey: true })],
  ])('%s is refused', async (_what, change) => {
    expect(await present(change)).toBe(false)
  })
})

test('a provider that is gone is said to be gone, and the other way in comes first', async () => {
  const gone = await startForgingProvider()
  const { app, whoAmI, store } = await setting(gone.issuer)
  await gone.close()
  const answer = await app.inject({
    method: 'POST',
    url: ROUTES.sessionOidc,
    headers: HEADERS,
    payload: { purpose: 'sign-in' },
  })
  expect([answer.statusCode, answer.json().code]).toEqual([503, 'unavailable'])
  expect(answer.json().message).not.toContain('127.0.0.1:1')
  const { waysIn, identityProvider } = await whoAmI('')
  expect([waysIn, identityProvider.state]).toEqual([['code', 'oidc'], 'unreachable'])
  expect(await store.sessions.list()).toEqual([])
})
