import { afterEach, expect, test } from 'vitest'
import type { SourceReport } from '#bff/topology/report.ts'
import { json, startOddServer, type OddServer } from './odd-server-fixture.ts'
import { PrometheusSettings } from './settings.ts'
import { createPrometheusSource } from './source.ts'

/** Spans longer than this never come back, as where a Prometheus is busy with others. */
const MOST_STEPS_AT_ONCE = 20
const FROM = 1_795_375_500_000
const STEPS = 70

let server: OddServer
afterEach(() => server.close())

async function startBusyServer(most: number): Promise<void> {
  server = await startOddServer((response, request) => {
    const form = new URLSearchParams(server.bodies.at(-1))
    const [start, end, step] = ['start', 'end', 'step'].map((name) => Number(form.get(name)))
    const count = Math.round(((end ?? 0) - (start ?? 0)) / (step ?? 1)) + 1
    if (count > most) return
    const metric = { source: 'api', target: 'db', source_region: 'us-east-1', target_region: 'us-east-1' }
    const isTime = form.get('query')?.includes('timestamp') === true
    const values = Array.from({ length: count }, (_, place) => {
      const at = (start ?? 0) + place * (step ?? 1)
      return [at, isTime ? String(at) : '10'] as const
    })
    json(200, { status: 'success', data: { resultType: 'matrix', result: [{ metric, values }] } })(response, request)
  })
}

async function read(): Promise<SourceReport[]> {
  const settings = PrometheusSettings.parse({
    id: 'busy',
    kind: 'prometheus',
    preset: 'custom',
    url: server.url,
    queries: { requests: 'sum by (source, target, source_region, target_region) (rate(requests_total[$window]))' },
    limits: { timeout: '1s' },
  })
  const clock = { now: () => FROM + STEPS * 10_000 }
  const source = createPrometheusSource({
    id: 'busy',
    settings,
    regions: ['us-east-1'],
    regionAliases: new Map(),
    clock,
  })
  const reports: SourceReport[] = []
  const span = { from: FROM, to: FROM + (STEPS - 1) * 10_000, stepMs: 10_000, signal: AbortSignal.timeout(20_000) }
  for await (const report of source.backfill(span)) reports.push(report)
  return reports
}

test('a past that takes too long is asked for in smaller pieces, and none of it is lost', async () => {
  await startBusyServer(MOST_STEPS_AT_ONCE)
  const reports = await read()
  expect(reports.map(({ edges }) => edges[0]?.requestsPerSecond)).toEqual(Array.from({ length: STEPS }, () => 10))
  const asked = server.bodies.map((body) => new URLSearchParams(body).get('start'))
  // Once too long, and not again: each of the pieces is asked two questions.
  expect(asked.length).toBeLessThanOrEqual(2 + 2 * Math.ceil(STEPS / 15))
})

test('one that never comes back is said to have failed', async () => {
  await startBusyServer(0)
  await expect(read()).rejects.toThrow(/not done within|did not answer|within/)
})
