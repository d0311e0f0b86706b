import { GLOBAL_REGION, type RegionId } from '#contract/ids.ts'
import type { EdgeReading, FeedReading } from '#bff/topology/report.ts'
import { isEntry, readingOf, type EdgeNow } from './edge-readings.ts'
import type { FreshnessMemory } from './freshness-memory.ts'
import type { RegionNames } from './names.ts'
import type { Reader } from './read-batch.ts'
import { derivesEntries, type PrometheusSettings } from './settings.ts'

/**
 * How old is what a region tells? Never as old as the query: a live Prometheus goes on answering `rate()` while its
 * targets are frozen. The newest sample's own time counts, no newer than the last scrape of a target that was up, and
 * where neither is told now, what was last known of them.
 */

/** UTC ms of the region's last successful scrape; NaN where `up` does not tell. */
export type ScrapedAt = (region: RegionId) => number

interface ScrapeInput {
  settings: PrometheusSettings
  regions: RegionNames
  read: Reader
  memory: FreshnessMemory
}

export function createScrapeTimes({ settings, regions, read, memory }: ScrapeInput): (step: number) => ScrapedAt {
  const label = settings.up?.regionLabel
  return (step) => {
    for (const { labels, values } of read('up')) {
      const found = label === undefined ? null : regions.find(labels[label])
      const region = found === null ? null : found.kind === 'known' ? found.region : undefined
      if (region !== undefined) memory.up(region, (values[step] ?? NaN) * 1_000)
    }
    return (region) => memory.up(label === undefined ? null : region, NaN)
  }
}

interface ObserveInput {
  edges: readonly EdgeNow[]
  settings: PrometheusSettings
  memory: FreshnessMemory
  scrapedAt: ScrapedAt
  /** How far the observed system's clock is ahead of the wall's. */
  aheadMs: number
}

export function observeEdges({ edges, settings, memory, scrapedAt, aheadMs }: ObserveInput): EdgeReading[] {
  const enters = derivesEntries(settings) ? isFromOutside : isEntry(edges, settings.entry)
  return edges.map((edge) => {
    const sampledAt = memory.edge(edge.id, edge.sampledAtMs)
    const upAt = scrapedAt(edge.feedRegion)
    const seenAt = Number.isNaN(sampledAt) || upAt < sampledAt ? upAt : sampledAt
    return readingOf(edge, { observedAt: Math.round(seenAt) + aheadMs, entry: enters(edge) })
  })
}

/** In a mesh whatever enters comes from INTERNET: seen, or derived from what a gateway sends on. */
function isFromOutside(edge: EdgeNow): boolean {
  return edge.key.sourceRegion === GLOBAL_REGION && edge.key.source === 'internet'
}

export function readFeeds(input: {
  settings: PrometheusSettings
  memory: FreshnessMemory
  edges: readonly EdgeReading[]
  scrapedAt: ScrapedAt
  aheadMs: number
}): FeedReading[] {
  const { settings, memory, aheadMs } = input
  const newest = new Map<RegionId, number>()
  for (const { feedRegion, observedAt } of input.edges) {
    const held = newest.get(feedRegion) ?? NaN
    newest.set(feedRegion, observedAt <= held || Number.isNaN(observedAt) ? held : observedAt)
  }
  for (const [region, observedAt] of newest) memory.feed(region, observedAt - aheadMs)
  const regions = new Set([
    ...(settings.region === undefined ? [] : [settings.region]),
    ...newest.keys(),
    ...memory.feeds(),
  ])
  for (const region of memory.upRegions()) regions.add(region)
  return [...regions].map((region) => {
    // A region without any connection now is as fresh as its last scrape.
    const idle = newest.has(region) ? NaN : input.scrapedAt(region)
    return { region, observedAt: Math.round(memory.feed(region, idle)) + aheadMs, periodMs: settings.period }
  })
}
