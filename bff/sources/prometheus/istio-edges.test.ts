import { describe, expect, test } from 'vitest'
import { AT, istioSettings, reportOf, type Answers } from './batch-fixture.ts'

/** Which rows of the mesh's telemetry become which connections: see wire-queries for what each question selects. */

const api = {
  source_canonical_service: 'edge-proxy',
  destination_canonical_service: 'api',
  destination_service_name: 'api',
  request_protocol: 'http',
  source_cluster: 'us-east-1',
  destination_cluster: 'us-east-1',
}
const apiUnpicked = { ...api, destination_canonical_service: 'unknown', destination_cluster: 'unknown' }
const passthrough = { ...apiUnpicked, destination_service_name: 'PassthroughCluster' }
const entry = {
  ...api,
  source_canonical_service: 'unknown',
  source_cluster: 'unknown',
  destination_canonical_service: 'edge-proxy',
  destination_service_name: 'edge-proxy',
}
const seconds = AT / 1_000

function edgesOf(answers: Answers, overrides: object = {}) {
  const report = reportOf(istioSettings(overrides), {
    requests: [],
    errors: [],
    callerRequests: [],
    callerErrors: [],
    callerOnlyFailures: [],
    ...answers,
  })
  return new Map(report.edges.map((edge) => [`${edge.source}>${edge.target}`, edge]))
}

describe('both ends report', () => {
  test('and are never added up: the destination tells', () => {
    const edge = edgesOf({
      requests: [{ metric: api, value: 100 }],
      errors: [{ metric: api, value: 2 }],
      callerRequests: [{ metric: api, value: 101 }],
      callerErrors: [{ metric: api, value: 3 }],
    }).get('edge-proxy>api')
    expect(edge).toMatchObject({ requestsPerSecond: 100, errorShare: 0.02, feedRegion: 'us-east-1', protocol: 'http' })
    expect(edge?.degradedShare).toBeNaN()
  })

  test('what only callers see is added: timeouts to a known host, open circuits to one never picked', () => {
    const edges = edgesOf({
      requests: [{ metric: api, value: 90 }],
      errors: [{ metric: api, value: 0 }],
      callerRequests: [
        { metric: api, value: 94 },
        { metric: apiUnpicked, value: 6 },
      ],
      callerOnlyFailures: [
        { metric: api, value: 4 },
        { metric: apiUnpicked, value: 6 },
      ],
    })
    expect([...edges.keys()].filter((key) => key.endsWith('>api'))).toEqual(['edge-proxy>api'])
    expect(edges.get('edge-proxy>api')).toMatchObject({ requestsPerSecond: 100, errorShare: 0.1 })
  })

  test('a destination that tells no errors has none; one whose errors could not be asked for is unknown', () => {
    const requests = [{ metric: api, value: 10 }]
    expect(edgesOf({ requests }).get('edge-proxy>api')?.errorShare).toBe(0)
    expect(edgesOf({ requests, errors: 'failed' }).get('edge-proxy>api')).toMatchObject({
      requestsPerSecond: 10,
      errorShare: NaN,
    })
    expect(edgesOf({ requests, callerOnlyFailures: 'failed' }).get('edge-proxy>api')).toMatchObject({
      requestsPerSecond: 10,
      errorShare: NaN,
    })
  })
})

describe('only callers report', () => {
  test('targets outside of the mesh are known by the name that was called', () => {
    const edge = edgesOf({
      callerRequests: [{ metric: passthrough, value: 8 }],
      callerErrors: [{ metric: passthrough, value: 2 }],
      callerOnlyFailures: [{ metric: passthrough, value: 2 }],
      callerP99: [{ metric: passthrough, value: 40 }],
    }).get('edge-proxy>passthroughcluster')
    expect(edge).toMatchObject({
      requestsPerSecond: 8,
      errorShare: 0.25,
      p99LatencyMs: 40,
      targetRegion: 'us-east-1',
      feedRegion: 'us-east-1',
    })
  })

  test('of a region whose telemetry is gone: the callers take over, and their region is the feed', () => {
    const remote = { ...api, destination_cluster: 'us-west-2' }
    const answers = { callerRequests: [{ metric: remote, value: 5 }], callerErrors: [{ metric: remote, value: 5 }] }
    expect(edgesOf(answers).get('edge-proxy>api')).toMatchObject({
      requestsPerSecond: 5,
      errorShare: 1,
      targetRegion: 'us-west-2',
      feedRegion: 'us-east-1',
    })
  })
})

describe('callers without a name', () => {
  test('of an entry are INTERNET', () => {
    const edge = edgesOf({ requests: [{ metric: entry, value: 1_000 }] }).get('internet>edge-proxy')
    expect(edge).toMatchObject({
      sourceRegion: 'global',
      targetRegion: 'us-east-1',
      entry: true,
      requestsPerSecond: 1_000,
    })
  })

  test('of anything else stay unknown, and enter nothing', () => {
    const probe = { ...entry, destination_canonical_service: 'api', destination_service_name: 'api' }
    const edge = edgesOf({ requests: [{ metric: probe, value: 1 }] }).get('unknown>api')
    expect(edge).toMatchObject({ sourceRegion: 'us-east-1', entry: false })
  })

  test('of a gateway that nobody reports are what it sends on', () => {
    const other = { ...api, destination_canonical_service: 'license', destination_service_name: 'license' }
    const edges = edgesOf({
      requests: [
        { metric: api, value: 60 },
        { metric: other, value: 40 },
      ],
      errors: [{ metric: other, value: 10 }],
      p99: [
        { metric: api, value: 20 },
        { metric: other, value: 90 },
      ],
    })
    const derived = edges.get('internet>edge-proxy')
    expect(derived).toMatchObject({ requestsPerSecond: 100, errorShare: 0.1, p99LatencyMs: 90, entry: true })
    expect(edges.get('edge-proxy>api')?.entry).toBe(false)
  })

  test('are not counted twice where they are seen', () => {
    const edges = edgesOf({
      requests: [
        { metric: entry, value: 100 },
        { metric: api, value: 60 },
      ],
    })
    expect(edges.get('internet>edge-proxy')?.requestsPerSecond).toBe(100)
  })
})

describe('rows of one connection', () => {
  const second = { ...api, destination_service_name: 'api-canary' }
  const twice = (a: number | string, b: number | string) => [
    { metric: api, value: a },
    { metric: second, value: b },
  ]

  test('add up where they are rates, and show the worst where they are percentiles', () => {
    const edge = edgesOf({ requests: twice(10, 30), errors: twice(1, 3), p99: twice(15, 45) }).get('edge-proxy>api')
    expect(edge).toMatchObject({ requestsPerSecond: 40, errorShare: 0.1, p99LatencyMs: 45 })
  })

  test('without observations leave a percentile to those with some', () => {
    expect(edgesOf({ requests: twice(1, 1), p99: twice('NaN', 45) }).get('edge-proxy>api')?.p99LatencyMs).toBe(45)
    expect(edgesOf({ requests: twice(1, 1), p99: twice(45, 'NaN') }).get('edge-proxy>api')?.p99LatencyMs).toBe(45)
    expect(edgesOf({ requests: twice(1, 1), p99: twice('NaN', 'NaN') }).get('edge-proxy>api')?.p99LatencyMs).toBeNaN()
  })
})

test('namespaces tell services of one name apart where that is asked for', () => {
  const metric = { ...api, source_workload_namespace: 'edge', destination_workload_namespace: 'shop' }
  const requests = [{ metric, value: 1 }]
  expect([...edgesOf({ requests }, { namespaces: 'append' }).keys()]).toContain('edge-proxy.edge>api.shop')
  expect([...edgesOf({ requests }).keys()]).toContain('edge-proxy>api')
})

test('a region may go by an alias, or be fixed', () => {
  const metric = { ...api, source_cluster: 'Kubernetes', destination_cluster: 'Kubernetes' }
  expect(edgesOf({ requests: [{ metric, value: 1 }] }).get('edge-proxy>api')?.targetRegion).toBe('us-east-1')
  const fixed = edgesOf({ requests: [{ metric, value: 1 }] }, { region: 'us-west-2' })
  expect(fixed.get('edge-proxy>api')).toMatchObject({ sourceRegion: 'us-west-2', targetRegion: 'us-west-2' })
})

test('each connection has the newest sample of the end that tells of it', () => {
  const report = reportOf(istioSettings(), {
    requests: [{ metric: api, value: 1 }],
    callerRequests: [{ metric: passthrough, value: 1 }],
    sampleTime: [
      { metric: { ...api, reporter: 'destination' }, value: seconds - 7 },
      { metric: { ...api, reporter: 'source' }, value: seconds - 1 },
      { metric: { ...passthrough, reporter: 'source' }, value: seconds - 2 },
    ],
  })
  const agesOf = new Map(report.edges.map((edge) => [edge.target, AT - edge.observedAt]))
  expect(agesOf.get('api')).toBe(7_000)
  expect(agesOf.get('passthroughcluster')).toBe(2_000)
})
