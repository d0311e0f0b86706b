import type { GeoPosition, NodeKind } from '#contract/roster.ts'

/**
 * The simulated fleet as others see it. Everything random comes from the seed; time is the world's own and moves only
 * by `advanceTo`. Counters only grow, as a real process's do (a scenario may reset them, as a restart does).
 */
export interface World {
  readonly catalog: WorldCatalog
  /** The world's clock, UTC ms. */
  readonly now: number
  /** Runs the fleet up to this instant in whole steps of `stepMs`. */
  advanceTo(instantMs: number): void
  readonly stepMs: number
  readonly counters: WorldCounters
  readonly gauges: WorldGauges
  /** Takes effect as DNS and proxies do. */
  steer(orders: SteeringOrders): void
  /** Keeps at least so many instances of a node, by its row; 0 leaves it to the load. They serve once they have started. */
  keepAtLeast(node: number, instances: number): void
}

/**
 * Which share of the demand each region is given, in catalog order, renormalised; all zero or empty hands the plane
 * back to its default. What is absent stays as it is.
 */
export interface SteeringOrders {
  /** What each region works on. */
  proxies?: readonly number[]
  /** What arrives at each region. */
  dns?: readonly number[]
}

export interface WorldCatalog {
  regions: readonly WorldRegion[]
  /** Every service in every region: one row a pair. INTERNET and the CDN are rows of region −1. */
  nodes: readonly WorldNode[]
  edges: readonly WorldEdge[]
  /** Upper bounds of the latency buckets in ms, ascending; the last bucket is +Inf and not listed. */
  latencyBucketsMs: readonly number[]
}

export interface WorldRegion {
  id: string
  name: string
  position: GeoPosition
  zones: readonly string[]
}

export interface WorldNode {
  /** Index into regions; −1 for INTERNET and the CDN. */
  region: number
  service: string
  kind: NodeKind
  owner: string
  domain: string
  /** Its instances stand in these, one after the other; empty for what is not ours. */
  zones: readonly string[]
}

export interface WorldEdge {
  /** Indexes into nodes. */
  source: number
  target: number
  protocol: 'http' | 'grpc' | 'database' | 'messaging'
}

/** What happened to a request, as its caller saw it. */
export const OUTCOMES = ['good', 'degraded', 'error', 'timeout'] as const
export type Outcome = (typeof OUTCOMES)[number]

/** Since the world began; fractions of requests are allowed. */
export interface WorldCounters {
  /** `[edge * OUTCOMES.length + outcome]`. */
  requests: Float64Array
  /** `[edge * (latencyBucketsMs.length + 1) + bucket]`, not cumulative over buckets. */
  latency: Float64Array
  /** Sum of latencies in ms, per edge. */
  latencySumMs: Float64Array
  /** Entry requests `[(region * 3 + zone) * OUTCOMES.length + outcome]`. */
  zoneRequests: Float64Array
  /** Streams started, per region. */
  streamStarts: Float64Array
}

export interface WorldGauges {
  /** Per node: load over the capacity of its ready instances, 0–1 and beyond; NaN where it has none. */
  saturation: Float64Array
  /** Per node. */
  instancesReady: Float64Array
  instancesStarting: Float64Array
  /** Per node: those that have started, whether or not their zone still has power. */
  instancesPlaced: Float64Array
  /** `[region * 3 + zone]`: share of the zone that has power, 0–1. */
  zonesAlive: Float64Array
  /** Per edge: 0 closed, 1 open, 2 half-open. */
  breaker: Uint8Array
  /** Per node: of the breakers around its calls, those that are not closed. */
  breakersOpen: Float64Array
}
