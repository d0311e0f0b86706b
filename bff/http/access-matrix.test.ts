import type { FastifyInstance, InjectOptions } from 'fastify'
import { expect, test } from 'vitest'
import { judgePolicy, type Actor } from '#contract/access.ts'
import { Role } from '#contract/permissions.ts'
import { accessFixture, LOCAL_HOST } from './access-fixture.ts'
import type { PolicyEntry } from './policy.ts'

/**
 * Every route × every role, anonymous, a person without roles, a stale and a fresh proof, and a token of each role: from
 * the table of routes itself, so that a new route joins by being there. Asked with bodies that fit nothing: what is
 * allowed gets as far as being refused for its content, or further, and whatever is not never does.
 */
interface Principal {
  name: string
  actor: Actor | null
}

const NOW = Date.UTC(2026, 10, 22, 14, 0, 0)
const person = (roles: readonly Role[], stepUpAt: number | null): Actor => {
  // Each is somebody of their own, so that nobody asks too often.
  const personId = `local:${roles.join('-')}-${stepUpAt}`
  return { kind: 'person', name: 'Ben', personId, sessionId: null, roles, stepUpAt }
}

const PRINCIPALS: readonly Principal[] = [
  { name: 'anonymous', actor: null },
  { name: 'person without roles', actor: person([], NOW) },
  ...Role.options.flatMap((role) => [
    { name: `${role}, fresh`, actor: person([role], NOW) },
    { name: `${role}, stale`, actor: person([role], NOW - 300_001) },
    { name: `token of ${role}`, actor: { kind: 'token', name: 'ci', tokenId: role, roles: [role] } as const },
  ]),
  { name: 'terminal', actor: { kind: 'terminal', name: 'root', roles: ['admin'] } },
]

const EXPECTED = { allowed: 'further', 'not-authenticated': 401, forbidden: 403, 'step-up': 401 } as const

/** The real doors with the actor given: who they are is proved elsewhere. */
async function doorsFor(who: { actor: Actor | null }) {
  return accessFixture({ authenticate: () => who.actor })
}

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS'] as const

function methodOf(text: string): (typeof METHODS)[number] {
  const method = METHODS.find((known) => known === text)
  if (method === undefined) throw new Error(`no request can be made by ${text}`)
  return method
}

function requestFor({ method, url }: PolicyEntry): InjectOptions {
  const path = url.replaceAll(/:[a-z]+/gi, 'x').replaceAll('*', 'x')
  const headers = { ...LOCAL_HOST, origin: 'http://127.0.0.1:7700', accept: 'application/json' }
  const isUnsafe = !['GET', 'HEAD', 'OPTIONS'].includes(method)
  return { method: methodOf(method), url: path, headers, ...(isUnsafe ? { payload: { nothing: 'of the kind' } } : {}) }
}

function routesOf(app: FastifyInstance): PolicyEntry[] {
  return app.policies.filter(({ method }) => method !== 'OPTIONS')
}

test('the table holds every route, each with a policy', async () => {
  const { app } = await doorsFor({ actor: null })
  const printed = app.printRoutes({ commonPrefix: false })
  expect(routesOf(app).length).toBeGreaterThan(30)
  expect(printed.split('\n').length).toBeGreaterThan(20)
  const open = routesOf(app).filter(({ policy }) => policy.allow === 'anyone')
  expect([...new Set(open.map(({ url }) => url))].toSorted()).toEqual([
    // Agents prove themselves by the secret of their vantage point.
    '/api/v1/probes',
    '/api/v1/session',
    '/api/v1/session/code',
    '/api/v1/session/link',
    '/api/v1/session/oidc',
    '/api/v1/session/oidc/callback',
    '/assets/*',
    '/livez',
    '/readyz',
  ])
})

test('who gets past the door of each route', async () => {
  let actor: Actor | null = null
  const { app } = await accessFixture({ authenticate: () => actor })
  const wrong: string[] = []
  let asked = 0
  for (const [index, principal] of PRINCIPALS.entries()) {
    actor = principal.actor
    for (const entry of routesOf(app)) {
      const { statusCode: code, body } = await app.inject({ ...requestFor(entry), remoteAddress: `10.0.0.${index}` })
      const verdict = EXPECTED[judgePolicy(entry.policy, actor, NOW)]
      const isRefusal = code === 401 || code === 403
      const isAsExpected = verdict === 'further' ? !isRefusal || isOwnRefusal(entry, body) : code === verdict
      const what = `${principal.name}, ${entry.method} ${entry.url}: ${code}`
      if (!isAsExpected) wrong.push(`${what} instead of ${verdict}`)
      if (code === 500) wrong.push(`${what} ${body}`)
      asked += 1
    }
  }
  expect(wrong).toEqual([])
  expect(asked).toBe(PRINCIPALS.length * routesOf(app).length)
}, 60_000)

/** Routes by which one proves who one is refuse proofs themselves. */
function isOwnRefusal({ url }: PolicyEntry, body: string): boolean {
  if (!url.startsWith('/api/v1/session') && !url.startsWith('/api/v1/people')) return false
  return !body.includes('Sign in first.') && !body.includes('Your roles do not allow this.')
}

test('no person, place or token opens what is for the systems that deliver', async () => {
  const { app } = await doorsFor({ actor: person(Role.options, NOW) })
  const hooks = routesOf(app).filter(({ policy }) => policy.allow === 'hook')
  expect(hooks.map(({ url }) => url)).toEqual([
    '/api/v1/hooks/alertmanager/:source',
    '/api/v1/hooks/alertmanager/:source/:secret',
    '/api/v1/hooks/changes/:origin',
  ])
  for (const entry of hooks) {
    const answer = await app.inject(requestFor(entry))
    expect([answer.statusCode, answer.json<{ message: string }>().message]).toEqual([401, 'Refused.'])
  }
})

test('an exception while it is decided is a refusal, and tells nothing', async () => {
  const { app } = await accessFixture({
    authenticate: () => {
      throw new Error('select secret from sessions')
    },
  })
  const decided = routesOf(app).filter(({ policy, url }) => policy.allow !== 'anyone' || url.startsWith('/api/'))
  for (const entry of decided.filter(({ policy }) => policy.allow !== 'hook')) {
    const answer = await app.inject(requestFor(entry))
    expect(answer.statusCode).toBe(500)
    expect(answer.body).not.toContain('secret')
  }
})

test('reading changes nothing: no row of any table after every GET and HEAD', async () => {
  const { app, store } = await doorsFor({ actor: person(Role.options, NOW) })
  const rows = async () =>
    JSON.stringify([
      await store.audit.list({ limit: 1_000 }),
      await store.changes.list({ limit: 1_000 }),
      await store.sessions.list(),
      await store.people.list(),
      await store.tokens.list(),
    ])
  const before = await rows()
  for (const entry of routesOf(app).filter(
    ({ method, url }) => ['GET', 'HEAD'].includes(method) && !url.includes('callback'),
  )) {
    await app.inject(requestFor(entry))
  }
  expect(await rows()).toBe(before)
})
