import { describe, expect, test } from 'vitest'
import { PrometheusSettings } from './settings.ts'
import { AT, customSettings, reportOf, type Answers } from './batch-fixture.ts'

const license = { application: 'playback-api', region: 'us-east-1', name: 'license' }
const one = (metric: Record<string, string>, value: number) => [{ metric, value }]
const states = (counts: Readonly<Record<string, number>>, breaker: Record<string, string> = license) =>
  Object.entries(counts).map(([state, value]) => ({ metric: { ...breaker, state }, value }))

function breakerOf(answers: Answers, own: object | true = true, more: object = {}) {
  const report = reportOf(customSettings({ resilience4j: own, ...more }), { requests: [], ...answers })
  return report.facts?.breakers?.[0]
}

describe('the state', () => {
  test.each<[Record<string, number>, object]>([
    [{ closed: 3 }, { state: 'closed', instances: 3, openInstances: 0, reason: null }],
    [
      { closed: 2, open: 1 },
      { state: 'open', instances: 3, openInstances: 1, reason: '1 open, 2 closed' },
    ],
    [
      { closed: 2, half_open: 1 },
      { state: 'half-open', instances: 3, openInstances: 1, reason: '1 half-open, 2 closed' },
    ],
    [{ forced_open: 2 }, { state: 'forced-open', openInstances: 2, reason: '2 forced open' }],
    [{ disabled: 2 }, { state: 'disabled', openInstances: 0, reason: '2 disabled' }],
    [{ metrics_only: 2 }, { state: 'disabled', openInstances: 0, reason: '2 counting only' }],
    [{ something_new: 1 }, { state: 'unknown', instances: 1, openInstances: 0 }],
  ])('of %j', (counts, expected) => {
    expect(breakerOf({ 'breaker:states': states(counts) })).toMatchObject(expected)
  })

  test('that nobody keeps is not told, and neither is one that could not be asked for', () => {
    expect(breakerOf({ 'breaker:states': [] })).toBeUndefined()
    expect(breakerOf({ 'breaker:states': 'failed' })).toBeUndefined()
  })
})

describe('numbers', () => {
  const closed = { 'breaker:states': states({ closed: 2 }) }
  const kinds = (rates: Readonly<Record<string, number>>) =>
    Object.entries(rates).map(([kind, value]) => ({ metric: { ...license, kind }, value }))

  test('of calls: what was refused was asked for, and lost', () => {
    const calls = kinds({ successful: 6, failed: 3, ignored: 1 })
    const answers = { ...closed, 'breaker:calls': calls, 'breaker:not-permitted': one(license, 10) }
    expect(breakerOf(answers)).toMatchObject({
      requestsPerSecond: 20,
      failuresPerSecond: 3,
      shortCircuitedPerSecond: 10,
      errorShare: 13 / 20,
      timeoutsPerSecond: NaN,
      fallbacksPerSecond: NaN,
    })
  })

  test.each([
    [-1, NaN],
    [0, 0],
    [62.5, 0.625],
  ])('a failure rate of %d is an error share of %d where calls are not counted', (rate, errorShare) => {
    expect(breakerOf({ ...closed, 'breaker:failure-rate': one(license, rate) })).toMatchObject({ errorShare })
  })

  test('without a single call nothing is known of the target, not even that it does not fail', () => {
    const answers = {
      ...closed,
      'breaker:calls': kinds({ successful: 0, failed: 0 }),
      'breaker:failure-rate': one(license, -1),
    }
    expect(breakerOf(answers)).toMatchObject({ requestsPerSecond: 0, errorShare: NaN, reason: null })
  })

  test('of a bulkhead: what is taken of what there is', () => {
    const answers = { ...closed, 'breaker:bulkhead-free': one(license, 7), 'breaker:bulkhead-limit': one(license, 20) }
    expect(breakerOf(answers)).toMatchObject({ concurrency: 13, concurrencyLimit: 20 })
    expect(breakerOf(closed)).toMatchObject({ concurrency: NaN, concurrencyLimit: NaN })
  })

  test('of retries and slow calls are a reason, in words', () => {
    const retries = kinds({ successful_without_retry: 6, successful_with_retry: 3, failed_with_retry: 1 })
    const answers = { ...closed, 'breaker:retries': retries, 'breaker:slow-rate': one(license, 30) }
    expect(breakerOf(answers)?.reason).toBe('up to 30 % were slow; 40 % were retried')
  })

  test('of percentiles are those of the slowest instance, named', () => {
    const slowest = { ...license, instance: '10.0.0.7:8080' }
    const answers = { ...closed, 'breaker:p50': one(slowest, 0.02), 'breaker:p99': one(slowest, 0.3) }
    expect(breakerOf(answers)).toMatchObject({
      p50LatencyMs: 20,
      p90LatencyMs: NaN,
      p99LatencyMs: 300,
      worstInstance: '10.0.0.7:8080',
    })
  })

  test('are as old as their newest sample', () => {
    expect(breakerOf({ ...closed, 'breaker:sample-time': one(license, AT / 1_000 - 4) })?.observedAt).toBe(AT - 4_000)
    expect(breakerOf(closed)?.observedAt).toBeNaN()
  })
})

describe('whose it is', () => {
  const { region: _, ...anywhere } = license

  test("by labels of one's own, and whom it stands before by a list", () => {
    const own = { serviceLabel: 'app', regionLabel: 'cluster', targets: { license: 'drm' } }
    const breaker = { app: 'API', cluster: 'Kubernetes', name: 'license' }
    expect(breakerOf({ 'breaker:states': states({ closed: 1 }, breaker) }, own)).toMatchObject({
      name: 'API',
      command: 'license',
      region: 'us-east-1',
      target: 'drm',
    })
  })

  test('no region is told, or one for all, or one nobody knows', () => {
    const told = (breaker: Record<string, string>) => ({ 'breaker:states': states({ closed: 1 }, breaker) })
    expect(breakerOf(told(anywhere))?.region).toBeNull()
    expect(breakerOf(told(anywhere), true, { region: 'us-west-2' })?.region).toBe('us-west-2')
    const foreign = reportOf(customSettings({ resilience4j: true }), {
      requests: [],
      ...told({ ...license, region: 'mars' }),
    })
    expect(foreign.facts?.breakers).toEqual([])
    expect(foreign.problems[0]?.message).toMatch(/region "mars"/)
  })

  test('no service is told: left out, and said', () => {
    const { application: _service, ...nameless } = license
    const report = reportOf(customSettings({ resilience4j: true }), {
      requests: [],
      'breaker:states': states({ closed: 1 }, nameless),
    })
    expect(report.facts?.breakers).toEqual([])
    expect(report.problems[0]?.message).toMatch(/^1 row came without the label application/)
  })
})

test('beside the limits of proxies, neither list takes the other away', () => {
  const cluster = { app: 'api', envoy_cluster_name: 'outbound|80||license.prod.svc.cluster.local', region: 'us-east-1' }
  const settings = PrometheusSettings.parse({
    id: 'mesh',
    kind: 'prometheus',
    preset: 'envoy',
    url: 'http://127.0.0.1:9090',
    resilience4j: true,
  })
  const namesOf = (answers: Answers) => reportOf(settings, answers).facts?.breakers?.map(({ command }) => command)
  const proxies = { 'cluster:proxies': one(cluster, 2), 'cluster:open-proxies': one(cluster, 0) }
  const services = { 'breaker:states': states({ closed: 2 }) }
  expect(namesOf({ ...proxies, ...services })).toEqual([cluster.envoy_cluster_name, 'license'])
  expect(namesOf({ ...proxies, 'breaker:states': 'failed' })).toBeUndefined()
  expect(namesOf({ 'cluster:proxies': 'failed', ...services })).toBeUndefined()
  expect(namesOf({ 'cluster:proxies': [], ...services })).toEqual(['license'])
})
