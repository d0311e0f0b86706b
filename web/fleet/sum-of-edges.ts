import { worstFreshness } from '#contract/freshness.ts'
import { healthOf } from '#contract/health.ts'
import { edgeFacts, UNKNOWN_FACTS, type Facts, type Fleet } from './fleet.ts'

/**
 * Several connections drawn as one stream. Volumes add up over what is known, shares are weighted by volume, and the
 * latency is the worst one's: percentiles cannot be merged. Unknown connections are left out, and counted; of what is
 * gone there is nothing to be known.
 */
export interface EdgeSum extends Facts {
  /** Connections whose volume is unknown. */
  unknownParts: number
}

export function sumOfEdges(fleet: Fleet, rows: readonly number[]): EdgeSum {
  return sumOfFacts(
    fleet,
    rows.filter((row) => fleet.roster.edges[row]?.gone !== true).map((row) => edgeFacts(fleet, row)),
  )
}

/** The same of anything that can be added up. */
export function sumOfFacts(fleet: Fleet, all: readonly Facts[]): EdgeSum {
  const [only] = all
  if (only !== undefined && all.length === 1) return sumOfOne(fleet, only)
  const known = all.filter((facts) => !Number.isNaN(facts.requestsPerSecond))
  if (known.length === 0) return { ...UNKNOWN_FACTS, unknownParts: all.length }
  const measures = {
    requestsPerSecond: known.reduce((sum, facts) => sum + facts.requestsPerSecond, 0),
    errorShare: weightedMean(known, 'errorShare'),
    degradedShare: weightedMean(known, 'degradedShare'),
    p99LatencyMs: worstOf(known.map((facts) => facts.p99LatencyMs)),
  }
  const freshness = worstFreshness(known.map((facts) => facts.freshness))
  return {
    ...measures,
    health: freshness === 'unknown' ? 'unknown' : healthOf(measures, fleet.health),
    freshness,
    ageMs: worstOf(known.map((facts) => facts.ageMs)),
    unknownParts: all.length - known.length,
  }
}

/** Most streams of a region are one connection, and there are thousands of them each second. */
function sumOfOne(fleet: Fleet, facts: Facts): EdgeSum {
  if (Number.isNaN(facts.requestsPerSecond)) return { ...UNKNOWN_FACTS, unknownParts: 1 }
  if (facts.requestsPerSecond !== 0) return { ...facts, unknownParts: 0 }
  // Shares of nothing are nothing.
  const none = {
    errorShare: Number.isNaN(facts.errorShare) ? NaN : 0,
    degradedShare: Number.isNaN(facts.degradedShare) ? NaN : 0,
  }
  const health = facts.freshness === 'unknown' ? 'unknown' : healthOf({ ...facts, ...none }, fleet.health)
  return { ...facts, ...none, health, unknownParts: 0 }
}

function weightedMean(all: readonly Facts[], share: 'errorShare' | 'degradedShare'): number {
  const known = all.filter((facts) => !Number.isNaN(facts[share]))
  const volume = known.reduce((sum, facts) => sum + facts.requestsPerSecond, 0)
  if (known.length === 0) return NaN
  return volume === 0 ? 0 : known.reduce((sum, facts) => sum + facts[share] * facts.requestsPerSecond, 0) / volume
}

function worstOf(values: readonly number[]): number {
  const known = values.filter((value) => !Number.isNaN(value))
  return known.length === 0 ? NaN : Math.max(...known)
}
