/**
 * One second of the fleet, as columns over the roster's rows. NaN means unknown in every column: never seen, not told
 * by the source, or too old to be believed. Zero means a measured zero.
 */
export interface Frame {
  /** Grows by one with every frame of this server. */
  seq: number
  rosterEpoch: string
  rosterVersion: number
  /** The server's wall clock when the frame was put together, UTC ms. */
  at: number
  /** The observed system's own clock, UTC ms, where it is not the wall's (a simulation run fast); else equal to `at`. */
  worldAt: number
  /** Per feed: UTC ms (on the world's clock) of its newest sample; NaN when it was never seen. */
  feedObservedAt: Float64Array
  nodes: NodeColumns
  edges: EdgeColumns
  regionTotals: RegionTotal[]
  zoneTotals: ZoneTotal[]
  businessTotals: BusinessTotal[]
}

export interface EdgeColumns {
  /** Requests per second. */
  requestsPerSecond: Float32Array
  /** Failures and timeouts, 0–1. */
  errorShare: Float32Array
  /** Answered by a fallback or partially, 0–1. */
  degradedShare: Float32Array
  /** Milliseconds. */
  p99LatencyMs: Float32Array
  /** How much older the row's own newest sample is than its feed's, ms; 0 for most. */
  lagMs: Float32Array
}

export interface NodeColumns extends EdgeColumns {
  /** Used share of the tightest known resource, 0–1 and beyond when overloaded. */
  saturation: Float32Array
  /** Circuit breakers of the service that are open or being probed; NaN where no source tells. */
  breakersOpen: Float32Array
}

/** Computed from full-precision readings, one a roster region in its order; never the sum of quantised rows. */
export interface RegionTotal {
  /** Sum over the region's entry edges; NaN when none is known. */
  requestsPerSecond: number
  errorShare: number
  degradedShare: number
  /** The worst entry edge's p99: percentiles cannot be merged. */
  p99LatencyMs: number
  /** 1 − saturation of the tightest service; NaN unless some capacity is known. */
  headroomShare: number
  /** Row of that service in the roster's nodes; −1 when unknown. */
  tightestNode: number
  /** The oldest newest-sample among what the sum holds, UTC ms; NaN when there is none. */
  observedAt: number
  /** Entry edges the sum lacks, as rows of the roster's edges. */
  missingEdges: number[]
}

/** One a roster zone, in its order. */
export interface ZoneTotal {
  requestsPerSecond: number
  errorShare: number
  observedAt: number
}

/** One a roster business metric, in its order. */
export interface BusinessTotal {
  /** The whole of it; NaN when unknown. */
  value: number
  /** One a roster region in its order; NaN where unknown. */
  byRegion: number[]
  observedAt: number
}

export const EDGE_COLUMNS = ['requestsPerSecond', 'errorShare', 'degradedShare', 'p99LatencyMs', 'lagMs'] as const
/** What a later format has more than an earlier one stands at the end. */
export const NODE_COLUMNS = [...EDGE_COLUMNS, 'saturation', 'breakersOpen'] as const
export type EdgeColumn = (typeof EDGE_COLUMNS)[number]
export type NodeColumn = (typeof NODE_COLUMNS)[number]

export function createEdgeColumns(rows: number): EdgeColumns {
  return {
    requestsPerSecond: new Float32Array(rows).fill(NaN),
    errorShare: new Float32Array(rows).fill(NaN),
    degradedShare: new Float32Array(rows).fill(NaN),
    p99LatencyMs: new Float32Array(rows).fill(NaN),
    lagMs: new Float32Array(rows).fill(NaN),
  }
}

export function createNodeColumns(rows: number): NodeColumns {
  return {
    ...createEdgeColumns(rows),
    saturation: new Float32Array(rows).fill(NaN),
    breakersOpen: new Float32Array(rows).fill(NaN),
  }
}
