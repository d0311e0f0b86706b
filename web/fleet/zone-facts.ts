import { freshnessOf, type Freshness } from '#contract/freshness.ts'
import { healthOf, type Health } from '#contract/health.ts'
import type { Fleet } from './fleet.ts'

export interface ZoneFacts {
  id: string
  /** NaN for unknown, and for what is too old to be believed. */
  requestsPerSecond: number
  errorShare: number
  health: Health
  freshness: Freshness
  /** Of the newest sample; NaN when never seen. */
  ageMs: number
}

/** The zones of a region, in the order of the roster. */
export function zoneFactsOf({ roster, frame, worldNow, freshness: rule, health }: Fleet, region: string): ZoneFacts[] {
  const periods = roster.feeds.filter((feed) => feed.region === region).map(({ periodMs }) => periodMs)
  const periodMs = Math.max(0, ...periods)
  return roster.zones.flatMap((zone, index) => {
    if (zone.region !== region) return []
    const total = frame.zoneTotals[index]
    const observedAt = total?.observedAt ?? NaN
    const freshness = freshnessOf({ observedAt, periodMs, now: worldNow, rule })
    const ageMs = Math.max(0, worldNow - observedAt)
    const { requestsPerSecond, errorShare } =
      total === undefined || freshness === 'unknown' ? { requestsPerSecond: NaN, errorShare: NaN } : total
    const measures = { requestsPerSecond, errorShare, degradedShare: NaN }
    return [{ id: zone.id, requestsPerSecond, errorShare, health: healthOf(measures, health), freshness, ageMs }]
  })
}
