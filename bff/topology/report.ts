import type { EdgeKey, NodeKey, RegionId, SourceId, ZoneId } from '#contract/ids.ts'
import type { NodeKind, NodeNotice } from '#contract/roster.ts'
import type { SourceProblem } from '#contract/source-status.ts'
import type { Facts } from './facts.ts'

/**
 * What a source tells in one poll. Times are UTC ms on the source's clock. A number is NaN where the source does not
 * tell; never zero for "unknown".
 */
export interface SourceReport {
  source: SourceId
  /** The instant the report speaks of, on the source's clock. */
  at: number
  feeds: FeedReading[]
  edges: EdgeReading[]
  nodes: NodeReading[]
  zones: ZoneReading[]
  /** Absent where this source never tells. */
  serviceZones?: ServiceZonesReading[]
  business: BusinessReading[]
  /** What it knows beyond traffic; absent where this source tells none. */
  facts?: Facts
  /** What did not come back, or not whole; the rest of the report still counts. */
  problems: SourceProblem[]
}

/** A region as this source sees it. */
export interface FeedReading {
  region: RegionId
  /** The newest sample's own time (or the last successful scrape), never the time of the query; NaN when never seen. */
  observedAt: number
  periodMs: number
}

interface Measures {
  requestsPerSecond: number
  /** Failures and timeouts, 0–1. */
  errorShare: number
  /** 0–1; NaN where the source cannot tell. */
  degradedShare: number
  p99LatencyMs: number
  /** The row's own newest sample; NaN when none is current. */
  observedAt: number
}

export interface EdgeReading extends EdgeKey, Measures {
  /** The feed it belongs to: the region that reports it. */
  feedRegion: RegionId
  /** True when its source node is INTERNET or the configuration names its target as an entry. */
  entry: boolean
}

/** Facts about a node beyond what its edges tell. */
export interface NodeReading extends NodeKey {
  feedRegion: RegionId
  kind: NodeKind
  /** As the source writes it; absent where that is the service's id. */
  name?: string
  owner?: string
  domain?: string
  /** Used share of the tightest known resource, 0–1 and beyond; NaN where unknown. */
  saturation: number
  /** Its circuit breakers that are open; absent where the source does not tell. */
  breakersOpen?: number
  /** What a monitoring system says of it, the worst first; absent for nothing. */
  notices?: readonly NodeNotice[]
  observedAt: number
}

export interface ZoneReading {
  region: RegionId
  zone: ZoneId
  requestsPerSecond: number
  errorShare: number
  observedAt: number
}

/** Where a service's instances stand. */
export interface ServiceZonesReading extends NodeKey {
  zones: readonly ZoneId[]
}

export interface BusinessReading {
  id: string
  name: string
  unit: string
  /** A region, or null for the whole. */
  region: RegionId | null
  value: number
  observedAt: number
}
