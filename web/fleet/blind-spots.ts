import type { Freshness } from '#contract/freshness.ts'
import { freshnessOf } from '#contract/freshness.ts'
import { connectionFactsOf } from './connection-facts.ts'
import type { Fleet } from './fleet.ts'
import { nodeNameOf } from './node-name.ts'
import { regionFactsOf } from './region-facts.ts'

/** What the picture lacks or shows old, by name. */
export interface BlindSpots {
  /** Sources' reports that are not live, the worst first. */
  feeds: { source: string; region: string; freshness: Freshness; ageMs: number }[]
  /** Entry connections missing from a region's sum, in words: `INTERNET → edge-proxy, eu-west-1`. */
  missingEntries: string[]
  /** All feeds are stale or unknown: nothing on screen is of now. */
  everything: boolean
}

const WORST_FIRST: Record<Freshness, number> = { unknown: 0, stale: 1, late: 2, live: 3 }

export function blindSpotsOf(fleet: Fleet): BlindSpots {
  const feeds = fleet.roster.feeds.map((feed, index) => {
    const observedAt = fleet.frame.feedObservedAt[index] ?? NaN
    const freshness = freshnessOf({
      observedAt,
      periodMs: feed.periodMs,
      now: fleet.worldNow,
      rule: fleet.freshness,
    })
    return { source: feed.source, region: feed.region, freshness, ageMs: Math.max(0, fleet.worldNow - observedAt) }
  })
  const missingEntries = regionFactsOf(fleet).flatMap(({ region, missingEdges }) =>
    missingEdges.map((row) => {
      const facts = connectionFactsOf(fleet, row)
      return facts === null ? region.id : `${nodeNameOf(facts.source)} → ${nodeNameOf(facts.target)}, ${region.id}`
    }),
  )
  return {
    feeds: feeds
      .filter(({ freshness }) => freshness !== 'live')
      .sort((a, b) => WORST_FIRST[a.freshness] - WORST_FIRST[b.freshness]),
    missingEntries,
    everything: feeds.length > 0 && feeds.every(({ freshness }) => freshness === 'stale' || freshness === 'unknown'),
  }
}
