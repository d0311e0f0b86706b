import type { IstioQuantile } from './wire-queries.ts'

/** What an answer is for. Those of callers (`caller…`) exist where both ends tell. */
export type Role =
  | 'requests'
  | 'errors'
  | 'degraded'
  | IstioQuantile
  | 'callerRequests'
  | 'callerErrors'
  | 'callerOnlyFailures'
  | 'callerP50'
  | 'callerP90'
  | 'callerP99'
  | 'sampleTime'
  | 'saturation'
  | 'breakersOpen'
  | 'serviceZones'
  | 'zoneRequests'
  | 'zoneErrors'
  | 'up'
  | 'clockAhead'
  | `business:${string}`
  | ClusterRole
  | BreakerRole

/** What proxies tell of the clusters they send to, beyond traffic. */
export type ClusterRole = `cluster:${
  | 'open-proxies'
  | 'proxies'
  | 'reached-limits'
  | 'overflows'
  | 'active'
  | 'hosts'
  | 'unhealthy-hosts'
  | 'ejected-hosts'}`

/** What services tell of their own circuit breakers. */
export type BreakerRole = `breaker:${
  | 'states'
  | 'failure-rate'
  | 'slow-rate'
  | 'calls'
  | 'not-permitted'
  | 'retries'
  | 'timeouts'
  | 'bulkhead-free'
  | 'bulkhead-limit'
  | 'sample-time'
  | IstioQuantile}`

export interface Question {
  role: Role
  /** As people read it, in problems and in the doctor's table. */
  asked: string
  /** With `$window` where the rate window belongs. */
  query: string
  /** What it means that nothing came, where that is as it should be: `nothing is ejected`. */
  ifEmpty?: string
}

/** Facts are of now: neither frames nor history hold them. */
export function isAboutFacts(role: Role): boolean {
  return role.startsWith('cluster:') || role.startsWith('breaker:')
}
