import { describe, expect, test } from 'vitest'
import {
  derivedSampleTime,
  istioCallerOnlyFailures,
  istioDestinationRequests,
  upSampleTime,
  upSampleTimeWithin,
  withWindow,
} from './wire-queries.ts'

const labels = { regionLabel: 'destination_cluster', sourceRegionLabel: 'source_cluster', namespaces: 'omit' } as const

describe('the newest sample is derived from', () => {
  test.each([
    ['sum by (a, b) (rate(x_total[$window]))', 'max by (a, b) (timestamp(x_total))'],
    ['sum by(a)(rate(x_total{job="y",z=~"a|b"}[5m]))', 'max by (a) (timestamp(x_total{job="y",z=~"a|b"}))'],
    [' sum by ( a ) ( rate( x:y [1m] ) ) ', 'max by (a) (timestamp(x:y))'],
  ])('%s', (query, expected) => expect(derivedSampleTime(query)).toBe(expected))

  test.each([
    'edge:rate1m',
    'sum(rate(x[1m]))',
    'sum by (a) (rate(x[1m])) + 1',
    'sum by (a) (rate(x[1m]) or rate(y[1m]))',
  ])('but not from %s', (query) => expect(derivedSampleTime(query)).toBeNull())
})

test('the window is put in wherever it stands', () => {
  expect(withWindow('rate(a[$window]) / rate(b[$window])', 90_000)).toBe('rate(a[90s]) / rate(b[90s])')
})

test('no selector counts what another counts', () => {
  expect(istioDestinationRequests(labels)).toBe(
    'sum by (source_canonical_service, destination_canonical_service, destination_service_name, request_protocol, source_cluster, destination_cluster) (' +
      'rate(istio_requests_total{reporter="destination",response_code!="0"}[$window])' +
      ' or rate(istio_requests_total{reporter="destination",response_code="0",source_workload="unknown"}[$window]))',
  )
})

test.each([
  ['UT', true],
  ['UF,URX', true],
  ['URX,UF', true],
  ['UO', true],
  ['NR', true],
  ['URX', false],
  ['-', false],
  ['DC', false],
  ['via_upstream', false],
  ['UTX', false],
])("flags %s are only the caller's to tell: %s", (flags, expected) => {
  const pattern = /response_flags=~"([^"]+)"/.exec(istioCallerOnlyFailures(labels))?.[1] ?? ''
  expect(new RegExp(`^(?:${pattern})$`).test(flags)).toBe(expected)
})

test('the last scrape is asked for per region, now and of the past', () => {
  const selector = 'up{job="x"}'
  expect(upSampleTime(selector, 'region')).toBe('max by (region) (timestamp(up{job="x"}) and (up{job="x"} == 1))')
  expect(upSampleTimeWithin({ selector, withinMs: 3_600_000, resolutionMs: 15_000 })).toBe(
    'max (max_over_time((timestamp(up{job="x"}) and (up{job="x"} == 1))[1h:15s]))',
  )
})
