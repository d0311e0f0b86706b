import { createServer, type RequestListener, type Server } from 'node:http'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { RequestError, errorCodeOf, isWorthRetrying } from './request-error.ts'
import { request, withQuery } from './request.ts'

const Answer = z.strictObject({ value: z.number() })
const said = { code: 'bad_request', message: 'from lies after to', path: 'query.from', requestId: '01JD7' }
const answers: Record<string, RequestListener> = {
  '/good': (_, response) => response.end('{"value":1}'),
  '/wrong-shape': (_, response) => response.end('{"value":"1"}'),
  '/html': (_, response) => response.end('<!doctype html><title>sign in</title>'),
  '/refused': (_, response) => response.writeHead(400).end(JSON.stringify({ ...said, expected: 'from before to' })),
  '/refused-dumbly': (_, response) => response.writeHead(502).end('<h1>Bad Gateway</h1>'),
  '/hangs': () => {},
  '/echo': (asked, response) => {
    let body = ''
    asked.on('data', (part) => (body += part))
    asked.on('end', () => response.end(JSON.stringify({ method: asked.method, headers: asked.headers, body })))
  },
}

let server: Server
let origin = ''
beforeAll(async () => {
  server = createServer((asked, response) => answers[asked.url ?? '']?.(asked, response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  origin = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`
})
afterAll(() => {
  server.closeAllConnections()
  server.close()
})

async function failureOf(path: string, more: { timeoutMs?: number } = {}): Promise<RequestError> {
  const outcome = await request({
    path: path.startsWith('http') ? path : origin + path,
    schema: Answer,
    ...more,
  }).catch((error: unknown) => error)
  if (!(outcome instanceof RequestError)) throw new Error(`expected a failure, got ${JSON.stringify(outcome)}`)
  return outcome
}

describe('a request', () => {
  it('brings the answer, checked', async () => {
    expect(await request({ path: `${origin}/good`, schema: Answer })).toEqual({ value: 1 })
  })

  it('says in words what the server refused, where, what it expected, and the id to quote', async () => {
    const failure = await failureOf('/refused')
    expect(failure.message).toBe(
      'query.from: from lies after to Expected: from before to. Quote 01JD7 when you ask about it.',
    )
    expect(errorCodeOf(failure)).toBe('bad_request')
    expect(isWorthRetrying(failure)).toBe(false)
  })

  it.each([
    ['/refused-dumbly', 'refused', true],
    ['/html', 'unreadable', false],
    ['/wrong-shape', 'unreadable', false],
  ])('%s is %s', async (path, kind, retry) => {
    const failure = await failureOf(path)
    expect(failure.failure.kind).toBe(kind)
    expect(isWorthRetrying(failure)).toBe(retry)
    expect(failure.message).not.toMatch(/JSON|zod|fetch/i)
  })

  it('says that nobody is there', async () => {
    const failure = await failureOf('http://127.0.0.1:1/nobody')
    expect(failure.failure.kind).toBe('unreachable')
    expect(isWorthRetrying(failure)).toBe(true)
  })

  it('does not wait for ever', async () => {
    expect((await failureOf('/hangs', { timeoutMs: 50 })).failure).toEqual({ kind: 'too-slow', timeoutMs: 50 })
  })

  it('that was called off is not a failure of the server', async () => {
    const controller = new AbortController()
    const asked = request({ path: `${origin}/hangs`, schema: Answer, signal: controller.signal })
    controller.abort()
    await expect(asked).rejects.not.toBeInstanceOf(RequestError)
  })

  it('carries a command’s body and key', async () => {
    const Echo = z.object({ method: z.string(), headers: z.record(z.string(), z.unknown()), body: z.string() })
    const echoed = await request({
      path: `${origin}/echo`,
      schema: Echo,
      method: 'POST',
      body: { a: 1 },
      idempotencyKey: 'key-1',
    })
    expect(echoed).toMatchObject({
      method: 'POST',
      body: '{"a":1}',
      headers: { 'idempotency-key': 'key-1', 'content-type': 'application/json', accept: 'application/json' },
    })
  })
})

describe('an address with a query', () => {
  it('leaves out what is not asked', () => {
    expect(withQuery('/x', { from: 1, to: undefined, region: 'a b' })).toBe('/x?from=1&region=a+b')
    expect(withQuery('/x', { from: undefined })).toBe('/x')
  })
})
