import { COMMAND_TYPE, THREAD_POOL_TYPE, type WireCommandInput } from '#bff/sources/hystrix/wire.ts'
import { WINDOW_MS, type WorldCall } from './world-calls.ts'

/** What Hystrix writes of one instance's commands, in its own names, which are not those of the services called. */

const POOL_SIZE = 10
const PERCENTS = [0, 25, 50, 75, 90, 95, 99, 99.5, 100]
/** Long names are shortened, as people do: it takes a rule to know that `license` is `playback-license`. */
const SHORTENED = /^playback-(?!api$)/

/** `playback-license` is called by `GetLicense`, in the group `license`. */
export function commandOf(callee: string): { name: string; group: string } {
  const group = callee.replace(SHORTENED, '')
  const name = group.replaceAll(/(?:^|-)([a-z0-9])/g, (_, letter: string) => letter.toUpperCase())
  return { name: `Get${name}`, group }
}

export interface InstanceShare {
  /** Part of the service's calls that this instance makes, 0–1. */
  share: number
  /** Its own latency over that of all. */
  slowness: number
  /** UTC ms by its clock. */
  now: number
}

export function commandEvent(call: WorldCall, { share, slowness, now }: InstanceShare): WireCommandInput {
  const { name, group } = commandOf(call.callee)
  const count = (perSecond: number) => Math.round((perSecond * share * WINDOW_MS) / 1_000)
  const success = count(call.succeededPerSecond)
  const failure = count(call.failedPerSecond)
  const timeout = count(call.timedOutPerSecond)
  const refused = count(call.refusedPerSecond)
  // As Hystrix counts its health: what an open circuit refused is in neither.
  const requestCount = success + failure + timeout
  const errorCount = failure + timeout
  const latency = latencyTable(call, slowness)
  return {
    type: COMMAND_TYPE,
    name,
    group,
    currentTime: now,
    isCircuitBreakerOpen: call.breaker !== 'closed',
    errorPercentage: requestCount === 0 ? 0 : Math.floor((100 * errorCount) / requestCount),
    errorCount,
    requestCount,
    rollingCountBadRequests: 0,
    rollingCountEmit: 0,
    rollingCountFailure: failure,
    rollingCountFallbackEmit: 0,
    rollingCountFallbackSuccess: failure + timeout + refused,
    rollingCountResponsesFromCache: 0,
    rollingCountSemaphoreRejected: 0,
    rollingCountShortCircuited: refused,
    rollingCountSuccess: success,
    rollingCountThreadPoolRejected: 0,
    rollingCountTimeout: timeout,
    // The one call that is let through while it tries.
    currentConcurrentExecutionCount: call.breaker === 'half-open' ? 1 : concurrencyOf(call, share),
    latencyExecute: latency,
    latencyTotal: latency,
    propertyValue_circuitBreakerEnabled: true,
    propertyValue_circuitBreakerErrorThresholdPercentage: 50,
    propertyValue_circuitBreakerForceClosed: false,
    propertyValue_circuitBreakerForceOpen: false,
    propertyValue_circuitBreakerSleepWindowInMilliseconds: 5_000,
    propertyValue_executionIsolationSemaphoreMaxConcurrentRequests: 10,
    propertyValue_executionIsolationStrategy: 'THREAD',
    propertyValue_metricsRollingStatisticalWindowInMilliseconds: WINDOW_MS,
    reportingHosts: 1,
    threadPool: group,
  }
}

export function poolEvent(group: string, now: number) {
  return {
    type: THREAD_POOL_TYPE,
    name: group,
    currentTime: now,
    currentActiveCount: 0,
    currentCorePoolSize: POOL_SIZE,
    currentMaximumPoolSize: POOL_SIZE,
    currentPoolSize: POOL_SIZE,
    currentQueueSize: 0,
    reportingHosts: 1,
  }
}

/** Whole ms; zeros where nothing ran, as Hystrix writes. */
function latencyTable(call: WorldCall, slowness: number): Record<string, number> {
  return Object.fromEntries(
    PERCENTS.map((percent) => {
      const ms = call.latencyMs(percent / 100) * slowness
      return [String(percent), Number.isNaN(ms) ? 0 : Math.round(ms)]
    }),
  )
}

/** Little's law. */
function concurrencyOf(call: WorldCall, share: number): number {
  const perSecond = (call.succeededPerSecond + call.failedPerSecond + call.timedOutPerSecond) * share
  const ms = call.latencyMs(0.5)
  return Number.isNaN(ms) ? 0 : Math.min(POOL_SIZE, Math.round((perSecond * ms) / 1_000))
}
