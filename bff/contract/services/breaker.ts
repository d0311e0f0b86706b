import { z } from 'zod'
import { EpochMs, RegionId, ServiceId, SourceId } from '../ids.ts'

/**
 * A circuit breaker around one kind of call. `forced-open` and `disabled` were said by a person, not by errors;
 * `half-open` is seen where a source tells it (Resilience4j) and inferred where it does not (Hystrix).
 */
export const BreakerState = z.enum(['closed', 'open', 'half-open', 'forced-open', 'disabled', 'unknown'])
export type BreakerState = z.infer<typeof BreakerState>

/** Worst first: how a board of breakers is read. */
export const BREAKER_STATES_WORST_FIRST: readonly BreakerState[] = [
  'open',
  'forced-open',
  'half-open',
  'unknown',
  'closed',
  'disabled',
]

const measure = z.number().nullable()

/** One breaker of a service in a region, over all its instances. Null is unknown in every number. */
export const Breaker = z.strictObject({
  source: SourceId,
  region: RegionId.nullable(),
  /** Who holds it: the caller. */
  service: ServiceId,
  /** `GetLicense`; unique within its group. */
  command: z.string(),
  group: z.string().nullable(),
  /** Whom it stands before, where a source or an identity rule tells. */
  target: ServiceId.nullable(),
  /** The worst state among its instances. */
  state: BreakerState,
  /** How many instances have it open (forced or half-open too), of how many that tell of it. */
  openInstances: measure,
  instances: measure,
  /** Calls asked for, a second, short-circuited ones included. */
  requestsPerSecond: measure,
  /** Failures, timeouts, rejections and short circuits, 0–1. */
  errorShare: measure,
  failuresPerSecond: measure,
  timeoutsPerSecond: measure,
  /** Refused because the circuit was open. */
  shortCircuitedPerSecond: measure,
  /** Refused because a pool, queue or semaphore was full. */
  rejectionsPerSecond: measure,
  /** Answered by a fallback. */
  fallbacksPerSecond: measure,
  /** Calls under way now, all instances together. */
  concurrency: measure,
  /** What `concurrency` may come to, all instances together. */
  concurrencyLimit: measure,
  /** Of the worst instance: percentiles of several cannot be merged. Ms. */
  p50LatencyMs: measure,
  p90LatencyMs: measure,
  p99LatencyMs: measure,
  /** The instance those percentiles are of. */
  worstInstance: z.string().nullable(),
  /** Why it stands as it does, in words; null where nothing is to be said. */
  reason: z.string().nullable(),
  /** UTC ms of the newest sample, on the source's clock. */
  observedAt: EpochMs.nullable(),
})
export type Breaker = z.infer<typeof Breaker>

/** Whether calls are being refused or only tried one by one. */
export function isBreakerOpen(state: BreakerState): boolean {
  return state === 'open' || state === 'half-open' || state === 'forced-open'
}
