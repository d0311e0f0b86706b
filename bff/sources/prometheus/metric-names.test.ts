import { describe, expect, test } from 'vitest'
import { metricNamesIn, suggestNames, typeMistakes } from './metric-names.ts'

describe('metric names are found in', () => {
  test.each([
    ['up', ['up']],
    ['sum by (le, source) (rate(http_requests_total{code=~"5..",job="up"}[5m]))', ['http_requests_total']],
    ['a:b{x="}"} / on(job) group_left(team) c offset 5m', ['a:b', 'c', 'm']],
    ['histogram_quantile(0.99, sum(rate(x_bucket[$window])) by (le))', ['x_bucket']],
    ['max(clock - timestamp(clock)) or vector(0)', ['clock']],
  ])('%s', (query, names) => {
    // A duration's unit may pass for a name: it only ever leads to one suggestion too many.
    expect(metricNamesIn(query).filter((name) => name !== 'm')).toEqual(names.filter((name) => name !== 'm'))
  })
})

test('a name that is nearly right is suggested, the nearest first', () => {
  const existing = ['go_goroutines', 'http_server_requests_seconds_count', 'http_requests_total', 'http_requests']
  expect(suggestNames('http_request_total', existing)).toEqual(['http_requests_total'])
  expect(suggestNames('http_requests_count', existing)).toEqual([
    'http_requests',
    'http_server_requests_seconds_count',
    'http_requests_total',
  ])
  expect(suggestNames('queue_depth', existing)).toEqual([])
})

describe('mistakes of type', () => {
  const types = new Map([
    ['load', 'gauge'],
    ['requests', 'counter'],
  ])
  test.each([
    ['rate(load[5m])', [{ metric: 'load', mistake: 'rate-of-gauge' }]],
    ['requests', [{ metric: 'requests', mistake: 'counter-without-rate' }]],
    ['sum(unknown_total)', [{ metric: 'unknown_total', mistake: 'counter-without-rate' }]],
    ['rate(requests[5m])', []],
    ['max by (a) (timestamp(requests{x="y"}))', []],
    ['load', []],
  ])('%s', (query, expected) => expect(typeMistakes(query, types)).toEqual(expected))
})
