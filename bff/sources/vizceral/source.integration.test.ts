import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { gzipSync } from 'node:zlib'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { TrafficSource } from '../source.ts'
import { json, startOddServer, text, type Handler, type OddServer } from '../prometheus/odd-server-fixture.ts'
import { NOW, settingsOf, WHOLE, worldWith } from './feed-fixture.ts'
import { createVizceralSource } from './source.ts'

const directory = mkdtempSync(join(tmpdir(), 'spillway-vizceral-'))
let server: OddServer
beforeAll(async () => {
  server = await startOddServer(json(200, {}))
})
afterAll(async () => {
  await server.close()
  rmSync(directory, { recursive: true })
})
afterEach(() => server.answerWith(json(200, {})))

const ENTRY = { source: 'INTERNET', target: 'api', metrics: WHOLE }
const FEED = worldWith({ nodes: [{ name: 'api' }], connections: [ENTRY] })
const signal = new AbortController().signal

function sourceOf(over: Record<string, unknown> = {}): TrafficSource {
  const settings = settingsOf({ url: `${server.url}/graph`, ...over })
  const regions = ['us-east-1', 'eu-west-1']
  return createVizceralSource({
    id: settings.id,
    settings,
    regions,
    regionAliases: new Map(),
    clock: { now: () => NOW },
  })
}

async function messageOf(over: Record<string, unknown> = {}): Promise<string> {
  const outcome = await sourceOf(over).poll({ signal })
  return outcome.kind === 'failed' ? outcome.problem.message : 'answered'
}

describe('over HTTP', () => {
  test('a feed is read', async () => {
    server.answerWith(json(200, FEED))
    const outcome = await sourceOf().poll({ signal })
    expect(outcome).toMatchObject({ kind: 'answered', report: { source: 'promviz', at: NOW, problems: [] } })
    expect(outcome.kind === 'answered' ? outcome.report.edges : []).toHaveLength(1)
  })

  test('as text/plain, with a mark of its byte order, compressed', async () => {
    server.answerWith((response) => {
      response.writeHead(200, { 'content-type': 'text/plain', 'content-encoding': 'gzip' })
      response.end(gzipSync(`\uFEFF${JSON.stringify(FEED)}`))
    })
    expect((await sourceOf().poll({ signal })).kind).toBe('answered')
  })

  test('credentials go along and stay out of every word', async () => {
    const auth = { kind: 'bearer', token: 'hush-hush' }
    server.answerWith((response, request) => text(500, request.headers.authorization ?? '')(response, request))
    const source = sourceOf({ auth, url: `${server.url}/graph?key=hush-hush` })
    const outcome = await source.poll({ signal })
    expect(server.requests.at(-1)?.headers.authorization).toBe('Bearer hush-hush')
    expect(server.requests.at(-1)?.url).toBe('/graph?key=hush-hush')
    expect(JSON.stringify([outcome, source.url, await source.examine({ signal })])).not.toContain('hush')
  })

  const cut = JSON.stringify(FEED).slice(0, 120)
  const html = '<!doctype html><title>Sign in</title>'
  test.each<[string, Handler, RegExp]>([
    ['a page in place of JSON', text(200, html, { 'content-type': 'text/html' }), /web page in place/],
    ['a page that says it is JSON', text(200, html, { 'content-type': 'application/json' }), /web page in place/],
    ['half a JSON', text(200, cut), /cut off or damaged after 120 characters/],
    ['nothing', text(200, ''), /holds nothing at all/],
    ['another JSON', json(200, { status: 'success', data: {} }), /JSON that is not Vizceral's/],
    ['a list', json(200, [FEED]), /JSON that is not Vizceral's/],
    ['null', json(200, null), /JSON that is not Vizceral's/],
    ['nodes of text', json(200, { nodes: 'many' }), /JSON that is not Vizceral's/],
    ['a million levels', text(200, '['.repeat(1_000_000)), /cut off or damaged/],
    ['a million whole levels', text(200, '['.repeat(1e6) + ']'.repeat(1e6)), /not Vizceral's|cut off or damaged/],
    ['500', text(500, 'oops'), /failed with 500/],
    ['401', text(401, ''), /check auth of this source/],
    ['403', text(403, ''), /credentials may not read it/],
    ['404', text(404, ''), /serves its graph at \/graph/],
    ['another address', text(302, '', { location: 'http://169.254.169.254/' }), /never followed/],
    ['more than the limit', text(200, ' '.repeat(3_000)), /more than 0\.00 MB|more than/],
    ['a reset', (response) => response.socket?.resetAndDestroy(), /broke off the connection/],
    ['a hang', () => {}, /did not answer within 0\.3 s/],
    ['a hang in the middle', (response) => response.writeHead(200).write('{"nodes":['), /did not answer within 0\.3 s/],
  ])('%s', async (what, handler, words) => {
    server.answerWith(handler)
    const limits = { timeout: '300ms', ...(what === 'more than the limit' ? { bytes: 2_048 } : {}) }
    expect(await messageOf({ limits: what.includes('levels') ? {} : limits })).toMatch(words)
  })

  test('200 MB are not taken in', async () => {
    server.answerWith((response) => {
      response.writeHead(200, { 'content-type': 'application/json' })
      const piece = Buffer.alloc(64 * 1024, 0x20)
      const more = () => {
        while (!response.destroyed && response.write(piece));
        if (!response.destroyed) response.once('drain', more)
      }
      more()
    })
    expect(await messageOf()).toMatch(/holds more than 4 MB; raise limits.bytes/)
  })

  test('nobody listens', async () => {
    expect(await messageOf({ url: 'http://127.0.0.1:1/graph' })).toMatch(/could not be asked|refuses connections/)
  })

  test('a request to wait is passed on', async () => {
    server.answerWith(text(503, '', { 'retry-after': '7' }))
    expect(await sourceOf().poll({ signal })).toMatchObject({ kind: 'failed', retryAfterMs: 7_000 })
  })

  test('an ended poll ends', async () => {
    server.answerWith(() => {})
    const ending = new AbortController()
    const polled = sourceOf().poll({ signal: ending.signal })
    ending.abort()
    expect(await polled).toMatchObject({ kind: 'failed' })
  })

  test('a feed has no past', async () => {
    const past = sourceOf().backfill({ from: 0, to: NOW, stepMs: 10_000, signal })
    expect(await past[Symbol.asyncIterator]().next()).toEqual({ done: true, value: undefined })
  })
})

describe('from a file', () => {
  const file = join(directory, 'graph.json')
  const url = pathToFileURL(file).href

  test('is read anew each time; without "updated" it is observed when it changes', async () => {
    const unaged = (requests: number) =>
      JSON.stringify(
        worldWith({
          updated: null,
          nodes: [{ name: 'api' }],
          connections: [{ ...ENTRY, metrics: { normal: requests } }],
        }),
      )
    const source = sourceOf({ url })
    const observed: unknown[] = []
    for (const requests of [5, 5, 6]) {
      writeFileSync(file, unaged(requests))
      const outcome = await source.poll({ signal })
      observed.push(outcome.kind === 'answered' ? outcome.report.feeds[0]?.observedAt : outcome.problem.message)
    }
    expect(observed).toEqual([NaN, NaN, NOW])
  })

  test.each<[string, () => string, RegExp]>([
    ['no file', () => pathToFileURL(join(directory, 'none.json')).href, /does not exist/],
    ['a folder', () => pathToFileURL(directory).href, /no ordinary file/],
    ['a device without end', () => 'file:///dev/zero', /no ordinary file/],
    ['half a file', () => written('half.json', '{"nodes":[{"na'), /was it read while it was written/],
    ['a big file', () => written('big.json', ' '.repeat(5 * 1024 ** 2)), /more than 4 MB/],
  ])('%s', async (_what, at, words) => expect(await messageOf({ url: at() })).toMatch(words))

  function written(name: string, content: string): string {
    const path = join(directory, name)
    writeFileSync(path, content)
    return pathToFileURL(path).href
  }
})

describe('the doctor', () => {
  test('says what came back, how old it is, what is missing and what to do', async () => {
    server.answerWith(
      json(200, worldWith({ nodes: [{ name: 'api' }], connections: [ENTRY, { source: 'x', target: 'api' }] })),
    )
    const findings = await sourceOf().examine({ signal })
    expect(findings.map(({ asked, outcome }) => `${asked}: ${outcome}`)).toEqual([
      'graph: ok',
      'graph: warning',
      'regions: warning',
      'entry: ok',
      'age of us-east-1: ok',
    ])
    expect(findings[2]?.answer).toBe('Tells of us-east-1; nothing of eu-west-1.')
    expect(findings.at(-1)?.ageMs).toBe(2_000)
  })

  test('says why nothing came back', async () => {
    server.answerWith(text(404, ''))
    expect(await sourceOf().examine({ signal })).toMatchObject([
      { source: 'promviz', asked: 'graph', outcome: 'failed' },
    ])
  })
})
