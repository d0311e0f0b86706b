import { describe, expect, test } from 'vitest'
import { ROUTES } from '#contract/routes.ts'
import { accessFixture } from '#bff/http/access-fixture.ts'
import { signIdentity } from './proxy-identity.ts'

const SECRET = 'shared-with-the-proxy-and-nobody-else'
const SETTINGS = {
  mode: 'trusted-proxy',
  publicUrl: 'https://spillway.example.test',
  proxies: ['10.1.0.0/16', 'fd00::/8'],
  secret: SECRET,
  roles: { core: ['viewer', 'crisis-leader'] },
}

async function setting() {
  const fixture = await accessFixture({ access: SETTINGS, publicUrl: SETTINGS.publicUrl })
  const seconds = () => Math.floor(fixture.clock.now() / 1_000)
  const identity = { user: 'ben', name: 'Ben%20H%C3%B6pe', groups: 'core, others', authTime: '' }
  const headersOf = (parts = identity, signature = signIdentity(parts, SECRET, seconds())) => ({
    host: 'spillway.example.test',
    'x-spillway-user': parts.user,
    'x-spillway-name': parts.name,
    'x-spillway-groups': parts.groups,
    ...(parts.authTime === '' ? {} : { 'x-spillway-auth-time': parts.authTime }),
    'x-spillway-signature': signature,
  })
  const look = (headers: Record<string, string>, remoteAddress = '10.1.2.3') =>
    fixture.app.inject({ url: ROUTES.session, headers, remoteAddress })
  return { ...fixture, identity, headersOf, look, seconds }
}

describe('an identity handed over by the proxy', () => {
  test('counts from its network, signed', async () => {
    const { look, headersOf } = await setting()
    for (const peer of ['10.1.2.3', '::ffff:10.1.2.3', 'fd12::1']) {
      const { signedIn } = (await look(headersOf(), peer)).json()
      expect(signedIn).toMatchObject({ name: 'Ben Höpe', roles: ['viewer', 'crisis-leader'], stepUpFreshUntil: null })
    }
  })

  test('is ignored from any other address, also where a header claims one', async () => {
    const { look, headersOf } = await setting()
    for (const peer of ['10.2.0.1', '127.0.0.1', '::1', 'fe80::1']) {
      const headers = { ...headersOf(), 'x-forwarded-for': '10.1.2.3', forwarded: 'for=10.1.2.3' }
      expect((await look(headers, peer)).json().signedIn).toBeNull()
    }
  })

  test('is ignored unsigned, wrongly signed, changed after signing, and a minute later', async () => {
    const { look, headersOf, identity, seconds, clock } = await setting()
    const good = headersOf()
    const { 'x-spillway-signature': _, ...unsigned } = good
    for (const headers of [
      unsigned,
      headersOf(identity, signIdentity(identity, 'another secret of the same length!!!!!', seconds())),
      { ...good, 'x-spillway-user': 'root' },
      { ...good, 'x-spillway-groups': 'core,platform' },
      { ...good, 'x-spillway-auth-time': String(seconds()) },
      headersOf(identity, signIdentity(identity, SECRET, seconds() - 61)),
      headersOf(identity, signIdentity(identity, SECRET, seconds() + 61)),
      headersOf(identity, 't=NaN,v1=00'),
    ]) {
      expect((await look(headers)).json().signedIn).toBeNull()
    }
    clock.set(clock.now() + 61_000)
    expect((await look(good)).json().signedIn).toBeNull()
  })

  test('tells when it was proved, where it is told', async () => {
    const { look, headersOf, identity, seconds } = await setting()
    const authTime = String(seconds() - 10)
    const { signedIn } = (await look(headersOf({ ...identity, authTime }))).json()
    expect(signedIn.stepUpFreshUntil).toBe((seconds() - 10 + 300) * 1_000)
  })

  test('without groups is somebody without roles, and their loss of a group counts at once', async () => {
    const { look, headersOf, identity, store } = await setting()
    await look(headersOf())
    expect((await look(headersOf({ ...identity, groups: '' }))).json().signedIn.roles).toEqual([])
    expect((await store.audit.list({ limit: 1 }))[0]).toMatchObject({ action: 'person.roles' })
  })
})
