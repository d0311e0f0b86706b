import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createPrometheusClient, type PrometheusClient } from './client.ts'
import type { FailureKind } from '../failure.ts'
import { json, startOddServer, text, vector, type Handler, type OddServer } from './odd-server-fixture.ts'
import type { HttpAuth } from '../http-auth.ts'
import { PrometheusLimits } from './common-settings.ts'

const signal = new AbortController().signal
const limits = { ...PrometheusLimits.parse({}), bytes: 1024 ** 2, timeout: 400 }
const row = { metric: { caller: 'api' }, value: [1_795_375_537.289, '48'] as const }
const ok = { status: 'success', data: { resultType: 'vector', result: [row] } }

let server: OddServer
beforeAll(async () => {
  server = await startOddServer(vector([row]))
})
afterAll(() => server.close())

function clientOf(
  overrides: { auth?: HttpAuth; headers?: Record<string, string>; url?: string } = {},
): PrometheusClient {
  return createPrometheusClient({ url: server.url, auth: { kind: 'none' }, headers: {}, limits, ...overrides })
}

const ask = (client = clientOf()) => client.query({ query: 'up', atMs: 1_795_375_537_289, signal })

describe('a question', () => {
  test('is a form sent by POST, with the instant and a limit of time', async () => {
    server.answerWith(vector([row]))
    const answer = await clientOf().query({ query: 'sum(a) + b', atMs: 1_795_375_537_289, signal })
    expect(new URLSearchParams(server.bodies.at(-1))).toEqual(
      new URLSearchParams({ query: 'sum(a) + b', time: '1795375537.289', timeout: '400ms' }),
    )
    expect(server.requests.at(-1)).toMatchObject({ method: 'POST', url: '/api/v1/query' })
    expect(server.requests.at(-1)?.headers['accept-encoding']).toContain('gzip')
    expect(answer).toMatchObject({ kind: 'answered', value: { result: ok.data, warnings: [] } })
  })

  test('keeps a path prefix of the url', async () => {
    server.answerWith(vector([]))
    await ask(clientOf({ url: `${server.url}/prometheus/` }))
    expect(server.requests.at(-1)?.url).toBe('/prometheus/api/v1/query')
  })

  test.each<[string, HttpAuth, Record<string, string>, Record<string, string>]>([
    ['a bearer token', { kind: 'bearer', token: 'hunter2' }, {}, { authorization: 'Bearer hunter2' }],
    ['user and password', { kind: 'basic', username: 'å', password: 'b:c' }, {}, { authorization: 'Basic w6U6Yjpj' }],
    ['headers', { kind: 'none' }, { 'X-Scope-OrgID': 'team-1' }, { 'x-scope-orgid': 'team-1' }],
  ])('carries %s', async (_what, auth, headers, expected) => {
    server.answerWith(vector([]))
    await ask(clientOf({ auth, headers }))
    expect(server.requests.at(-1)?.headers).toMatchObject(expected)
  })

  test('is answered compressed, too', async () => {
    server.answerWith((response) => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' })
      response.end(gzipSync(JSON.stringify(ok)))
    })
    expect((await ask()).kind).toBe('answered')
  })

  test('brings the warnings of an answer that may be partial', async () => {
    server.answerWith(json(200, { ...ok, warnings: ['store gateway is down'], infos: ['new in 3.x'] }))
    expect(await ask()).toMatchObject({ kind: 'answered', value: { warnings: ['store gateway is down'] } })
  })
})

const half = JSON.stringify(ok).slice(0, 60)

const ODDITIES: [what: string, handler: Handler, kind: FailureKind, message: RegExp][] = [
  ['hangs', () => {}, 'timeout', /did not answer within 0\.4 s/],
  ['hangs in the middle of its answer', (response) => void response.write(half), 'timeout', /did not answer within/],
  ['resets the connection', (response) => response.socket?.resetAndDestroy(), 'reset', /broke off the connection/],
  [
    'resets in the middle of its answer',
    (response) => void response.write(half, () => response.socket?.resetAndDestroy()),
    'reset',
    /broke off the connection/,
  ],
  ['sends half of its JSON', text(200, half), 'unreadable', /cut off or damaged after 60 characters/],
  [
    'says more bytes than it sends',
    (response) => {
      response.writeHead(200, { 'content-length': '5000' })
      response.write(half, () => response.socket?.end())
    },
    'reset',
    /broke off/,
  ],
  ['sends nothing', text(200, ''), 'unreadable', /nothing at all/],
  [
    'sends a login page',
    text(200, '<!DOCTYPE html><html>…', { 'content-type': 'text/html' }),
    'web-page',
    /web page \(200\)/,
  ],
  ['sends a login page as plain text', text(200, '<html><body>…'), 'web-page', /web page/],
  ['sends another address', text(302, '', { location: 'http://169.254.169.254/' }), 'redirect', /never followed/],
  ['knows no such path', text(404, '404 page not found\n'), 'not-found', /404: "404 page not found"/],
  ['wants a sign-in', text(401, 'Unauthorized'), 'not-signed-in', /\(401\); check auth/],
  ['forbids it', text(403, 'Forbidden'), 'not-signed-in', /\(403\); these credentials/],
  [
    'does not understand the query',
    json(400, { status: 'error', errorType: 'bad_data', error: 'invalid parameter "query": 1:10: parse error' }),
    'query-refused',
    /does not understand the query: "invalid parameter "query": 1:10/,
  ],
  [
    'cannot run the query',
    json(422, { status: 'error', errorType: 'execution', error: 'many-to-many matching not allowed' }),
    'query-refused',
    /many-to-many/,
  ],
  [
    'gives the query up',
    json(503, { status: 'error', errorType: 'timeout', error: 'query timed out in expression evaluation' }),
    'timeout',
    /gave the query up/,
  ],
  [
    'says an error with status 200',
    json(200, { status: 'error', errorType: 'internal', error: 'oh' }),
    'server-error',
    /\(internal\): "oh"/,
  ],
  ['is broken', text(500, 'out of memory'), 'server-error', /failed with 500: "out of memory"/],
  ['replays its log', text(503, 'Service Unavailable'), 'busy', /not ready/],
  ['has too much to do', text(429, 'slow down', { 'retry-after': '7' }), 'busy', /asked again later/],
  ['is something else', json(200, { hello: 'world' }), 'unreadable', /not Prometheus's/],
  [
    'numbers where strings belong',
    json(200, { status: 'success', data: { resultType: 'vector', result: [{ metric: {}, value: [1, 2] }] } }),
    'unreadable',
    /not Prometheus's/,
  ],
  [
    'sends half of its gzip',
    (response) => {
      response.writeHead(200, { 'content-encoding': 'gzip' })
      response.end(
        gzipSync(JSON.stringify({ ...ok, warnings: Array.from({ length: 99 }, Math.random).map(String) })).subarray(
          0,
          400,
        ),
      )
    },
    'unreadable',
    /cut off or damaged/,
  ],
  [
    'sends what is no gzip',
    (response) => {
      response.writeHead(200, { 'content-encoding': 'gzip' })
      response.end(JSON.stringify(ok))
    },
    'unreadable',
    /compressed answer that is damaged/,
  ],
]

describe('a server that', () => {
  test.each(ODDITIES)('%s', async (_what, handler, kind, message) => {
    server.answerWith(handler)
    const answer = await ask()
    expect(answer).toMatchObject({ kind: 'failed', failure: { kind } })
    if (answer.kind === 'answered') return
    expect(answer.failure.message).toMatch(message)
    // One sentence: it begins large, ends like one, and holds no stack and no wrapped error.
    expect(answer.failure.message).toMatch(/^[A-Z]|^http/)
    expect(answer.failure.message).toMatch(/[.?]$/)
    expect(answer.failure.message).not.toMatch(/\n|TypeError|undici|fetch failed/)
  })

  test('asks for a pause is believed, within bounds', async () => {
    for (const [header, expected] of [
      ['7', 7_000],
      ['86400', 300_000],
    ] as const) {
      server.answerWith(text(503, '', { 'retry-after': header }))
      expect(await ask()).toMatchObject({ failure: { retryAfterMs: expected } })
    }
  })

  test('sends 200 MB is cut off at the limit, not read to the end', async () => {
    server.answerWith(endless(200 * 1024 ** 2))
    const before = server.sentBytes()
    const answer = await ask()
    expect(answer).toMatchObject({ failure: { kind: 'too-large' } })
    await expect.poll(() => server.sentBytes() - before).toBeGreaterThan(limits.bytes)
    expect(server.sentBytes() - before).toBeLessThan(150 * 1024 ** 2)
  })

  test('declares 200 MB is not read at all', async () => {
    server.answerWith((response) =>
      response.writeHead(200, { 'content-length': String(200 * 1024 ** 2) }).flushHeaders(),
    )
    expect(await ask()).toMatchObject({
      failure: { kind: 'too-large', message: expect.stringContaining('more than 1 MB') },
    })
  })

  test('sends little that unpacks to much is cut off, too', async () => {
    // Made before it is asked for: making it takes as long as the limit on a busy machine.
    const zipped = gzipSync(Buffer.alloc(50 * 1024 ** 2))
    server.answerWith((response) => {
      response.writeHead(200, { 'content-encoding': 'gzip' })
      response.end(zipped)
    })
    expect(await ask()).toMatchObject({ failure: { kind: 'too-large' } })
  })

  test('repeats what it was sent betrays no credential', async () => {
    const auth: HttpAuth = { kind: 'bearer', token: 'hunter2' }
    server.answerWith((response, request) => text(500, JSON.stringify(request.headers))(response, request))
    const answer = await ask(clientOf({ auth, headers: { 'X-Scope-OrgID': 'team-secret' } }))
    expect(JSON.stringify(answer)).toContain('•••')
    expect(JSON.stringify(answer)).not.toMatch(/hunter2|team-secret/)
  })
})

describe('a server that is not there', () => {
  test('refuses', async () => {
    const gone = await startOddServer(() => {})
    await gone.close()
    expect(await ask(clientOf({ url: gone.url }))).toMatchObject({ failure: { kind: 'refused', scope: 'server' } })
  })

  test('has a name that nobody knows', async () => {
    const answer = await ask(clientOf({ url: 'http://prometheus.invalid:9090' }))
    expect(answer).toMatchObject({ failure: { kind: expect.stringMatching(/unresolved|timeout/) } })
  })

  test('speaks no HTTP on that port but TLS is expected', async () => {
    const answer = await ask(clientOf({ url: server.url.replace('http:', 'https:') }))
    expect(answer).toMatchObject({ kind: 'failed', failure: { message: expect.stringMatching(/https:/) } })
  })
})

test('a question that is given up says so', async () => {
  server.answerWith(() => {})
  const giving = new AbortController()
  const asked = clientOf().query({ query: 'up', atMs: 0, signal: giving.signal })
  giving.abort()
  expect(await asked).toMatchObject({ failure: { kind: 'cancelled' } })
})

function endless(bytes: number): Handler {
  const piece = Buffer.alloc(64 * 1024, 0x20)
  return (response) => {
    response.writeHead(200, { 'content-type': 'application/json' })
    let sent = 0
    const more = () => {
      while (sent < bytes && !response.destroyed) {
        sent += piece.length
        if (!response.write(piece)) return void response.once('drain', more)
      }
      response.end()
    }
    more()
  }
}
