import { describe, expect, test } from 'vitest'
import { PrometheusSettings } from './settings.ts'

const istio = { id: 'mesh', kind: 'prometheus', preset: 'istio', url: 'http://prometheus:9090' }
const custom = {
  ...istio,
  preset: 'custom',
  queries: { requests: 'sum by (source, target) (rate(requests_total[$window]))' },
}

test('an entry of five lines is enough', () => {
  expect(PrometheusSettings.parse(istio)).toMatchObject({
    period: 15_000,
    window: 60_000,
    regionLabel: 'destination_cluster',
    entry: [],
    auth: { kind: 'none' },
    limits: { bytes: 64 * 1024 ** 2, timeout: 10_000 },
  })
})

test('the window follows the period, and is never so short that a rate hangs on one scrape', () => {
  expect(PrometheusSettings.parse({ ...istio, period: '1s' }).window).toBe(10_000)
  expect(PrometheusSettings.parse({ ...istio, period: '1m' }).window).toBe(240_000)
  expect(PrometheusSettings.parse({ ...istio, period: '15s', window: '2m' }).window).toBe(120_000)
})

test('the other presets take five lines too', () => {
  expect(PrometheusSettings.parse({ ...istio, preset: 'otel-servicegraph' })).toMatchObject({
    outsideClients: ['user'],
  })
  const envoy = { ...istio, preset: 'envoy' }
  expect(PrometheusSettings.parse(envoy)).toMatchObject({ callerLabel: 'app', clusterLabel: 'envoy_cluster_name' })
  expect(PrometheusSettings.parse({ ...envoy, dialect: 'istio' })).toMatchObject({ clusterLabel: 'cluster_name' })
  const breakers = { ...istio, resilience4j: true }
  expect(PrometheusSettings.parse(breakers).resilience4j).toMatchObject({ serviceLabel: 'application', targets: {} })
})

describe('is refused', () => {
  test.each<[string, object, string]>([
    ['a window of less than four periods', { ...istio, window: '30s' }, 'window'],
    ['a period below a second', { ...istio, period: '500ms' }, 'period'],
    ['credentials in the url', { ...istio, url: 'http://me:secret@prometheus:9090' }, 'url'],
    ['a url of another scheme', { ...istio, url: 'file:///etc/passwd' }, 'url'],
    ['a token with a line break', { ...istio, auth: { kind: 'bearer', token: 'a\nb: c' } }, 'auth.token'],
    ['a header name that is none', { ...istio, headers: { 'X Y': 'z' } }, 'headers'],
    ['a label that is none', { ...istio, regionLabel: 'x"} or up{a="' }, 'regionLabel'],
    ['an up selector that is more than a selector', { ...istio, up: { selector: 'up or vector(1)' } }, 'up.selector'],
    ['an unknown key', { ...istio, querys: {} }, ''],
    ['a recorded query of what is never asked', { ...istio, queries: { saturation: 'x' } }, 'queries'],
    ['a pattern without a service', { ...istio, preset: 'envoy', clusterPattern: '^.*$' }, 'clusterPattern'],
    ['a pattern that is none', { ...istio, preset: 'envoy', clusterPattern: '(?<service>' }, 'clusterPattern'],
    [
      'a metric that is more than a name',
      { ...istio, preset: 'otel-servicegraph', metrics: { requests: 'a or b' } },
      'metrics.requests',
    ],
    ['no answer to whether there are breakers', { ...istio, resilience4j: false }, 'resilience4j'],
    ['a custom source without a requests query', { ...custom, queries: {} }, 'queries.requests'],
    [
      'samples whose age nobody can tell',
      { ...custom, queries: { requests: 'edge:requests:rate1m' } },
      'queries.sampleTime',
    ],
  ])('%s', (_what, settings, path) => {
    const parsed = PrometheusSettings.safeParse(settings)
    expect(parsed.success).toBe(false)
    expect(parsed.error?.issues.map((issue) => issue.path.join('.')).join(' ')).toContain(path)
  })
})

test('the age of a recording rule is told by up', () => {
  const settings = { ...custom, queries: { requests: 'edge:requests:rate1m' }, up: { selector: 'up{job="edge"}' } }
  expect(PrometheusSettings.safeParse(settings).success).toBe(true)
})
