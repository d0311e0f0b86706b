import { z } from 'zod'

/**
 * What Hystrix and its likes (opossum-hystrix, Envoy's stats sink, Turbine) write into `data:` lines: one flat JSON
 * object each. Every field but `type` and `name` may be absent, and nothing that is odd in one makes the others
 * unreadable. Numbers may be floats (opossum's percentages are), texts (Turbine) or null (what was NaN).
 */

/** Spelt so by Hystrix, and written first in each event; what is of another type is not read. */
export const COMMAND_TYPE = 'HystrixCommand'
export const THREAD_POOL_TYPE = 'HystrixThreadPool'
export const META_TYPE = 'meta'

/** A number, or whatever stands in its place: see `numberOfWire`. */
const loose = z.unknown().optional()

/** Shares of requests in percent, as keys, to ms. */
const WirePercentiles = z.record(z.string(), z.unknown()).nullish().catch(null)

const name = z.string().min(1).max(500)

export const WireCommand = z.object({
  type: z.literal(COMMAND_TYPE),
  name,
  group: z.string().max(500).nullish().catch(null),
  currentTime: loose,
  isCircuitBreakerOpen: loose,
  errorCount: loose,
  requestCount: loose,
  rollingCountBadRequests: loose,
  rollingCountEmit: loose,
  rollingCountFailure: loose,
  rollingCountFallbackEmit: loose,
  rollingCountFallbackSuccess: loose,
  rollingCountResponsesFromCache: loose,
  rollingCountSemaphoreRejected: loose,
  rollingCountShortCircuited: loose,
  rollingCountSuccess: loose,
  rollingCountThreadPoolRejected: loose,
  rollingCountTimeout: loose,
  currentConcurrentExecutionCount: loose,
  latencyExecute: WirePercentiles,
  latencyTotal: WirePercentiles,
  propertyValue_circuitBreakerEnabled: loose,
  propertyValue_circuitBreakerErrorThresholdPercentage: loose,
  propertyValue_circuitBreakerForceClosed: loose,
  propertyValue_circuitBreakerForceOpen: loose,
  propertyValue_circuitBreakerSleepWindowInMilliseconds: loose,
  propertyValue_executionIsolationSemaphoreMaxConcurrentRequests: loose,
  propertyValue_executionIsolationStrategy: loose,
  propertyValue_metricsRollingStatisticalWindowInMilliseconds: loose,
  reportingHosts: loose,
  threadPool: z.string().nullish().catch(null),
})
export type WireCommand = z.infer<typeof WireCommand>

export const WireThreadPool = z.object({
  type: z.literal(THREAD_POOL_TYPE),
  name,
  currentMaximumPoolSize: loose,
})
export type WireThreadPool = z.infer<typeof WireThreadPool>

/** Turbine alone: what no host tells of any more. */
export const WireDeletion = z.object({ deleteData: z.union([z.literal('true'), z.literal(true)]), type: name, name })
export type WireDeletion = z.infer<typeof WireDeletion>

/** Turbine alone. */
export const WireMeta = z.object({ type: z.literal(META_TYPE), reportingHostsLast10Seconds: loose })
export type WireMeta = z.infer<typeof WireMeta>

const WireTold = z.discriminatedUnion('type', [WireCommand, WireThreadPool, WireMeta])
export type WireEvent = z.infer<typeof WireTold> | WireDeletion

/** Null where the text is no event of these. */
export function parseWireEvent(text: string): WireEvent | null {
  const json = parseJson(text)
  // Deletions bear the type of what they delete.
  const isDeletion = typeof json === 'object' && json !== null && 'deleteData' in json
  const event = isDeletion ? WireDeletion.safeParse(json) : WireTold.safeParse(json)
  return event.success ? event.data : null
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** NaN where nothing that is a number was told. */
export function numberOfWire(value: unknown): number {
  const isTold = typeof value === 'number' || (typeof value === 'string' && value.trim() !== '')
  const number = isTold ? Number(value) : NaN
  return Number.isFinite(number) ? number : NaN
}

/** Beyond it nothing is counted, and no clock goes. */
const MOST_COUNT = 1e13

/** A count, or an instant: what is below zero or beyond all bounds is not told. */
export function countOfWire(value: unknown): number {
  const count = numberOfWire(value)
  return count >= 0 && count <= MOST_COUNT ? count : NaN
}

/** As the fakes write it. */
export type WireCommandInput = Readonly<
  { type: typeof COMMAND_TYPE; name: string; group: string; errorPercentage?: number } & Partial<
    Record<keyof WireCommand, unknown>
  >
>
