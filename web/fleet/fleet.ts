import type { Change } from '#contract/change.ts'
import { freshnessOf, type Freshness, type FreshnessRule } from '#contract/freshness.ts'
import type { EdgeColumns, Frame } from '#contract/frame-codec/frame.ts'
import { healthOf, type Health, type HealthThresholds } from '#contract/health.ts'
import type { Roster } from '#contract/roster.ts'
import type { ForetoldByNode } from './foretold.ts'

/** Everything a fact is read from: who the rows are, the newest second, and what the time is now. */
export interface Fleet {
  roster: Roster
  frame: Frame
  /** The observed system's clock at this moment, UTC ms; goes on when frames stop, so that ages grow. */
  worldNow: number
  freshness: FreshnessRule
  health: HealthThresholds
  /** What was recorded as changed around this moment; nothing is known where absent. */
  changes?: readonly Change[]
  /** What would saturate if what is considered were done; absent while nothing is considered. */
  foretold?: ForetoldByNode
}

/** NaN means unknown in every number. */
export interface Facts {
  requestsPerSecond: number
  /** 0–1. */
  errorShare: number
  /** 0–1. */
  degradedShare: number
  p99LatencyMs: number
  health: Health
  freshness: Freshness
  /** Of the newest sample; NaN when never seen. */
  ageMs: number
}

export function edgeFacts(fleet: Fleet, row: number): Facts {
  return rowFacts(fleet, fleet.frame.edges, row, fleet.roster.edges[row]?.feed ?? -1)
}

export function nodeFacts(fleet: Fleet, row: number): Facts {
  return rowFacts(fleet, fleet.frame.nodes, row, fleet.roster.nodes[row]?.feed ?? -1)
}

/** Circuit breakers that are open, a whole number; NaN where unknown. */
export function breakersOpenOf(fleet: Fleet, node: number): number {
  return Math.round(fleet.frame.nodes.breakersOpen[node] ?? NaN)
}

/** Used share of the tightest known resource; NaN where unknown. */
export function saturationOf(fleet: Fleet, node: number): number {
  return fleet.frame.nodes.saturation[node] ?? NaN
}

function rowFacts(fleet: Fleet, columns: EdgeColumns, row: number, feed: number): Facts {
  const periodMs = fleet.roster.feeds[feed]?.periodMs ?? NaN
  const observedAt = (fleet.frame.feedObservedAt[feed] ?? NaN) - (columns.lagMs[row] ?? NaN)
  return judged(fleet, observedAt, periodMs, {
    requestsPerSecond: columns.requestsPerSecond[row] ?? NaN,
    errorShare: columns.errorShare[row] ?? NaN,
    degradedShare: columns.degradedShare[row] ?? NaN,
    p99LatencyMs: columns.p99LatencyMs[row] ?? NaN,
  })
}

export type Measures = Pick<Facts, 'requestsPerSecond' | 'errorShare' | 'degradedShare' | 'p99LatencyMs'>

/** Health and freshness of measures with this newest sample; what is too old to be believed is unknown. */
export function judged(fleet: Fleet, observedAt: number, periodMs: number, measures: Measures): Facts {
  const freshness = freshnessOf({ observedAt, periodMs, now: fleet.worldNow, rule: fleet.freshness })
  const health = freshness === 'unknown' ? 'unknown' : healthOf(measures, fleet.health)
  return { ...measures, health, freshness, ageMs: Math.max(0, fleet.worldNow - observedAt) }
}

export const UNKNOWN_FACTS: Facts = {
  requestsPerSecond: NaN,
  errorShare: NaN,
  degradedShare: NaN,
  p99LatencyMs: NaN,
  health: 'unknown',
  freshness: 'unknown',
  ageMs: NaN,
}
