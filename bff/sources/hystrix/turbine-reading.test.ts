import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { clusterBreaker } from './cluster-breakers.ts'
import { readTurbineCommand } from './turbine-reading.ts'
import { WireCommand } from './wire.ts'

const NOW = 1_795_404_563_920
const WINDOW = 'propertyValue_metricsRollingStatisticalWindowInMilliseconds'
const ADDRESS = { instance: 'turbine', service: 'PLAYBACK', region: 'us-east-1', url: 'http://turbine/turbine.stream' }

/** Three hosts as Turbine 1 tells of them. */
const THREE = {
  type: 'HystrixCommand',
  name: 'GetLicense',
  group: 'license',
  currentTime: 3 * (NOW - 1_000),
  rollingCountSuccess: 1_200,
  rollingCountFailure: 60,
  rollingCountTimeout: 40,
  rollingCountShortCircuited: 0,
  requestCount: 1_300,
  errorCount: 100,
  errorPercentage: 23,
  latencyTotal: { '0': 9, '50': 120, '99': 900, '100': 2000 },
  isCircuitBreakerOpen: '{"true":1,"false":2}',
  [WINDOW]: 30_000,
  reportingHosts: 3,
}

const read = (over: object = {}) => readTurbineCommand(WireCommand.parse({ ...THREE, ...over }), NOW)
const breaker = (over: object = {}) => clusterBreaker(ADDRESS, { reading: read(over), toldAt: NOW })

describe('what Turbine added up', () => {
  test('the window is divided, the share is made of the counters, percentiles are refused in words', () => {
    const told = breaker()
    expect(told).toMatchObject({
      requestsPerSecond: 130,
      failuresPerSecond: 6,
      timeoutsPerSecond: 4,
      state: 'open',
      openInstances: 1,
      instances: 3,
      p50LatencyMs: NaN,
      p90LatencyMs: NaN,
      p99LatencyMs: NaN,
      worstInstance: null,
      observedAt: NOW - 1_000,
    })
    expect(told.errorShare).toBeCloseTo(100 / 1_300, 9)
    expect(told.reason).toMatch(/^Open on 1 of 3 instances.+Latency is unknown: Turbine adds up percentiles/)
  })

  test.each<[unknown, number, number]>([
    [false, 0, 3],
    [true, 3, 0],
    ['false', 0, 3],
    ['true', 3, 0],
    ['{"true":2,"false":1}', 2, 1],
    [{ true: 2, false: 1 }, 2, 1],
    [{ true: '2', false: '1' }, 2, 1],
    ['', NaN, NaN],
    ['{"true":', NaN, NaN],
    [null, NaN, NaN],
    [[true], NaN, NaN],
  ])('isCircuitBreakerOpen %j: %d open, %d closed', (told, open, closed) => {
    expect(read({ isCircuitBreakerOpen: told }).hosts).toMatchObject({ open, closed })
  })

  test.each<[string, object, string]>([
    ['nobody knows', { isCircuitBreakerOpen: '' }, 'unknown'],
    ['all that are open were forced', { propertyValue_circuitBreakerForceOpen: '{"true":1,"false":2}' }, 'forced-open'],
    [
      'all are switched off',
      { isCircuitBreakerOpen: 'false', propertyValue_circuitBreakerEnabled: 'false' },
      'disabled',
    ],
    [
      'some are switched off',
      { isCircuitBreakerOpen: 'false', propertyValue_circuitBreakerEnabled: { true: 1, false: 2 } },
      'closed',
    ],
  ])('%s', (_, over, state) => expect(breaker(over).state).toBe(state))

  test('a window that is a text is that of each host (Turbine 2); one that hosts disagree on is unknown', () => {
    expect(read({ [WINDOW]: '10000' }).windowMs).toBe(10_000)
    expect(read({ [WINDOW]: { '10000': 2, '5000': 1 } }).windowMs).toBeNaN()
    expect(breaker({ [WINDOW]: undefined })).toMatchObject({
      requestsPerSecond: NaN,
      errorShare: expect.closeTo(0.077, 3),
    })
  })

  test('times: the mean of the hosts, that of one host, or unknown', () => {
    expect(read().at).toBe(NOW - 1_000)
    expect(read({ currentTime: NOW - 5_000 }).at).toBe(NOW - 5_000)
    expect(read({ currentTime: 12 }).at).toBeNaN()
    expect(breaker({ currentTime: 12 }).observedAt).toBe(NOW)
  })

  test('hosts that are not counted are those that said something', () => {
    expect(read({ reportingHosts: undefined }).hosts.reporting).toBe(3)
  })

  test('semaphores add up to a limit of all', () => {
    const semaphore = { propertyValue_executionIsolationStrategy: 'SEMAPHORE' }
    const limit = 'propertyValue_executionIsolationSemaphoreMaxConcurrentRequests'
    expect(read({ ...semaphore, [limit]: 30 }).concurrencyLimit).toBe(30)
    expect(read({ ...semaphore, [limit]: '10' }).concurrencyLimit).toBe(30)
    expect(read({ [limit]: 30 }).concurrencyLimit).toBeNaN()
  })

  const host = fc.record({
    success: fc.integer({ min: 0, max: 5_000 }),
    failure: fc.integer({ min: 0, max: 5_000 }),
    refused: fc.integer({ min: 0, max: 5_000 }),
    open: fc.boolean(),
    p99: fc.integer({ min: 0, max: 60_000 }),
  })
  test('whatever the hosts said, rates and shares are theirs, and no number is a sum of percentiles', () => {
    fc.assert(
      fc.property(
        fc.array(host, { minLength: 1, maxLength: 12 }),
        fc.constantFrom(1_000, 10_000),
        (hosts, windowMs) => {
          const total = (of: (one: (typeof hosts)[number]) => number) => hosts.reduce((sum, one) => sum + of(one), 0)
          const open = hosts.filter((one) => one.open).length
          const told = breaker({
            rollingCountSuccess: total((one) => one.success),
            rollingCountFailure: total((one) => one.failure),
            rollingCountTimeout: 0,
            rollingCountShortCircuited: total((one) => one.refused),
            errorPercentage: total(() => 50),
            latencyTotal: { '99': total((one) => one.p99) },
            isCircuitBreakerOpen: JSON.stringify({ true: open, false: hosts.length - open }),
            [WINDOW]: windowMs * hosts.length,
            reportingHosts: hosts.length,
          })
          const calls = total((one) => one.success + one.failure + one.refused)
          const failed = total((one) => one.failure + one.refused)
          expect(told.requestsPerSecond).toBeCloseTo((calls * 1_000) / windowMs, 6)
          if (calls > 0) expect(told.errorShare).toBeCloseTo(failed / calls, 9)
          else expect(told.errorShare).toBeNaN()
          expect(told).toMatchObject({ openInstances: open, instances: hosts.length, p99LatencyMs: NaN })
        },
      ),
    )
  })
})
