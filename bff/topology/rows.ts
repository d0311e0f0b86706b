import { freshnessOf, type FreshnessRule } from '#contract/freshness.ts'
import type { Protocol, RegionId, ServiceId, SourceId, ZoneId } from '#contract/ids.ts'
import type { NodeKind, NodeNotice, RosterEdge, RosterFeed, RosterNode } from '#contract/roster.ts'

/** The newest of what the sources told, row by row, in full precision. NaN means unknown. */

export interface FeedRow {
  readonly index: number
  readonly source: SourceId
  readonly region: RegionId
  readonly periodMs: number
  /** Beyond this age a value is unknown. */
  readonly unknownAfterMs: number
  /** A row of which nothing is told for so long, while others of its feed are, is gone. */
  readonly goneAfterMs: number
  observedAt: number
  /** When the feed last told of any edge, of any node: what is not among them may be gone. */
  edgesAt: number
  nodesAt: number
}

/** What other systems than those of its traffic say of a node; NaN and absent where they say nothing. */
export interface NodeMark {
  breakersOpen: number
  notices: readonly NodeNotice[]
  owner: string | undefined
  domain: string | undefined
}

export interface NodeRow {
  readonly index: number
  readonly region: RegionId
  readonly service: ServiceId
  /** As a source writes it; the service's id where none does. */
  name: string
  kind: NodeKind
  owner: string | undefined
  domain: string | undefined
  notices: readonly NodeNotice[]
  /** Where its instances stand, with the last report that said so, on its source's clock. */
  readonly zones: Map<ZoneId, number>
  feed: FeedRow
  gone: boolean
  /** The last report that spoke of the row, on its source's clock. */
  mentionedAt: number
  /** Whose word the facts, the saturation and the breakers are; null until a source tells them. */
  holder: FeedRow | null
  saturation: number
  breakersOpen: number
  saturationAt: number
  /** What other systems tell of it, laid over its own facts. */
  mark: NodeMark | null
  /** Edges that lead here, gone ones included. */
  incoming: number
}

export interface EdgeRow {
  readonly index: number
  readonly source: NodeRow
  readonly target: NodeRow
  readonly protocol: Protocol
  entry: boolean
  /** Of the source whose word the values are. */
  feed: FeedRow
  gone: boolean
  mentionedAt: number
  requestsPerSecond: number
  errorShare: number
  degradedShare: number
  p99LatencyMs: number
  observedAt: number
}

export function isKnown(observedAt: number, feed: FeedRow, now: number): boolean {
  // Written so that NaN, never seen, is not known.
  return now - observedAt <= feed.unknownAfterMs
}

/**
 * Of two sources that tell the same row the newer word wins; but two that are both in time must not take the row from
 * each other every second, so the holder keeps it until it is late against the other.
 */
export function mayTakeOver(input: {
  holder: FeedRow
  heldAt: number
  reader: FeedRow
  readAt: number
  rule: FreshnessRule
}): boolean {
  const { holder, heldAt, reader, readAt, rule } = input
  if (holder.source === reader.source) return true
  if (Number.isNaN(readAt)) return false
  return freshnessOf({ observedAt: heldAt, periodMs: holder.periodMs, now: readAt, rule }) !== 'live'
}

export function rosterFeedOf({ source, region, periodMs }: FeedRow): RosterFeed {
  return { source, region, periodMs }
}

/** Most that one node carries on the map. */
const MOST_NOTICES = 8

export function rosterNodeOf(row: NodeRow): RosterNode {
  const owner = row.mark?.owner ?? row.owner
  const domain = row.mark?.domain ?? row.domain
  const notices = [...(row.mark?.notices ?? []), ...row.notices].slice(0, MOST_NOTICES)
  return {
    region: row.region,
    service: row.service,
    name: row.name,
    kind: row.kind,
    ...(owner === undefined ? {} : { owner }),
    ...(domain === undefined ? {} : { domain }),
    ...(notices.length === 0 ? {} : { notices }),
    ...(row.zones.size === 0 ? {} : { zones: [...row.zones.keys()].toSorted() }),
    feed: row.feed.index,
    ...(row.gone ? { gone: true } : {}),
  }
}

export function rosterEdgeOf(row: EdgeRow): RosterEdge {
  return {
    source: row.source.index,
    target: row.target.index,
    protocol: row.protocol,
    ...(row.entry ? { entry: true } : {}),
    feed: row.feed.index,
    ...(row.gone ? { gone: true } : {}),
  }
}
