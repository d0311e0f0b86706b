import type { BreakerState } from '#contract/services/breaker.ts'
import { countOfWire, numberOfWire, type WireCommand } from './wire.ts'

/** One command as one instance tells it. NaN is unknown in every number. */
export interface CommandReading {
  command: string
  group: string | null
  /** UTC ms by the instance's own clock. */
  at: number
  state: BreakerState
  /** What the counts look back over, ms. */
  windowMs: number
  counts: CommandCounts
  /** Calls of the window that succeeded: while the circuit is open, trials. */
  successes: number
  concurrency: number
  concurrencyLimit: number
  /** Whose pool it shares; null where it has none. */
  threadPool: string | null
  p50LatencyMs: number
  p90LatencyMs: number
  p99LatencyMs: number
  /** How long the circuit stays open before it lets one call try, ms. */
  sleepWindowMs: number
  /** Failed calls in percent at which the circuit opens. */
  thresholdPercent: number
}

/** Of the window. */
export interface CommandCounts {
  /** Calls asked for, those an open circuit refused included. */
  requests: number
  failures: number
  timeouts: number
  shortCircuited: number
  rejections: number
  fallbacks: number
}

const LONGEST_MS = 86_400_000
/** opossum's default limit; whatever is as large is none. */
const MOST_LIMIT = 1_000_000

export function readCommand(wire: WireCommand): CommandReading {
  const number = (field: keyof WireCommand) => countOfWire(wire[field])
  return {
    command: wire.name,
    group: wire.group ?? null,
    at: number('currentTime'),
    state: stateOf(wire),
    windowMs: positive(number('propertyValue_metricsRollingStatisticalWindowInMilliseconds')),
    ...(isOpossum(wire) ? countsOfOpossum(wire) : countsOfHystrix(wire)),
    concurrency: number('currentConcurrentExecutionCount'),
    concurrencyLimit: limitOf(wire),
    threadPool: isSemaphore(wire) ? null : (wire.threadPool ?? null),
    ...latencyOf(wire),
    sleepWindowMs: positive(number('propertyValue_circuitBreakerSleepWindowInMilliseconds')),
    thresholdPercent: positive(number('propertyValue_circuitBreakerErrorThresholdPercentage')),
  }
}

/**
 * What a person has set wins over what errors did, as far as it has an effect: a circuit that is told open refuses
 * calls, even where breakers were switched off after it had opened. (One that is forced open is not told open.)
 */
function stateOf(wire: WireCommand): BreakerState {
  const isOpen = wire.isCircuitBreakerOpen
  if (wire.propertyValue_circuitBreakerEnabled === false && isOpen !== true) return 'disabled'
  if (wire.propertyValue_circuitBreakerForceOpen === true) return 'forced-open'
  // Held closed by hand: it never refuses a call.
  if (wire.propertyValue_circuitBreakerForceClosed === true) return 'disabled'
  if (isOpen === true) return 'open'
  return isOpen === false ? 'closed' : 'unknown'
}

type Counted = Pick<CommandReading, 'counts' | 'successes'>

/**
 * `requestCount` leaves out what an open circuit refused, and bad requests; the sum of the counters has them all. Where
 * the main ones are missing it is all there is.
 */
export function countsOfHystrix(wire: WireCommand): Counted {
  const successes = countOfWire(wire.rollingCountSuccess)
  const failures = countOfWire(wire.rollingCountFailure)
  const timeouts = countOfWire(wire.rollingCountTimeout)
  const shortCircuited = countOfWire(wire.rollingCountShortCircuited)
  const rejections = sum(
    countOfWire(wire.rollingCountThreadPoolRejected),
    countOfWire(wire.rollingCountSemaphoreRejected),
  )
  const ended = sum(successes, failures, timeouts, countOfWire(wire.rollingCountBadRequests))
  const hasMain = !Number.isNaN(successes) && !Number.isNaN(failures)
  const requests = hasMain ? sum(ended, shortCircuited, rejections) : countOfWire(wire.requestCount)
  return {
    counts: {
      requests,
      failures,
      timeouts,
      shortCircuited,
      rejections,
      fallbacks: countOfWire(wire.rollingCountFallbackSuccess),
    },
    successes,
  }
}

/** opossum-hystrix has neither pools nor bad requests: it writes its failures there, and its calls under `Emit`. */
function isOpossum(wire: WireCommand): boolean {
  const isSame = (one: unknown, other: unknown) => typeof one === 'number' && one === other
  return (
    wire.threadPool === undefined &&
    isSame(wire.rollingCountBadRequests, wire.rollingCountFailure) &&
    isSame(wire.rollingCountEmit, wire.requestCount)
  )
}

/** Its failures hold its timeouts and rejections as well, and its requests hold everything, answers from a cache too. */
function countsOfOpossum(wire: WireCommand): Counted {
  const timeouts = countOfWire(wire.rollingCountTimeout)
  const rejections = countOfWire(wire.rollingCountSemaphoreRejected)
  const shortCircuited = countOfWire(wire.rollingCountShortCircuited)
  const failed = countOfWire(wire.rollingCountFailure)
  const cached = countOfWire(wire.rollingCountResponsesFromCache)
  const requests = countOfWire(wire.requestCount) - (Number.isNaN(cached) ? 0 : cached)
  return {
    counts: {
      requests,
      failures: Math.max(0, failed - sum(timeouts, rejections)),
      timeouts,
      shortCircuited,
      rejections,
      fallbacks: countOfWire(wire.rollingCountFallbackEmit),
    },
    successes: countOfWire(wire.rollingCountSuccess),
  }
}

function isSemaphore(wire: WireCommand): boolean {
  return wire.propertyValue_executionIsolationStrategy === 'SEMAPHORE' || wire.threadPool === undefined
}

/** Of a semaphore; that of a thread pool is told by the pool. */
function limitOf(wire: WireCommand): number {
  if (!isSemaphore(wire)) return NaN
  const limit = countOfWire(wire.propertyValue_executionIsolationSemaphoreMaxConcurrentRequests)
  return limit > 0 && limit < MOST_LIMIT ? limit : NaN
}

/**
 * The caller's wait (`latencyTotal`). Idle commands tell zeros, and so do those whose first window is not over: where
 * not even the longest call took a millisecond, nothing is known. Opossum tells -1 where it does not measure.
 */
function latencyOf(wire: WireCommand): Pick<CommandReading, 'p50LatencyMs' | 'p90LatencyMs' | 'p99LatencyMs'> {
  const told = [wire.latencyTotal, wire.latencyExecute].find((table) =>
    Object.values(table ?? {}).some((ms) => numberOfWire(ms) > 0),
  )
  const at = (percent: string) => {
    const ms = numberOfWire(told?.[percent])
    return ms >= 0 && ms <= LONGEST_MS ? ms : NaN
  }
  return { p50LatencyMs: at('50'), p90LatencyMs: at('90'), p99LatencyMs: at('99') }
}

function positive(number: number): number {
  return number > 0 ? number : NaN
}

/** Of what was told; NaN where nothing was. */
export function sum(...numbers: readonly number[]): number {
  const told = numbers.filter((number) => !Number.isNaN(number))
  return told.length === 0 ? NaN : told.reduce((total, number) => total + number, 0)
}
