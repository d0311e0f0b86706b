import { staleAfterMs, unknownAfterMs, type FreshnessRule } from '#contract/freshness.ts'
import type { RegionId, SourceId } from '#contract/ids.ts'
import type { FeedRow } from './rows.ts'

export interface FeedKey {
  source: SourceId
  region: RegionId
  periodMs: number
}

export interface FeedBook {
  readonly feeds: readonly FeedRow[]
  /**
   * A period that changes by more than a tenth makes a new feed, which goes on where the old one stood: a roster's feed
   * never changes its meaning.
   */
  feed(key: FeedKey): FeedRow
}

export function createFeedBook(freshness: FreshnessRule): FeedBook {
  const feeds: FeedRow[] = []
  const newest = new Map<SourceId, Map<RegionId, FeedRow>>()
  return {
    feeds,
    feed({ source, region, periodMs }) {
      const ofSource = newest.get(source) ?? new Map<RegionId, FeedRow>()
      const known = ofSource.get(region)
      if (known !== undefined && Math.abs(known.periodMs - periodMs) <= known.periodMs / 10) return known
      const row: FeedRow = {
        index: feeds.length,
        source,
        region,
        periodMs,
        unknownAfterMs: unknownAfterMs(periodMs, freshness),
        // Without the floor of the other, which is there for sources that are silent altogether.
        goneAfterMs: Math.max(freshness.unknownPeriods * periodMs, staleAfterMs(periodMs, freshness)),
        observedAt: known?.observedAt ?? NaN,
        edgesAt: known?.edgesAt ?? NaN,
        nodesAt: known?.nodesAt ?? NaN,
      }
      feeds.push(row)
      newest.set(source, ofSource.set(region, row))
      return row
    },
  }
}
