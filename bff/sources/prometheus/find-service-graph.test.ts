import { describe, expect, test } from 'vitest'
import type { PrometheusClient } from './client.ts'
import { failureOf } from '../failure.ts'
import { findServiceGraph, serviceGraphsAmong, unitOf } from './find-service-graph.ts'
import type { WireVectorRow } from './wire.ts'
import { ServiceGraphSettings } from './service-graph-settings.ts'

const GRAPH = 'traces_service_graph_request'

describe('names among all others', () => {
  test.each<[string, string[], object]>([
    [
      'as the connector writes them',
      [`${GRAPH}_total`, `${GRAPH}_failed_total`, `${GRAPH}_server_seconds_bucket`, `${GRAPH}_client_seconds_bucket`],
      {
        prefix: '',
        requests: `${GRAPH}_total`,
        failed: `${GRAPH}_failed_total`,
        serverLatency: `${GRAPH}_server_seconds_bucket`,
        clientLatency: `${GRAPH}_client_seconds_bucket`,
      },
    ],
    [
      'behind a namespace, in milliseconds',
      [`otel_${GRAPH}_total`, `otel_${GRAPH}_server_milliseconds_bucket`],
      {
        prefix: 'otel_',
        requests: `otel_${GRAPH}_total`,
        failed: null,
        serverLatency: `otel_${GRAPH}_server_milliseconds_bucket`,
        clientLatency: null,
      },
    ],
    [
      'with a suffix more, with none, and of the first collectors',
      [`${GRAPH}_total_total`, `${GRAPH}_failed`, `${GRAPH}_duration_seconds_bucket`],
      {
        prefix: '',
        requests: `${GRAPH}_total_total`,
        failed: `${GRAPH}_failed`,
        serverLatency: `${GRAPH}_duration_seconds_bucket`,
        clientLatency: null,
      },
    ],
  ])('%s', (_name, names, expected) => {
    const noise = [
      'up',
      `${GRAPH}_server_seconds_sum`,
      `${GRAPH}_unpaired_spans_total`,
      'traces_spanmetrics_calls_total',
    ]
    expect(serviceGraphsAmong([...noise, ...names])).toEqual([expected])
  })

  test('a set without requests is none', () => {
    expect(serviceGraphsAmong([`${GRAPH}_failed_total`, `${GRAPH}_server_seconds_bucket`])).toEqual([])
  })
})

test.each([
  [`${GRAPH}_server_seconds_bucket`, [0.002, 0.5, 15, Infinity], 's'],
  [`${GRAPH}_server_seconds_bucket`, [2, 4, 15_000, Infinity], 'ms'],
  [`${GRAPH}_server_milliseconds_bucket`, [0.002, 15], 's'],
  [`${GRAPH}_server_milliseconds_bucket`, [], 'ms'],
  [`${GRAPH}_server_bucket`, [Infinity], 's'],
])('the unit of %s with bounds %j is %s', (name, bounds, unit) => expect(unitOf(name, bounds)).toBe(unit))

describe('what is asked for', () => {
  const settingsOf = (metrics: object) =>
    ServiceGraphSettings.parse({ id: 'x', kind: 'prometheus', preset: 'otel-servicegraph', url: 'http://x', metrics })

  /** Answers as a Prometheus with these names would; each series count is by name. */
  function find(names: Readonly<Record<string, number>> | 'failed', metrics: object = {}) {
    const asked: string[] = []
    const row = (metric: Record<string, string>, value: number): WireVectorRow => ({
      metric,
      value: [0, String(value)],
    })
    const client: Pick<PrometheusClient, 'metricNames' | 'query'> = {
      metricNames: () =>
        Promise.resolve(
          names === 'failed'
            ? { kind: 'failed', failure: failureOf('timeout', 'late') }
            : { kind: 'answered', value: Object.keys(names), bytes: 0, servedAtMs: 0 },
        ),
      query({ query }) {
        asked.push(query)
        const counts = Object.entries(names).map(([name, count]) => row({ __name__: name }, Number(count)))
        const result = query.startsWith('count by (le)') ? [row({ le: '0.1' }, 1), row({ le: '+Inf' }, 1)] : counts
        const value = { result: { resultType: 'vector' as const, result }, warnings: [] }
        return Promise.resolve({ kind: 'answered', value, bytes: 0, servedAtMs: 0 })
      },
    }
    const whole = { ...unasked, ...client }
    const signal = AbortSignal.timeout(5_000)
    return findServiceGraph({ settings: settingsOf(metrics), client: whole, clock: { now: () => 0 }, signal }).then(
      (found) => ({ found, asked }),
    )
  }
  const never = () => Promise.reject(new Error('this is not asked'))
  const unasked = { queryRange: never, metricTypes: never, version: never }
  const latency = `${GRAPH}_server_seconds_bucket`

  test('of several sets, the one of which most series are kept now', async () => {
    const names = { [`${GRAPH}_total`]: 3, [`new_${GRAPH}_total`]: 40, [`new_${latency}`]: 400 }
    const { found } = await find(names)
    expect(found?.metrics).toMatchObject({ prefix: 'new_', requests: `new_${GRAPH}_total`, latencyUnit: 's' })
    expect(found?.others).toEqual([''])
  })

  test('the set that is configured, whatever else there is', async () => {
    const { found } = await find({ [`${GRAPH}_total`]: 3, [`new_${GRAPH}_total`]: 40 }, { prefix: '' })
    expect(found).toMatchObject({ metrics: { requests: `${GRAPH}_total`, failed: null }, others: [] })
  })

  test('what is configured is not looked for', async () => {
    const metrics = { requests: 'a_total', serverLatency: 'b_bucket', latencyUnit: 'ms' }
    const { found, asked } = await find({ [`${GRAPH}_total`]: 3, [latency]: 3 }, metrics)
    expect(found?.metrics).toMatchObject(metrics)
    expect(asked).toEqual([])
  })

  test('nothing there, and nobody who answers, are two things', async () => {
    expect((await find({})).found).toEqual({ metrics: {}, others: [] })
    expect((await find('failed')).found).toBeNull()
  })
})
