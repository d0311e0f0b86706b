import type { Frame } from '#contract/frame-codec/frame.ts'
import type { Roster } from '#contract/roster.ts'
import type { FeedStatus, SourceStatus } from '#contract/source-status.ts'

/**
 * Sources as the last heartbeat told them, with the newest samples of the newest frame: heartbeats come seconds apart,
 * and a healthy feed would look late just before each.
 */
export function withNewestSamples(
  sources: readonly SourceStatus[],
  roster: Roster | null,
  frame: Frame | null,
): readonly SourceStatus[] {
  if (roster === null || frame === null || roster.epoch !== frame.rosterEpoch) return sources
  const newest = new Map(
    roster.feeds.map(({ source, region }, index) => [keyOf(source, region), frame.feedObservedAt[index] ?? NaN]),
  )
  return sources.map((source) => ({
    ...source,
    feeds: source.feeds.map((feed) => newerOf(feed, newest.get(keyOf(source.id, feed.region)) ?? NaN)),
  }))
}

function newerOf(feed: FeedStatus, observedAt: number): FeedStatus {
  return observedAt > (feed.observedAt ?? -Infinity) ? { ...feed, observedAt } : feed
}

function keyOf(source: string, region: string): string {
  return `${source}/${region}`
}
