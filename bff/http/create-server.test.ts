import Fastify, { type InjectOptions } from 'fastify'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Actor, Role } from '#contract/access.ts'
import { ErrorBody } from '#contract/error.ts'
import { Failure } from '#bff/failure.ts'
import { requirePolicies } from './policy.ts'
import { AT, OPERATOR, serverFixture, TRAFFIC } from './services-fixture.ts'

const HOST = { host: '127.0.0.1:7700' }
const SCRIPT = { ...HOST, 'spillway-client': 'test' }
const PAGE = { ...HOST, accept: 'text/html' }

let app: Awaited<ReturnType<typeof serverFixture>>
beforeAll(async () => {
  app = await serverFixture()
})
afterAll(() => app.close())

describe('every error is an ErrorBody', () => {
  test.each([
    ['an address of nothing', { method: 'GET', url: '/api/v1/nothing', headers: HOST }, 404, 'not_found'],
    ['a region of nothing', { method: 'GET', url: '/api/v1/traffic?region=mars', headers: HOST }, 404, 'not_found'],
    [
      'a region that is no slug',
      { method: 'GET', url: '/api/v1/traffic?region=%00', headers: HOST },
      400,
      'bad_request',
    ],
    ['an unknown parameter', { method: 'GET', url: '/api/v1/traffic?regoin=x', headers: HOST }, 400, 'bad_request'],
    ['a source of nothing', { method: 'POST', url: '/api/v1/sources/none/try-now', headers: SCRIPT }, 404, 'not_found'],
    ['broken JSON', post('{"kind":'), 400, 'bad_request'],
    ['an unknown field', post('{"kind":"deploy","title":"x","colour":"red"}'), 400, 'bad_request'],
    ['a NUL in a text', post('{"kind":"deploy","title":"a\\u0000b"}'), 400, 'bad_request'],
    ['a prototype', post('{"__proto__":{"admin":true},"kind":"deploy","title":"x"}'), 400, 'bad_request'],
    ['a thousand levels', post(`{"title":${'['.repeat(1_000)}${']'.repeat(1_000)}}`), 400, 'bad_request'],
    ['too much', post(`{"title":"${'x'.repeat(300_000)}"}`), 413, 'too_large'],
    [
      'a foreign page',
      { ...post('{"kind":"deploy","title":"x"}'), headers: { ...HOST, origin: 'https://evil.example' } },
      403,
      'forbidden',
    ],
    ['an unnamed script', { ...post('{"kind":"deploy","title":"x"}'), headers: HOST }, 403, 'forbidden'],
    [
      'a foreign host name',
      { method: 'GET', url: '/api/v1/traffic', headers: { host: 'evil.example' } },
      403,
      'forbidden',
    ],
  ] as const)('%s', async (_what, request, status, code) => {
    const answer = await app.inject(request)
    expect([answer.statusCode, answer.json().code]).toEqual([status, code])
    expect(ErrorBody.safeParse(answer.json()).success).toBe(true)
  })

  test('a fault of ours says nothing of its inside', async () => {
    const faulty = await serverFixture({
      services: {
        sources: () => {
          throw new Error('SELECT secret FROM /root')
        },
      },
    })
    const answer = await faulty.inject({ url: '/api/v1/sources', headers: HOST })
    expect(answer.statusCode).toBe(500)
    expect(answer.body).not.toContain('secret')
    await faulty.close()
  })

  test('an answer that does not fit its schema is not sent', async () => {
    const wrong = { ...TRAFFIC, requestsPerSecond: Infinity }
    const faulty = await serverFixture({ services: { traffic: () => wrong } })
    expect((await faulty.inject({ url: '/api/v1/traffic', headers: HOST })).statusCode).toBe(500)
    await faulty.close()
  })

  test('a failure of a verb keeps its words', async () => {
    const failing = await serverFixture({
      services: {
        recordChange: async () => {
          throw new Failure({ code: 'conflict', message: 'Another body has this key.' })
        },
      },
    })
    const answer = await failing.inject(post('{"kind":"deploy","title":"x"}'))
    expect([answer.statusCode, answer.json().message]).toEqual([409, 'Another body has this key.'])
    await failing.close()
  })
})

describe('who may do what', () => {
  const people: [string, Actor | null][] = [
    ['nobody', null],
    ['viewer', operator('viewer')],
    ['engineer', operator('engineer')],
    ['crisis-leader', operator('crisis-leader')],
    ['approver', operator('approver')],
    ['admin', operator('admin')],
  ]
  const table: [string, InjectOptions, string[]][] = [
    [
      'GET /livez',
      { url: '/livez', headers: HOST },
      ['nobody', 'viewer', 'engineer', 'crisis-leader', 'approver', 'admin'],
    ],
    [
      'GET /api/v1/traffic',
      { url: '/api/v1/traffic', headers: HOST },
      ['viewer', 'engineer', 'crisis-leader', 'approver', 'admin'],
    ],
    [
      'GET /api/openapi.json',
      { url: '/api/openapi.json', headers: HOST },
      ['viewer', 'engineer', 'crisis-leader', 'approver', 'admin'],
    ],
    [
      'GET /api/docs',
      { url: '/api/docs/', headers: HOST },
      ['viewer', 'engineer', 'crisis-leader', 'approver', 'admin'],
    ],
    ['POST /api/v1/changes', post('{"kind":"deploy","title":"x"}'), ['engineer', 'crisis-leader']],
    [
      'PUT /api/v1/positions',
      { method: 'PUT', url: '/api/v1/positions/world', headers: SCRIPT, payload: { nodes: [] } },
      ['engineer', 'crisis-leader'],
    ],
  ]
  test.each(people)('%s', async (name, actor) => {
    const own = await serverFixture({ actor })
    const refused = actor === null ? 401 : 403
    for (const [what, request, allowed] of table) {
      const { statusCode } = await own.inject(request)
      expect([what, statusCode < 300 ? 'allowed' : statusCode]).toEqual([
        what,
        allowed.includes(name) ? 'allowed' : refused,
      ])
    }
    await own.close()
  })

  test('a route without a policy stops the start', async () => {
    const bare = Fastify()
    requirePolicies(bare, { authenticate: () => OPERATOR, clock: { now: () => AT } })
    expect(() => bare.get('/open', async () => 'x')).toThrow(/names no policy/)
  })
})

describe('documents', () => {
  test('a screen gets the console with a nonce of its own each time, under a strict policy', async () => {
    const [one, other] = await Promise.all([
      app.inject({ url: '/?view=us-east-1', headers: PAGE }),
      app.inject({ url: '/sources', headers: PAGE }),
    ])
    const nonce = /content="([0-9a-f]{32,})"/.exec(one.body)?.[1] ?? 'none'
    expect(one.headers['content-security-policy']).toContain(`style-src 'self' 'nonce-${nonce}'`)
    expect(one.headers['content-security-policy']).toContain("default-src 'none'")
    expect(one.headers['content-security-policy']).not.toContain('unsafe')
    expect(one.headers['x-content-type-options']).toBe('nosniff')
    expect(other.statusCode).toBe(200)
    expect(other.body).not.toContain(nonce)
  })

  test('hashed files are kept for ever, others asked for again, and nothing above the directory is served', async () => {
    const hashed = await app.inject({ url: '/assets/index-abc.js', headers: HOST })
    expect(hashed.headers['cache-control']).toContain('immutable')
    const named = await app.inject({ url: '/theme.js', headers: HOST })
    expect([named.statusCode, named.headers['cache-control']]).toEqual([200, 'no-cache'])
    for (const url of ['/assets/../index.html', '/..%2f..%2fetc/passwd', '/assets/%2e%2e/%2e%2e/package.json']) {
      expect((await app.inject({ url, headers: HOST })).statusCode).toBeGreaterThanOrEqual(400)
    }
  })

  test('the API describes itself, and the page that renders it holds no inline script it forbids', async () => {
    const document = (await app.inject({ url: '/api/openapi.json', headers: HOST })).json()
    expect(Object.keys(document.paths)).toContain('/api/v1/traffic')
    expect(
      document.paths['/api/v1/traffic'].get.responses['200'].content['application/json'].schema.properties.regions.type,
    ).toBe('array')
    const page = await app.inject({ url: '/api/docs/', headers: HOST })
    expect(page.statusCode).toBe(200)
    expect(page.headers['content-security-policy']).not.toContain("unsafe-inline' script")
  })
})

function post(payload: string) {
  return {
    method: 'POST' as const,
    url: '/api/v1/changes',
    headers: { ...SCRIPT, 'content-type': 'application/json' },
    payload,
  }
}

function operator(...roles: Role[]): Actor {
  return { kind: 'local-operator', name: 'test', roles }
}
