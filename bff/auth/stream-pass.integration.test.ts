import { once } from 'node:events'
import { expect, onTestFinished, test } from 'vitest'
import { WebSocket } from 'ws'
import { DEFAULT_FRESHNESS_RULE } from '#contract/freshness.ts'
import { DEFAULT_HEALTH_THRESHOLDS } from '#contract/health.ts'
import { ROUTES } from '#contract/routes.ts'
import { accessFixture, command, type AccessFixtureInput } from '#bff/http/access-fixture.ts'
import { START } from '#bff/store/store-fixture.ts'
import { createStream, type Stream } from '#bff/stream/create-stream.ts'
import { IDLE_MS } from './session-times.ts'
import { isOwnOrigin } from './same-site.ts'

const PEOPLE = { mode: 'local', walkIn: [], people: [{ name: 'Ada', roles: ['viewer', 'admin'] }] }

/** The real stream at the real doors; looks at sessions every `ms` where `turn` says that the time has come. */
async function setting(input: AccessFixtureInput = {}) {
  let stream: Stream | null = null
  const ticks: (() => void)[] = []
  const fixture = await accessFixture({ access: PEOPLE, ...input, onChanged: () => void stream?.lookAgain() })
  const { app, access, clock, signIn } = fixture
  stream = createStream({
    clock,
    timers: { every: (ms, tick) => (ms === 30_000 && ticks.push(tick), () => {}), after: () => () => {} },
    hello: () => ({ simulated: false, freshness: DEFAULT_FRESHNESS_RULE, health: DEFAULT_HEALTH_THRESHOLDS }),
    roster: () => ({
      epoch: 'e',
      version: 1,
      regions: [],
      zones: [],
      feeds: [],
      businessMetrics: [],
      nodes: [],
      edges: [],
    }),
    sources: () => [],
    checkOrigin: ({ headers }) => isOwnOrigin(headers.origin, headers.host),
    authenticate: access.pass,
  })
  stream.attach(app.server)
  const address = await app.listen({ host: '127.0.0.1', port: 0 })
  const { port } = new URL(address)
  /** As the browser at this port would send it. */
  const atPort = (cookie: string) => cookie.replace('spillway-session-0', `spillway-session-${port}`)
  const ada = await signIn('Ada')
  await app.inject(command('POST', ROUTES.people, { name: 'Cem', roles: ['viewer', 'engineer'] }, ada))
  const cem = await signIn('Cem')

  /** `open`, or the status it was refused with. */
  async function follow(cookie: string, origin = address) {
    const socket = new WebSocket(`ws://127.0.0.1:${port}${ROUTES.stream}`, {
      headers: { cookie: atPort(cookie) },
      origin,
    })
    onTestFinished(() => socket.terminate())
    const ended = new Promise<number>((resolve) => socket.once('close', resolve))
    const outcome = await new Promise<'open' | number>((resolve) => {
      socket.once('open', () => resolve('open'))
      socket.once('unexpected-response', (_request, response) => resolve(response.statusCode ?? 0))
      socket.once('error', () => {})
    })
    return { outcome, ended, socket }
  }
  return { ...fixture, ada, cem, follow, lookAfterHalfAMinute: () => ticks.forEach((tick) => tick()) }
}

const SESSION_ENDED = 4401

test('with a session and from our own page, and not otherwise', async () => {
  const { follow, cem } = await setting()
  expect((await follow(cem)).outcome).toBe('open')
  expect((await follow('')).outcome).toBe(401)
  expect((await follow(`spillway-session-0=${'x'.repeat(43)}`)).outcome).toBe(401)
  expect((await follow(cem, 'https://evil.example')).outcome).toBe(403)
})

test('signing out ends the streams of that session at once, and of no other', async () => {
  const { follow, cem, ada, app } = await setting()
  const [mine, other] = [await follow(cem), await follow(ada)]
  await app.inject(command('DELETE', ROUTES.session, undefined, cem))
  expect(await mine.ended).toBe(SESSION_ENDED)
  expect(other.socket.readyState).toBe(WebSocket.OPEN)
})

test('so does an admin who ends the session or blocks the person', async () => {
  const { follow, cem, ada, app, signIn } = await setting()
  const first = await follow(cem)
  const { sessions } = (
    await app.inject({ url: ROUTES.sessions, headers: { host: '127.0.0.1:7700', cookie: ada } })
  ).json()
  const { id } = sessions.find((session: { name: string }) => session.name === 'Cem')
  await app.inject(command('DELETE', ROUTES.endSession(id), undefined, ada))
  expect(await first.ended).toBe(SESSION_ENDED)
  const second = await follow(await signIn('Cem'))
  await app.inject(command('PUT', ROUTES.personBlocked('local:cem'), { blocked: true }, ada))
  expect(await second.ended).toBe(SESSION_ENDED)
})

test('other roles end it; a fresh proof, which exchanges the secret, does not', async () => {
  const { follow, cem, ada, app, linkFor, lookAfterHalfAMinute } = await setting()
  const { ended, socket } = await follow(cem)
  await app.inject(command('POST', ROUTES.sessionLink, { link: await linkFor('Cem') }, cem))
  lookAfterHalfAMinute()
  const pong = once(socket, 'pong')
  socket.ping()
  await pong
  expect(socket.readyState).toBe(WebSocket.OPEN)
  await app.inject(command('PUT', ROUTES.personRoles('local:cem'), { roles: [] }, ada))
  expect(await ended).toBe(SESSION_ENDED)
})

test('a session that ends by itself ends its streams within half a minute, unless its person takes part', async () => {
  let running = true
  const { follow, cem, ada, clock, lookAfterHalfAMinute } = await setting({
    isTakingPart: (id) => running && id === 'local:cem',
  })
  const [idle, taking] = [await follow(ada), await follow(cem)]
  clock.set(START + IDLE_MS)
  lookAfterHalfAMinute()
  expect(await idle.ended).toBe(SESSION_ENDED)
  expect(taking.socket.readyState).toBe(WebSocket.OPEN)
  running = false
  lookAfterHalfAMinute()
  expect(await taking.ended).toBe(SESSION_ENDED)
})
