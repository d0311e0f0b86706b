import type { RegionId } from '#contract/ids.ts'

/**
 * When things were last seen, as far as this process remembers: a target that stops being scraped loses its samples at
 * once, while `rate()` goes on answering for the length of its window. Times are UTC ms on Prometheus's clock.
 */
export interface FreshnessMemory {
  /** The newer of what is told now (NaN for nothing) and what was known; NaN when never seen. */
  edge(id: string, sampledAtMs: number): number
  up(region: RegionId | null, scrapedAtMs: number): number
  /** Regions of which a scrape was ever seen. */
  upRegions(): RegionId[]
  feed(region: RegionId, observedAtMs: number): number
  /** Regions that ever had a sample. */
  feeds(): RegionId[]
  /** How far the observed system's clock is ahead of the wall's, ms; 0 until told. */
  aheadMs(toldMs: number): number
  /** Forgets connections that have not been seen since. */
  forgetEdgesBefore(instantMs: number): void
}

/** A clock this close to the wall's is the wall's: a simulation that moves in whole seconds is always a little behind. */
const SAME_CLOCK_MS = 5_000

export function createFreshnessMemory(): FreshnessMemory {
  const edges = new Map<string, number>()
  const ups = new Map<RegionId | null, number>()
  const feeds = new Map<RegionId, number>()
  let ahead = 0
  return {
    edge: (id, sampledAtMs) => newest(edges, id, sampledAtMs),
    up: (region, scrapedAtMs) => newest(ups, region, scrapedAtMs),
    upRegions: () => [...ups.keys()].filter((region) => region !== null),
    feed: (region, observedAtMs) => newest(feeds, region, observedAtMs),
    feeds: () => [...feeds.keys()],
    aheadMs(toldMs) {
      if (!Number.isNaN(toldMs)) ahead = Math.abs(toldMs) < SAME_CLOCK_MS ? 0 : Math.round(toldMs)
      return ahead
    },
    forgetEdgesBefore(instantMs) {
      for (const [id, at] of edges) if (at < instantMs) edges.delete(id)
    },
  }
}

function newest<Key>(known: Map<Key, number>, key: Key, at: number): number {
  const held = known.get(key) ?? NaN
  if (Number.isNaN(at) || at <= held) return held
  known.set(key, at)
  return at
}
