import { afterAll, beforeAll, expect, test } from 'vitest'
import { parseAllDocuments } from 'yaml'
import { startOddServer, vector, type OddServer } from './odd-server-fixture.ts'
import { PrometheusSettings } from './settings.ts'
import { createPrometheusSource } from './source.ts'

/**
 * The doctor against a server that is slow on a clock of the test's own: each answer moves it, and no time passes. One
 * query at a time, so that each answer's time is its own.
 */

let server: OddServer
let now = 1_795_375_500_000
const clock = { now: () => now }
let slowQueries: Readonly<Record<string, number>> = {}

beforeAll(async () => {
  server = await startOddServer((response, request) => {
    // Names and types are asked for beside the queries, and cost nothing here.
    const query = new URLSearchParams(server.bodies.at(-1)).get('query')
    if (query !== null) now += Object.entries(slowQueries).find(([part]) => query.includes(part))?.[1] ?? 10
    vector([{ metric: {}, value: [now / 1_000, '1'] }])(response, request)
  })
})
afterAll(() => server.close())

function settingsOf(own: object) {
  const base = { id: 'my-mesh', kind: 'prometheus', url: server.url, period: '15s', limits: { concurrency: 1 } }
  return PrometheusSettings.parse({ ...base, ...own })
}

async function examineWith(own: object, slow: Readonly<Record<string, number>>) {
  slowQueries = slow
  const source = createPrometheusSource({
    id: 'my-mesh',
    settings: settingsOf(own),
    regions: ['us-east-1'],
    regionAliases: new Map(),
    clock,
  })
  const findings = await source.examine({ signal: AbortSignal.timeout(30_000) })
  return findings.filter(({ asked }) => asked === 'speed')
}

const GRAPH = 'sum by (source, target) (rate(requests_total[$window]))'
const custom = { preset: 'custom', region: 'us-east-1', queries: { requests: GRAPH, errors: 'failures' } }

test('a source whose queries are quick needs nothing', async () => {
  const [speed, ...more] = await examineWith(custom, {})
  expect(more).toEqual([])
  expect(speed).toMatchObject({ outcome: 'ok', answer: expect.stringContaining('of a period of 15s') })
  expect(speed?.advice).toBeUndefined()
})

test('a quarter of the period is not slow yet', async () => {
  expect(await examineWith(custom, { failures: 3_750 })).toMatchObject([{ outcome: 'ok' }])
  expect(await examineWith(custom, { failures: 3_760 })).toMatchObject([{ outcome: 'warning' }])
})

test('however short the period, two seconds have to be waited for', async () => {
  expect(await examineWith({ ...custom, period: '1s' }, { failures: 1_900 })).toMatchObject([{ outcome: 'ok' }])
})

test('a slow query gets its rule, and the settings that ask for what it records', async () => {
  const [speed] = await examineWith(custom, { 'rate(requests_total': 5_200 })
  expect(speed?.answer).toBe(
    'Longer than a quarter of the period of 15s: requests/s 5.2 s; let Prometheus record them by the rules below.',
  )
  const [rules, settings] = parseAllDocuments(speed?.advice ?? '').map((document): unknown => document.toJS())
  const expr = 'sum by (source, target) (rate(requests_total[1m]))'
  expect(rules).toEqual({
    groups: [{ name: 'spillway-my-mesh', interval: '15s', rules: [{ record: 'spillway:my_mesh:requests', expr }] }],
  })
  // The age of the samples is told no more by the query itself, so it is asked for.
  const queries = {
    requests: 'spillway:my_mesh:requests',
    sampleTime: 'max by (source, target) (timestamp(requests_total))',
  }
  expect(settings).toEqual({ queries })
  expect(await examineWith({ ...custom, queries }, { 'rate(requests_total': 5_200 })).toMatchObject([{ outcome: 'ok' }])
  expect(server.bodies.some((body) => new URLSearchParams(body).get('query') === 'spillway:my_mesh:requests')).toBe(
    true,
  )
})

test.each(['istio', 'envoy', 'otel-servicegraph'])(
  'preset %s takes recorded queries in place of its own',
  async (preset) => {
    const [speed] = await examineWith({ preset }, { 'rate(': 4_000 })
    const [, settings] = parseAllDocuments(speed?.advice ?? '').map((document): unknown => document.toJS())
    const own = Object.assign({ preset }, settings)
    const [after] = await examineWith(own, { 'rate(': 4_000 })
    // What is left is what no recording serves: facts.
    expect(after?.advice).toBeUndefined()
  },
)

test('what cannot be recorded is told to be asked less', async () => {
  const [speed] = await examineWith({ preset: 'envoy' }, { circuit_breakers: 6_000 })
  expect(speed?.outcome).toBe('warning')
  expect(speed?.answer).toContain('ask for less (proxies at a limit, proxies with limits, limits that are reached)')
  expect(speed?.advice).toBeUndefined()
})
