import type { BusinessTotal, Frame, RegionTotal } from '#contract/frame-codec/frame.ts'
import { staleAfterMs, type FreshnessRule } from '#contract/freshness.ts'
import type { Roster } from '#contract/roster.ts'

/**
 * What may be believed of a frame's totals: live or late, and whole. A stale sum, or one that lacks an entry, is not
 * the region's traffic; drawn or counted as if it were, it would look like a loss of traffic. NaN stands for unknown.
 */
export function believedRegion(frame: Frame, roster: Roster, index: number, rule: FreshnessRule): RegionRates {
  const total = frame.regionTotals[index]
  const region = roster.regions[index]
  if (total === undefined || region === undefined || total.missingEdges.length > 0) return UNKNOWN_RATES
  const feeds = roster.feeds.filter((feed) => feed.region === region.id)
  return isFresh(total, feeds, frame.worldAt, rule) ? total : UNKNOWN_RATES
}

export type RegionRates = Pick<RegionTotal, 'requestsPerSecond' | 'errorShare' | 'degradedShare'>

const UNKNOWN_RATES: RegionRates = { requestsPerSecond: NaN, errorShare: NaN, degradedShare: NaN }

export function believedBusiness(frame: Frame, roster: Roster, index: number, rule: FreshnessRule): number {
  const total = frame.businessTotals[index]
  const metric = roster.businessMetrics[index]
  if (total === undefined || metric === undefined) return NaN
  const feeds = roster.feeds.filter((feed) => feed.source === metric.source)
  return isFresh(total, feeds, frame.worldAt, rule) ? total.value : NaN
}

function isFresh(
  total: Pick<RegionTotal | BusinessTotal, 'observedAt'>,
  feeds: Roster['feeds'],
  now: number,
  rule: FreshnessRule,
): boolean {
  const periodMs = feeds.reduce((longest, feed) => Math.max(longest, feed.periodMs), 0)
  // False for NaN: never seen.
  return now - total.observedAt <= staleAfterMs(periodMs, rule)
}
