import { worstFreshness } from '#contract/freshness.ts'
import type { RosterRegion } from '#contract/roster.ts'
import { judged, UNKNOWN_FACTS, type Facts, type Fleet } from './fleet.ts'

export interface RegionFacts extends Facts {
  region: RosterRegion
  /** Share of the world's traffic, 0–1; NaN while a part of the world is unknown. */
  trafficShare: number
  /** 0–1; NaN unless capacity is known. */
  headroomShare: number
  /** Row of the service that bounds the headroom; −1 when unknown. */
  tightestNode: number
  /** Entry connections the sum lacks, as rows of the roster's edges. */
  missingEdges: readonly number[]
}

/** One a region of the roster, in its order. */
export function regionFactsOf(fleet: Fleet): RegionFacts[] {
  const total = worldTotalOf(fleet)
  return fleet.roster.regions.map((region, index) => {
    const totals = fleet.frame.regionTotals[index]
    if (totals === undefined) return withoutTotals(region)
    const observedAt = Number.isNaN(totals.observedAt) ? lastSeen(fleet, region.id) : totals.observedAt
    const facts = judged(fleet, observedAt, slowestPeriod(fleet, region.id), totals)
    return {
      ...pickFacts(facts),
      region,
      trafficShare: total.missing.length > 0 ? NaN : totals.requestsPerSecond / total.requestsPerSecond,
      headroomShare: totals.headroomShare,
      tightestNode: totals.tightestNode,
      missingEdges: totals.missingEdges,
    }
  })
}

export interface WorldTotal {
  /** Sum over the regions that are known; NaN for none. */
  requestsPerSecond: number
  /** Regions whose part is missing. */
  missing: readonly RosterRegion[]
}

export function worldTotalOf({ roster, frame }: Fleet): WorldTotal {
  const rates = roster.regions.map((_, index) => frame.regionTotals[index]?.requestsPerSecond ?? NaN)
  const known = rates.filter((rate) => !Number.isNaN(rate))
  return {
    requestsPerSecond: known.length === 0 ? NaN : known.reduce((sum, rate) => sum + rate, 0),
    missing: roster.regions.filter((_, index) => Number.isNaN(rates[index] ?? NaN)),
  }
}

/** Of the world's sum: as little to be believed as the oldest of the regions it holds. */
export function worldAgeOf(fleet: Fleet): Pick<Facts, 'freshness' | 'ageMs'> {
  const regions = regionFactsOf(fleet)
  const known = regions.filter(({ requestsPerSecond }) => !Number.isNaN(requestsPerSecond))
  // Of nothing one may still say when it was last something.
  const told = known.length === 0 ? regions : known
  const ages = told.map(({ ageMs }) => ageMs).filter((ageMs) => !Number.isNaN(ageMs))
  return {
    freshness: worstFreshness(known.map(({ freshness }) => freshness)),
    ageMs: ages.length === 0 ? NaN : Math.max(...ages),
  }
}

function withoutTotals(region: RosterRegion): RegionFacts {
  return { ...UNKNOWN_FACTS, region, trafficShare: NaN, headroomShare: NaN, tightestNode: -1, missingEdges: [] }
}

function pickFacts(facts: Facts): Facts {
  const { requestsPerSecond, errorShare, degradedShare, p99LatencyMs, health, freshness, ageMs } = facts
  return { requestsPerSecond, errorShare, degradedShare, p99LatencyMs, health, freshness, ageMs }
}

/** Newest sample of whatever reports this region; NaN when nothing was ever seen. */
function lastSeen({ roster, frame }: Fleet, region: string): number {
  const seen = roster.feeds.flatMap((feed, index) =>
    feed.region === region ? [frame.feedObservedAt[index] ?? NaN] : [],
  )
  const known = seen.filter((observedAt) => !Number.isNaN(observedAt))
  return known.length === 0 ? NaN : Math.max(...known)
}

/** A sum is as slow as the slowest of what reports its region. */
function slowestPeriod({ roster }: Fleet, region: string): number {
  const periods = roster.feeds.filter((feed) => feed.region === region).map((feed) => feed.periodMs)
  return periods.length === 0 ? NaN : Math.max(...periods)
}
