import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { AT, customSettings, istioSettings, reportOf, type Answers } from './batch-fixture.ts'
import { createFreshnessMemory } from './freshness-memory.ts'

const seconds = AT / 1_000
const call = { source: 'api', target: 'identity', source_region: 'us-east-1', target_region: 'us-east-1' }
const entry = { ...call, source: 'internet', source_region: 'global', target: 'edge-proxy' }
const remote = { ...call, source_region: 'us-west-2', target_region: 'us-west-2' }

const full: Answers = { requests: [{ metric: call, value: 10 }], errors: [], degraded: [] }
const edgeOf = (answers: Answers, overrides: object = {}) => reportOf(customSettings(overrides), answers).edges[0]

describe('numbers', () => {
  test('a connection without errors in an answer that came has none', () => {
    expect(edgeOf(full)).toMatchObject({ requestsPerSecond: 10, errorShare: 0, degradedShare: 0 })
  })

  test.each<[string, Answers]>([
    ['were not asked for', { requests: full.requests ?? [] }],
    ['could not be asked for', { ...full, errors: 'failed', degraded: 'failed' }],
    [
      'are said to be no number',
      { ...full, errors: [{ metric: call, value: 'NaN' }], degraded: [{ metric: call, value: 'NaN' }] },
    ],
    [
      'are infinite',
      { ...full, errors: [{ metric: call, value: '+Inf' }], degraded: [{ metric: call, value: '-Inf' }] },
    ],
  ])('errors that %s are unknown, never zero', (_what, answers) => {
    expect(edgeOf(answers)).toMatchObject({ requestsPerSecond: 10, errorShare: NaN, degradedShare: NaN })
  })

  test('connections stay known where only their requests could not be asked for', () => {
    const answers: Answers = { requests: 'failed', errors: [], sampleTime: [{ metric: call, value: seconds }] }
    const report = reportOf(customSettings(), answers)
    expect(report.edges).toMatchObject([
      { target: 'identity', requestsPerSecond: NaN, errorShare: NaN, observedAt: AT },
    ])
    expect(report.problems).toMatchObject([{ asked: 'question of requests', message: 'requests was refused.' }])
  })

  test('no requests, no errors', () => {
    expect(edgeOf({ ...full, requests: [{ metric: call, value: 0 }] })).toMatchObject({
      requestsPerSecond: 0,
      errorShare: 0,
    })
  })

  test('a share is never beyond 1, though two rates are never quite of one instant', () => {
    expect(edgeOf({ ...full, errors: [{ metric: call, value: 10.2 }] })?.errorShare).toBe(1)
  })

  test('latencies in seconds are told in ms', () => {
    expect(edgeOf({ ...full, p99: [{ metric: call, value: 0.25 }] }, { latencyUnit: 's' })?.p99LatencyMs).toBe(250)
  })

  test('duplicates of one connection add up', () => {
    const twice = [
      { metric: { ...call, extra: 'a' }, value: 4 },
      { metric: { ...call, extra: 'b' }, value: 6 },
    ]
    expect(edgeOf({ requests: twice, errors: twice })).toMatchObject({ requestsPerSecond: 10, errorShare: 1 })
    expect(reportOf(customSettings(), { requests: twice }).edges).toHaveLength(1)
  })

  test('whatever comes, shares are 0–1 or unknown and no row is invented', () => {
    const value = fc.oneof(fc.double(), fc.constantFrom('NaN', '+Inf', '-Inf', '', 'x'))
    fc.assert(
      fc.property(value, value, value, (requests, errors, p99) => {
        const report = reportOf(customSettings(), {
          requests: [{ metric: call, value: requests }],
          errors: [{ metric: call, value: errors }],
          p99: [{ metric: call, value: p99 }],
        })
        expect(report.edges).toHaveLength(1)
        const edge = report.edges[0]
        const isShare =
          Number.isNaN(edge?.errorShare) || (Number(edge?.errorShare) >= 0 && Number(edge?.errorShare) <= 1)
        expect(isShare).toBe(true)
        expect(edge?.requestsPerSecond).not.toBe(Infinity)
      }),
    )
  })
})

describe('rows that cannot be placed are left out and counted', () => {
  test.each<[string, Record<string, string>[], RegExp]>([
    ['no target', [{ source: 'api' }, { source: 'web' }], /2 rows came without the label target/],
    ['no source', [{ ...call, source: '' }], /1 row came without the label source/],
    ['no region', [{ source: 'api', target: 'identity' }], /without the label target_region/],
    [
      'a region nobody knows',
      [{ ...call, target_region: 'mars-1' }],
      /"mars-1" \(label target_region\).*add it to regions/,
    ],
  ])('%s', (_what, metrics, message) => {
    const rows = [...metrics.map((metric) => ({ metric, value: 1 })), { metric: call, value: 1 }]
    const report = reportOf(customSettings(), { requests: rows, errors: rows })
    expect(report.edges).toHaveLength(1)
    expect(report.problems).toHaveLength(1)
    expect(report.problems[0]).toMatchObject({ asked: 'question of requests', message: expect.stringMatching(message) })
  })
})

describe('where traffic enters', () => {
  const entersOf = (requests: Record<string, string>[]) =>
    reportOf(customSettings(), { requests: requests.map((metric) => ({ metric, value: 1 })) }).edges.map(
      (edge) => edge.entry,
    )

  test('from INTERNET, told or nameless', () => {
    expect(entersOf([entry, call])).toEqual([true, false])
    expect(entersOf([{ ...entry, source: 'unknown', source_region: '' }])).toEqual([true])
  })

  test('through a balancer with a name of its own, where the target is configured as an entry', () => {
    expect(entersOf([{ ...call, source: 'haproxy', target: 'edge-proxy' }])).toEqual([true])
  })

  test('but not by what entries hand on to each other, nor beside INTERNET', () => {
    const handed = { ...call, source: 'edge-proxy', target: 'edge-proxy', source_region: 'us-west-2' }
    const internal = { ...call, target: 'edge-proxy' }
    expect(entersOf([entry, handed, internal])).toEqual([true, false, false])
  })
})

describe('freshness', () => {
  const settings = customSettings({ up: { selector: 'up{job="x"}', regionLabel: 'region' } })
  const rows: Answers = {
    requests: [
      { metric: call, value: 1 },
      { metric: remote, value: 1 },
    ],
    sampleTime: [
      { metric: call, value: seconds - 2 },
      { metric: remote, value: seconds - 3 },
    ],
  }
  const up = (...ages: [string, number][]) =>
    ages.map(([region, age]) => ({ metric: { region }, value: seconds - age }))
  const agesOf = (report: ReturnType<typeof reportOf>) =>
    Object.fromEntries(report.feeds.map((feed) => [feed.region, report.at - feed.observedAt]))

  test('is the newest sample, never the query', () => {
    const report = reportOf(settings, { ...rows, up: up(['us-east-1', 2], ['us-west-2', 3]) })
    expect(agesOf(report)).toEqual({ 'us-east-1': 2_000, 'us-west-2': 3_000 })
    expect(report.edges.map((edge) => AT - edge.observedAt)).toEqual([2_000, 3_000])
  })

  test('is no newer than the last scrape of a target that was up', () => {
    const report = reportOf(settings, { ...rows, up: up(['us-east-1', 40], ['us-west-2', 3]) })
    expect(agesOf(report)).toEqual({ 'us-east-1': 40_000, 'us-west-2': 3_000 })
  })

  test('stands still while targets are frozen, though rate() goes on answering', () => {
    const memory = createFreshnessMemory()
    reportOf(settings, { ...rows, up: up(['us-east-1', 2], ['us-west-2', 3]) }, { memory })
    const frozen = { requests: rows.requests ?? [], sampleTime: [], up: [] }
    const later = reportOf(settings, frozen, { memory, at: AT + 8_000 })
    expect(agesOf(later)).toEqual({ 'us-east-1': 10_000, 'us-west-2': 11_000 })
    const gone = reportOf(settings, { requests: [], sampleTime: [], up: [] }, { memory, at: AT + 60_000 })
    expect(gone.edges).toHaveLength(0)
    expect(agesOf(gone)).toEqual({ 'us-east-1': 62_000, 'us-west-2': 63_000 })
  })

  test('of one region does not age with the other', () => {
    const memory = createFreshnessMemory()
    reportOf(settings, { ...rows, up: up(['us-east-1', 2], ['us-west-2', 3]) }, { memory })
    const half = reportOf(
      settings,
      {
        requests: rows.requests ?? [],
        sampleTime: [{ metric: call, value: seconds + 4 }],
        up: up(['us-east-1', -4]),
      },
      { memory, at: AT + 5_000 },
    )
    expect(agesOf(half)).toEqual({ 'us-east-1': 1_000, 'us-west-2': 8_000 })
  })

  test('is unknown where nothing was ever seen', () => {
    const report = reportOf(settings, { requests: [{ metric: call, value: 1 }], sampleTime: [], up: [] })
    expect(report.edges[0]?.observedAt).toBeNaN()
    expect(report.feeds[0]?.observedAt).toBeNaN()
  })

  test('goes by the clock of the observed system where that is another', () => {
    const dayMs = 86_400_000
    const report = reportOf(settings, { ...rows, clockAhead: [{ metric: {}, value: dayMs / 1_000 }] })
    expect(report.at).toBe(AT + dayMs)
    expect(report.edges[0]?.observedAt).toBe(AT + dayMs - 2_000)
    const same = reportOf(settings, { ...rows, clockAhead: [{ metric: {}, value: -0.9 }] })
    expect(same.at).toBe(AT)
  })
})

describe('beside connections', () => {
  const settings = customSettings({
    labels: { owner: 'team', kind: 'kind' },
    queries: {
      requests: 'sum by (source) (rate(x[$window]))',
      saturation: 'saturation',
      breakersOpen: 'breakers',
      zoneRequests: 'z',
      zoneErrors: 'e',
    },
    business: [
      { id: 'starts', name: 'stream starts', unit: '/s', query: 'b', regionLabel: 'region' },
      { id: 'sign-ups', name: 'sign-ups', query: 'c' },
    ],
  })
  const where = { region: 'us-east-1' }
  const report = reportOf(settings, {
    requests: [{ metric: call, value: 1 }],
    sampleTime: [{ metric: call, value: seconds - 1 }],
    saturation: [
      { metric: { ...where, service: 'api', team: 'edge', kind: 'datastore' }, value: 0.7 },
      { metric: { ...where, service: 'new', kind: 'novelty' }, value: 'NaN' },
      { metric: { service: 'lost' }, value: 1 },
    ],
    breakersOpen: [
      { metric: { ...where, service: 'api' }, value: 2 },
      { metric: { ...where, service: 'guarded' }, value: 0 },
    ],
    zoneRequests: [
      { metric: { ...where, zone: 'us-east-1a' }, value: 100 },
      { metric: { ...where, zone: 'us-east-1b' }, value: 50 },
    ],
    zoneErrors: [{ metric: { ...where, zone: 'us-east-1a' }, value: 5 }],
    'business:starts': [{ metric: where, value: 12 }],
    'business:sign-ups': [{ metric: {}, value: 3 }],
  })

  test('services have a saturation, open breakers, an owner and a kind, as far as told', () => {
    expect(report.nodes).toMatchObject([
      {
        service: 'api',
        owner: 'edge',
        kind: 'datastore',
        saturation: 0.7,
        breakersOpen: 2,
        observedAt: AT - 1_000,
      },
      { service: 'new', kind: 'service', saturation: NaN },
      { service: 'guarded', kind: 'service', saturation: NaN, breakersOpen: 0, observedAt: AT - 1_000 },
    ])
    expect(report.nodes[1]?.breakersOpen).toBeUndefined()
    expect(report.problems).toMatchObject([{ message: expect.stringContaining('1 row came without the label region') }])
  })

  test('zones have requests and errors', () => {
    expect(report.zones).toMatchObject([
      { zone: 'us-east-1a', requestsPerSecond: 100, errorShare: 0.05 },
      { zone: 'us-east-1b', requestsPerSecond: 50, errorShare: 0 },
    ])
  })

  test('business metrics are by region, or of the whole', () => {
    expect(report.business).toMatchObject([
      { id: 'starts', region: 'us-east-1', value: 12, observedAt: AT - 1_000 },
      { id: 'sign-ups', region: null, value: 3, observedAt: AT - 1_000 },
    ])
  })
})

describe('zones of services', () => {
  const row = (service: string, zone: string, value: number | string = 3, region = 'us-east-1') => ({
    metric: { service, region, zone },
    value,
  })
  const settings = customSettings({ queries: { requests: 'requests', sampleTime: 'times', serviceZones: 'instances' } })

  test('are those with instances, whatever the order of the rows', () => {
    const answer = [row('api', 'B'), row('api', 'a', 0.5), row('api', 'c', 0), row('api', 'd', 'NaN'), row('Db', 'a')]
    expect(reportOf(settings, { ...full, serviceZones: answer }).serviceZones).toEqual([
      { region: 'us-east-1', service: 'api', zones: ['a', 'b'] },
      { region: 'us-east-1', service: 'db', zones: ['a'] },
    ])
  })

  test('of rows that name nothing known are left out and counted', () => {
    const answer = [row('api', ''), row('', 'a'), row('api', 'a', 1, 'mars-1'), row('api', 'a')]
    const report = reportOf(settings, { ...full, serviceZones: answer })
    expect(report.serviceZones).toHaveLength(1)
    expect(report.problems).toMatchObject([{ message: expect.stringMatching(/^3 rows name no service, no zone/) }])
  })

  test('are not told where nobody asks, and by nobody where the question failed', () => {
    expect(reportOf(customSettings(), full)).not.toHaveProperty('serviceZones')
    expect(reportOf(settings, { ...full, serviceZones: 'failed' }).serviceZones).toEqual([])
  })

  test('of a mesh are those whose proxies tell of what came in', () => {
    const metric = (zone: string, namespace = 'shop') => ({
      destination_canonical_service: 'reviews',
      destination_workload_namespace: namespace,
      destination_cluster: 'Kubernetes',
      topology_zone: zone,
    })
    const mesh = istioSettings({ zoneLabel: 'topology_zone', namespaces: 'append' })
    const answer = [metric('us-east-1c'), metric('us-east-1a'), metric('us-east-1b', 'test')]
    const report = reportOf(mesh, { serviceZones: answer.map((one) => ({ metric: one, value: 1 })) })
    expect(report.serviceZones).toEqual([
      { region: 'us-east-1', service: 'reviews.shop', zones: ['us-east-1a', 'us-east-1c'] },
      { region: 'us-east-1', service: 'reviews.test', zones: ['us-east-1b'] },
    ])
  })
})
