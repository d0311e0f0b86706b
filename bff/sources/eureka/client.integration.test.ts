import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startOddServer, type OddServer } from '../prometheus/odd-server-fixture.ts'
import { createEurekaClient } from './client.ts'
import { EurekaSettings } from './settings.ts'

/** What servers, proxies and mistakes answer in place of a list: each in words, none of them a list of nobody. */

let server: OddServer
beforeAll(async () => void (server = await startOddServer((response) => response.end())))
afterAll(() => server?.close())

const SECRET = 'canary-5d1e'
const LIST = JSON.stringify({ applications: { versions__delta: '1', apps__hashcode: '', application: [] } })

function ask(settings: Record<string, unknown> = {}) {
  const auth = { kind: 'basic', username: 'spillway', password: SECRET }
  const parsed = EurekaSettings.parse({ id: 'eureka', kind: 'eureka', url: server.url, auth, ...settings })
  return createEurekaClient(parsed).all({ signal: AbortSignal.timeout(10_000) })
}

async function wordsOf(settings?: Record<string, unknown>): Promise<string> {
  const answer = await ask(settings)
  return answer.kind === 'failed' ? answer.failure.message : `answered ${answer.value.instances.length}`
}

test('asks for JSON, packed, under its prefix, as who it is', async () => {
  server.answerWith((response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(LIST)))
  expect(await wordsOf({ prefix: '/eureka/v2' })).toBe('answered 0')
  const request = server.requests.at(-1)
  expect(request?.url).toBe('/eureka/v2/apps')
  expect(request?.headers.accept).toBe('application/json')
  expect(request?.headers['accept-encoding']).toContain('gzip')
  expect(request?.headers.authorization).toMatch(/^Basic /)
})

test.each([
  [
    'XML',
    200,
    'application/xml',
    '<applications><apps__hashcode/></applications>',
    'answered in XML although JSON was asked for',
  ],
  ['XML without its type', 200, 'text/plain', '<?xml version="1.0"?><applications/>', 'answered in XML'],
  ['a login page', 200, 'text/html', '<!doctype html><html></html>', 'a web page'],
  ['another system’s JSON', 200, 'application/json', '{"status":"success"}', "JSON that is not Eureka's"],
  ['JSON cut off', 200, 'application/json', LIST.slice(0, 40), 'cut off or damaged'],
  ['warm-up', 403, 'application/json', '{"status":403}', 'waitTimeInMsWhenSyncEmpty'],
  ['a wrong prefix', 404, 'application/json', '{"status":404}', 'is the prefix right?'],
  ['a password that is none', 401, 'text/plain', SECRET, 'does not let Spillway in (401)'],
  ['a full house', 503, 'text/plain', SECRET, 'not ready or has too much to do'],
  ['a fault of its own', 500, 'text/plain', `cannot ${SECRET}`, 'failed with 500'],
])('%s', async (_, status, type, body, expected) => {
  server.answerWith((response) => response.writeHead(status, { 'content-type': type }).end(body))
  const words = await wordsOf()
  expect(words).toContain(expected)
  expect(words).not.toContain(SECRET)
})

test('no more is read than the limit allows', async () => {
  server.answerWith((response) =>
    response.writeHead(200, { 'content-type': 'application/json' }).end(LIST + ' '.repeat(9_000)),
  )
  expect(await wordsOf({ limits: { bytes: 4_096 } })).toContain('raise limits.bytes')
})

test('an id of any letters is one part of the path', async () => {
  server.answerWith((response) => response.writeHead(200).end())
  const settings = EurekaSettings.parse({ id: 'eureka', kind: 'eureka', url: server.url })
  const signal = AbortSignal.timeout(10_000)
  const answer = await createEurekaClient(settings).takeOut({ app: 'A&B', id: 'host:a/7?x', signal })
  expect(answer.kind).toBe('answered')
  expect([server.requests.at(-1)?.method, server.requests.at(-1)?.url]).toEqual([
    'PUT',
    '/eureka/apps/A%26B/host%3Aa%2F7%3Fx/status?value=OUT_OF_SERVICE',
  ])
})
