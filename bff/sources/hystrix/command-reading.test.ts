import { describe, expect, test } from 'vitest'
import { JAVA_COMMAND, OPOSSUM_COMMAND } from './hystrix-events-fixture.ts'
import { readCommand } from './command-reading.ts'
import { WireCommand } from './wire.ts'

const read = (over: object = {}, of: object = JAVA_COMMAND) => readCommand(WireCommand.parse({ ...of, ...over }))

describe("Hystrix's own words", () => {
  test('calls asked for include those an open circuit refused, which its requestCount leaves out', () => {
    expect(read().counts).toEqual({
      requests: 39,
      failures: 4,
      timeouts: 0,
      shortCircuited: 35,
      rejections: 0,
      fallbacks: 0,
    })
  })

  test('bad requests are calls but no failures, and both kinds of rejections are rejections', () => {
    const { counts } = read({
      rollingCountBadRequests: 5,
      rollingCountThreadPoolRejected: 7,
      rollingCountSemaphoreRejected: 3,
      rollingCountFallbackSuccess: 9,
    })
    expect(counts).toMatchObject({ requests: 54, failures: 4, rejections: 10, fallbacks: 9 })
  })

  test("percentiles are the caller's, and the window is its own", () => {
    expect(read()).toMatchObject({ p50LatencyMs: 0, p90LatencyMs: 1, p99LatencyMs: 2, windowMs: 2_000 })
  })

  test.each<[string, object]>([
    ['idle', { latencyTotal: { '0': 0, '50': 0, '99': 0, '100': 0 }, latencyExecute: { '50': 0, '100': 0 } }],
    ['not told', { latencyTotal: undefined, latencyExecute: null }],
    ['not measured by opossum', { latencyTotal: { '50': -1, '99': -1 }, latencyExecute: { '50': -1 } }],
    ['no numbers', { latencyTotal: { '50': 'NaN', '99': null }, latencyExecute: 'none' }],
  ])('latency that is %s is unknown, never zero', (_, over) => {
    expect(read(over)).toMatchObject({ p50LatencyMs: NaN, p90LatencyMs: NaN, p99LatencyMs: NaN })
  })

  test.each<[string, object]>([
    ['open', {}],
    ['closed', { isCircuitBreakerOpen: false }],
    // Hystrix 1.5.18 tells a circuit that is forced open as not open.
    ['forced-open', { isCircuitBreakerOpen: false, propertyValue_circuitBreakerForceOpen: true }],
    ['forced-open', { propertyValue_circuitBreakerForceOpen: true }],
    ['disabled', { isCircuitBreakerOpen: false, propertyValue_circuitBreakerEnabled: false }],
    ['disabled', { isCircuitBreakerOpen: false, propertyValue_circuitBreakerForceClosed: true }],
    // Switched off after it had opened, it goes on refusing.
    ['open', { propertyValue_circuitBreakerEnabled: false }],
    ['unknown', { isCircuitBreakerOpen: undefined }],
    ['unknown', { isCircuitBreakerOpen: 'perhaps' }],
  ])('%s: %j', (state, over) => expect(read(over).state).toBe(state))

  test('a semaphore tells its limit, a pool does elsewhere, and a limit beyond all bounds is none', () => {
    const semaphore = { propertyValue_executionIsolationStrategy: 'SEMAPHORE' }
    const limit = 'propertyValue_executionIsolationSemaphoreMaxConcurrentRequests'
    expect(read()).toMatchObject({ concurrencyLimit: NaN, threadPool: 'catalog' })
    expect(read(semaphore)).toMatchObject({ concurrencyLimit: 10, threadPool: null })
    expect(read({ ...semaphore, [limit]: Number.MAX_SAFE_INTEGER }).concurrencyLimit).toBeNaN()
  })

  test('with nothing but type and name nothing is known', () => {
    const bare = read({}, { type: 'HystrixCommand', name: 'Get' })
    const { command, group, state, threadPool, counts, ...numbers } = bare
    expect({ command, group, state, threadPool }).toEqual({
      command: 'Get',
      group: null,
      state: 'unknown',
      threadPool: null,
    })
    expect([...Object.values(numbers), ...Object.values(counts)].filter((number) => !Number.isNaN(number))).toEqual([])
  })

  test.each([-1, 1e300, 'Infinity', 'many', {}, null])('a count of %j is not told', (count) => {
    const told = read({
      rollingCountFailure: count,
      rollingCountTimeout: count,
      currentConcurrentExecutionCount: count,
      currentTime: count,
      propertyValue_metricsRollingStatisticalWindowInMilliseconds: count,
    })
    expect(told).toMatchObject({ concurrency: NaN, at: NaN, windowMs: NaN, counts: { failures: NaN, timeouts: NaN } })
  })

  test('where its counters are missing, requestCount is all there is', () => {
    expect(read({ rollingCountSuccess: undefined, requestCount: 12 }).counts.requests).toBe(12)
  })
})

describe("opossum's dialect", () => {
  const opossum = (over: object = {}) => read(over, OPOSSUM_COMMAND)

  test('its failures are not counted once more as bad requests, nor its timeouts as failures', () => {
    expect(opossum().counts).toEqual({
      requests: 38,
      failures: 5,
      timeouts: 4,
      shortCircuited: 8,
      rejections: 1,
      fallbacks: 18,
    })
  })

  test('it has no limit and no pool', () => {
    expect(opossum()).toMatchObject({ concurrencyLimit: NaN, threadPool: null, p90LatencyMs: 80.5, state: 'open' })
  })

  test('Hystrix is not taken for it, though nothing was asked of it', () => {
    const idle = { rollingCountFailure: 0, rollingCountShortCircuited: 0, requestCount: 0 }
    expect(read({ ...idle, rollingCountBadRequests: 0, rollingCountFallbackSuccess: 3 }).counts.fallbacks).toBe(3)
  })
})
