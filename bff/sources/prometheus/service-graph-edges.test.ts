import { describe, expect, test } from 'vitest'
import { reportOf, type Answers } from './batch-fixture.ts'
import { questionsOf } from './questions.ts'
import { PrometheusSettings } from './settings.ts'

const base = {
  id: 'traces',
  kind: 'prometheus',
  url: 'http://127.0.0.1:9090',
  period: '5s',
  preset: 'otel-servicegraph',
}
const settingsOf = (own: object = {}) => PrometheusSettings.parse({ ...base, ...own })
const call = { client: 'api', server: 'license', client_cloud_region: 'us-east-1', server_cloud_region: 'us-west-2' }
const { server_cloud_region: _, ...untold } = call
const database = { ...untold, server: 'orders-db', connection_type: 'database' }
const message = { ...call, server: 'mailer', connection_type: 'messaging_system' }
const partner = { ...untold, server: 'partner', connection_type: 'virtual_node' }
const user = { client: 'user', server: 'api', connection_type: 'virtual_node', server_cloud_region: 'us-east-1' }

function told(answers: Answers, own: object = {}) {
  return reportOf(settingsOf(own), { requests: [], errors: [], ...answers })
}
const one = (metric: Record<string, string>, value: number) => [{ metric, value }]

describe('connections', () => {
  test('lead from client to server, each in its region', () => {
    const { edges } = told({ requests: one(call, 40), errors: one(call, 10), p99: one(call, 0.08) })
    expect(edges).toMatchObject([
      {
        source: 'api',
        sourceRegion: 'us-east-1',
        target: 'license',
        targetRegion: 'us-west-2',
        requestsPerSecond: 40,
        errorShare: 0.25,
        p99LatencyMs: 80,
        degradedShare: NaN,
        entry: false,
      },
    ])
  })

  test.each([
    ['of a database', database, 'orders-db', 'database'],
    ['of messages', message, 'mailer', 'messaging'],
    ['of somebody else', partner, 'partner', 'unknown'],
  ])('%s', (_name, metric, target, protocol) => {
    const region = 'server_cloud_region' in metric ? 'us-west-2' : 'us-east-1'
    expect(told({ requests: one(metric, 1) }).edges).toMatchObject([{ target, protocol, targetRegion: region }])
  })

  test('of users enter from outside', () => {
    const { edges } = told({ requests: one(user, 9) })
    expect(edges).toMatchObject([{ source: 'internet', sourceRegion: 'global', target: 'api', entry: true }])
    const other = told({ requests: one({ ...user, client: 'browser' }, 9) }, { outsideClients: ['browser'] })
    expect(other.edges).toMatchObject([{ source: 'internet', entry: true }])
  })

  test('of one label for both ends, or of a fixed region', () => {
    const metric = { client: 'api', server: 'license', cluster: 'us-west-2' }
    const labels = { regionLabel: 'cluster', sourceRegionLabel: 'cluster' }
    expect(told({ requests: one(metric, 1) }, labels).edges).toMatchObject([{ sourceRegion: 'us-west-2' }])
    expect(told({ requests: one(metric, 1) }, { region: 'us-east-1' }).edges).toMatchObject([
      { targetRegion: 'us-east-1' },
    ])
    expect(told({ requests: one(metric, 1) }).problems[0]?.message).toMatch(/without the label server_cloud_region/)
  })
})

describe('times', () => {
  test('are milliseconds where the buckets are', () => {
    const answers = { requests: one(call, 1), p99: one(call, 80) }
    expect(told(answers, { metrics: { latencyUnit: 'ms' } }).edges).toMatchObject([{ p99LatencyMs: 80 }])
  })

  test('of callers stand in for servers that tell none', () => {
    const { edges } = told({ requests: one(partner, 1), p99: one(partner, 0.002), callerP99: one(partner, 0.3) })
    expect(edges).toMatchObject([{ p99LatencyMs: 300 }])
  })
})

test('kinds follow the connection, but who calls is a service', () => {
  const caller = { ...call, client: 'partner', server: 'api' }
  const kinds = (rows: readonly Record<string, string>[]) =>
    Object.fromEntries(
      told({ requests: rows.map((metric) => ({ metric, value: 1 })) }).nodes.map(({ service, kind }) => [
        service,
        kind,
      ]),
    )
  expect(kinds([database, message, partner, user])).toEqual({
    internet: 'internet',
    api: 'service',
    'orders-db': 'datastore',
    mailer: 'service',
    partner: 'external',
  })
  expect(kinds([partner, caller])['partner']).toBe('service')
  expect(kinds([caller, partner])['partner']).toBe('service')
})

describe('the queries', () => {
  const queriesOf = (metrics: object) =>
    Object.fromEntries(questionsOf(settingsOf({ metrics })).map(({ role, query }) => [role, query]))
  const by = 'client, server, connection_type, client_cloud_region, server_cloud_region'

  test('aggregate `failed` away', () => {
    const { requests, errors } = queriesOf({})
    expect(requests).toBe(`sum by (${by}) (rate(traces_service_graph_request_total[$window]))`)
    expect(errors).toBe(`sum by (${by}) (rate(traces_service_graph_request_failed_total[$window]))`)
  })

  test('use the names that were found, and ask nothing of what is not kept', () => {
    const found = { requests: 'x_total', failed: null, serverLatency: 'x_bucket', clientLatency: null }
    const queries = queriesOf(found)
    expect(Object.keys(queries).toSorted()).toEqual(['p50', 'p90', 'p99', 'requests', 'sampleTime'])
    // Without callers' times, a server without spans would seem to answer at once.
    expect(queries['p99']).toContain('rate(x_bucket{connection_type!="virtual_node"}[$window])')
  })

  test("read callers' times of virtual servers alone", () => {
    const { p99, callerP99 } = queriesOf({})
    expect(p99).toContain('rate(traces_service_graph_request_server_seconds_bucket[$window])')
    expect(callerP99).toContain('client_seconds_bucket{connection_type="virtual_node",client!~"user"}')
  })
})
