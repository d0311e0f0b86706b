import { describe, expect, test } from 'vitest'
import { AT, reportOf, type Answers } from './batch-fixture.ts'
import { questionsOfPolls } from './questions.ts'
import { PrometheusSettings } from './settings.ts'

const base = { id: 'mesh', kind: 'prometheus', url: 'http://127.0.0.1:9090', period: '5s', preset: 'envoy' }
const settingsOf = (own: object = {}) => PrometheusSettings.parse({ ...base, entry: ['gateway'], ...own })
const row = (app: string, host: string, more: Record<string, string> = {}) => {
  return { app, envoy_cluster_name: `outbound|80||${host}`, region: 'us-east-1', ...more }
}
const LICENSE = 'license.prod.svc.cluster.local'
const seconds = AT / 1_000

function edgesOf(answers: Answers, own: object = {}) {
  const report = reportOf(settingsOf(own), { requests: [], errors: [], ...answers })
  return new Map(report.edges.map((edge) => [`${edge.source}>${edge.target}`, edge]))
}

describe('connections', () => {
  test("lead from the proxy's label to the service behind the cluster, whatever its port and subset", () => {
    const two = { ...row('api', LICENSE), envoy_cluster_name: `outbound|81|v2|${LICENSE}` }
    const edges = edgesOf({
      requests: [
        { metric: row('api', LICENSE), value: 60 },
        { metric: two, value: 40 },
      ],
      errors: [{ metric: two, value: 5 }],
      p99: [
        { metric: row('api', LICENSE), value: 12 },
        { metric: two, value: 80 },
      ],
      sampleTime: [{ metric: two, value: seconds - 3 }],
    })
    expect([...edges.keys()]).toEqual(['api>license'])
    expect(edges.get('api>license')).toMatchObject({
      requestsPerSecond: 100,
      errorShare: 0.05,
      p99LatencyMs: 80,
      protocol: 'http',
      sourceRegion: 'us-east-1',
      targetRegion: 'us-east-1',
      observedAt: AT - 3_000,
    })
  })

  test("into another region where the cluster's name tells it", () => {
    const own = { clusterPattern: String.raw`^(?<service>[a-z]+)@(?<region>.+)$` }
    const metric = { ...row('api', ''), envoy_cluster_name: 'license@us-west-2' }
    const edge = edgesOf({ requests: [{ metric, value: 1 }] }, own).get('api>license')
    expect(edge).toMatchObject({ sourceRegion: 'us-east-1', targetRegion: 'us-west-2' })
  })

  test('of a gateway come from outside, as much as it sends on', () => {
    const edges = edgesOf({
      requests: [
        { metric: row('gateway', 'api.prod.svc.cluster.local'), value: 70 },
        { metric: row('gateway', LICENSE), value: 30 },
      ],
    })
    expect(edges.get('internet>gateway')).toMatchObject({ requestsPerSecond: 100, entry: true, sourceRegion: 'global' })
    expect(edges.get('gateway>api')?.entry).toBe(false)
  })

  test('of proxies without the label are left out, and counted', () => {
    const { edges, problems } = reportOf(settingsOf(), {
      requests: [{ metric: { envoy_cluster_name: `outbound|80||${LICENSE}`, region: 'us-east-1' }, value: 1 }],
    })
    expect(edges).toEqual([])
    expect(problems[0]?.message).toMatch(/^1 row came without the label app/)
  })
})

describe('the queries', () => {
  const queryOf = (role: string, own: object = {}) =>
    questionsOfPolls(settingsOf(own)).find((question) => question.role === role)?.query ?? ''

  test('count answers, not tries, and leave out what is no service', () => {
    expect(queryOf('requests', { ignoredClusters: 'xds' })).toBe(
      'sum by (app, envoy_cluster_name, region) (rate(envoy_cluster_upstream_rq_xx{envoy_cluster_name!~"xds"}[$window]))',
    )
    expect(queryOf('errors')).toContain('envoy_response_code_class="5"')
  })

  test("speak as Istio's proxies do where that is said", () => {
    const own = { dialect: 'istio', callerLabel: 'workload', ignoredClusters: 'xds' }
    expect(queryOf('requests', own)).toBe(
      'sum by (workload, cluster_name, region) (rate(envoy_cluster_upstream_rq{response_code_class!="",cluster_name!~"xds"}[$window]))',
    )
    expect(queryOf('errors', own)).toContain('response_code_class="5xx",cluster_name')
    expect(queryOf('requests', { ...own, clusterLabel: 'upstream' })).toContain('by (workload, upstream, region)')
  })

  test('ask nothing of limits and hosts where proxies keep none', () => {
    expect(queryOf('cluster:proxies')).not.toBe('')
    expect(queryOf('cluster:proxies', { circuitBreakers: false })).toBe('')
  })
})

describe('limits', () => {
  const metric = row('api', LICENSE)
  const of = (answers: Answers) =>
    reportOf(settingsOf(), { requests: [{ metric, value: 10 }], errors: [], ...answers }).facts
  const told = { 'cluster:proxies': [{ metric, value: 8 }], 'cluster:open-proxies': [{ metric, value: 2 }] }

  test('that are reached open the breaker, and say which', () => {
    const name = (limit: string) => `envoy_cluster_circuit_breakers_default_${limit}_open`
    const facts = of({
      ...told,
      'cluster:reached-limits': ['rq_pending', 'cx'].map((limit) => ({
        metric: { ...metric, __name__: name(limit) },
        value: 1,
      })),
      'cluster:overflows': [{ metric, value: 3 }],
      'cluster:active': [{ metric, value: 40 }],
    })
    expect(facts?.breakers).toMatchObject([
      {
        name: 'api',
        command: metric.envoy_cluster_name,
        target: 'license.prod.svc',
        region: 'us-east-1',
        state: 'open',
        openInstances: 2,
        instances: 8,
        requestsPerSecond: 10,
        errorShare: 0,
        rejectionsPerSecond: 3,
        concurrency: 40,
        reason: '2 of 8 proxies reached the limit of waiting requests and connections',
      },
    ])
  })

  test('that are not reached leave it closed; those nobody tells of are no breakers at all', () => {
    expect(of({ ...told, 'cluster:open-proxies': [{ metric, value: 0 }] })?.breakers).toMatchObject([
      { state: 'closed', reason: null, rejectionsPerSecond: NaN, concurrency: NaN },
    ])
    expect(of({ ...told, 'cluster:open-proxies': 'failed' })?.breakers).toMatchObject([
      { state: 'unknown', openInstances: NaN },
    ])
    expect(of({ 'cluster:proxies': [], 'cluster:open-proxies': [] })).toBeUndefined()
  })
})

test('hosts without requests are said of their service, and taken back', () => {
  const metric = { envoy_cluster_name: `outbound|80||${LICENSE}`, region: 'us-east-1' }
  const noticesOf = (unhealthy: number, ejected: number) =>
    reportOf(settingsOf(), {
      'cluster:hosts': [{ metric, value: 8 }],
      'cluster:unhealthy-hosts': unhealthy > 0 ? [{ metric, value: unhealthy }] : [],
      'cluster:ejected-hosts': ejected > 0 ? [{ metric, value: ejected }] : [],
    }).nodes.map(({ service, notices }) => [service, notices])
  expect(noticesOf(0, 0)).toEqual([['license', []]])
  expect(noticesOf(3, 0)).toEqual([['license', [{ severity: 'warning', text: '3 of 8 hosts get no requests' }]]])
  expect(noticesOf(3, 2)).toEqual([
    ['license', [{ severity: 'warning', text: '3 of 8 hosts get no requests, 2 of them ejected for their errors' }]],
  ])
  expect(noticesOf(8, 0)).toEqual([['license', [{ severity: 'critical', text: '8 of 8 hosts get no requests' }]]])
})
