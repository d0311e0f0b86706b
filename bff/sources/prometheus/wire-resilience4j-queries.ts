import { WINDOW_PLACEHOLDER } from './wire-queries.ts'

/** The texts of the queries about Resilience4j, in the names that Micrometer's Prometheus registry gives its metrics. */

export interface Resilience4jLabels {
  serviceLabel: string
  regionLabel: string
}

const STATE = 'resilience4j_circuitbreaker_state'
const CALLS = 'resilience4j_circuitbreaker_calls_seconds'

/** One series a state, of which one is 1: how many instances stand in each. */
export function resilience4jStates(labels: Resilience4jLabels): string {
  return `count by (${breaker(labels)}, state) (${STATE} == 1)`
}

/** Percent, of the worst instance; −1 where none has had as many calls as it takes to tell. */
export function resilience4jFailureRate(labels: Resilience4jLabels): string {
  return `max by (${breaker(labels)}) (resilience4j_circuitbreaker_failure_rate)`
}

export function resilience4jSlowRate(labels: Resilience4jLabels): string {
  return `max by (${breaker(labels)}) (resilience4j_circuitbreaker_slow_call_rate)`
}

/** Calls per second that were made, by how they ended: `successful`, `failed`, `ignored`. */
export function resilience4jCalls(labels: Resilience4jLabels): string {
  return sumOfRate(labels, `${CALLS}_count`, 'kind')
}

/** Calls per second that the breaker refused. */
export function resilience4jNotPermitted(labels: Resilience4jLabels): string {
  return sumOfRate(labels, 'resilience4j_circuitbreaker_not_permitted_calls_total')
}

/** Calls per second by what became of them and of their retries. */
export function resilience4jRetries(labels: Resilience4jLabels): string {
  return sumOfRate(labels, 'resilience4j_retry_calls_total', 'kind')
}

export function resilience4jTimeouts(labels: Resilience4jLabels): string {
  return sumOfRate(labels, 'resilience4j_timelimiter_calls_total{kind="timeout"}')
}

/** Calls that a bulkhead still lets in, and lets in at most. */
export function resilience4jBulkheadFree(labels: Resilience4jLabels): string {
  return `sum by (${breaker(labels)}) (resilience4j_bulkhead_available_concurrent_calls)`
}

export function resilience4jBulkheadLimit(labels: Resilience4jLabels): string {
  return `sum by (${breaker(labels)}) (resilience4j_bulkhead_max_allowed_concurrent_calls)`
}

/** Seconds: the newest sample's own time. */
export function resilience4jSampleTime(labels: Resilience4jLabels): string {
  return `max by (${breaker(labels)}) (timestamp(${STATE}))`
}

/** Seconds, of the worst instance. */
export function resilience4jQuantile(quantile: number, labels: Resilience4jLabels & { instanceLabel: string }): string {
  const grouping = `le, ${breaker(labels)}, ${labels.instanceLabel}`
  const buckets = `rate(${CALLS}_bucket{kind!="ignored"}[${WINDOW_PLACEHOLDER}])`
  return `topk by (${breaker(labels)}) (1, histogram_quantile(${quantile}, sum by (${grouping}) (${buckets})))`
}

function sumOfRate(labels: Resilience4jLabels, selector: string, by?: string): string {
  const grouping = by === undefined ? breaker(labels) : `${breaker(labels)}, ${by}`
  return `sum by (${grouping}) (rate(${selector}[${WINDOW_PLACEHOLDER}]))`
}

/** `group` is `none` wherever Spring writes it, and absent elsewhere. */
function breaker({ serviceLabel, regionLabel }: Resilience4jLabels): string {
  return `${serviceLabel}, ${regionLabel}, name`
}
