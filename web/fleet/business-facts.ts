import { freshnessOf } from '#contract/freshness.ts'
import type { Facts, Fleet } from './fleet.ts'
import { worldAgeOf, worldTotalOf } from './region-facts.ts'

/** The one number the business is run by. */
export interface BusinessFacts extends Pick<Facts, 'freshness' | 'ageMs'> {
  /** The roster's metric; null where none is read, and requests/s stand in. */
  metric: Fleet['roster']['businessMetrics'][number] | null
  /** NaN for unknown. */
  value: number
  /** Regions that the sum lacks, where requests/s stand in. */
  missing: readonly string[]
}

export function businessFactsOf(fleet: Fleet): BusinessFacts {
  const { roster, frame, worldNow: now, freshness: rule } = fleet
  const [metric] = roster.businessMetrics
  if (metric === undefined) {
    const { requestsPerSecond, missing } = worldTotalOf(fleet)
    return { metric: null, value: requestsPerSecond, missing: missing.map(({ id }) => id), ...worldAgeOf(fleet) }
  }
  const total = frame.businessTotals[0]
  const observedAt = total?.observedAt ?? NaN
  const periods = roster.feeds.filter(({ source }) => source === metric.source).map(({ periodMs }) => periodMs)
  const freshness = freshnessOf({ observedAt, periodMs: Math.max(0, ...periods), now, rule })
  return { metric, value: total?.value ?? NaN, missing: [], freshness, ageMs: Math.max(0, now - observedAt) }
}
