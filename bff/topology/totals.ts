import type { RegionTotal } from '#contract/frame-codec/frame.ts'
import type { RegionId } from '#contract/ids.ts'
import { saturationAt, shareOf } from './node-sums.ts'
import { isKnown, type EdgeRow, type NodeRow } from './rows.ts'

/**
 * What enters each region, from the readings themselves and never from quantised rows. An entry edge of which nothing
 * is known is named as missing: the sum is then of the rest, and says so.
 */
export function regionTotals(input: {
  regions: readonly { id: RegionId }[]
  entries: Iterable<EdgeRow>
  nodes: Iterable<NodeRow>
  now: number
}): RegionTotal[] {
  const { regions, now } = input
  const sums = new Map(regions.map(({ id }) => [id, emptySum()]))
  for (const edge of input.entries) {
    const sum = sums.get(edge.target.region)
    if (sum === undefined || edge.gone) continue
    if (Number.isNaN(edge.requestsPerSecond) || !isKnown(edge.observedAt, edge.feed, now)) sum.missing.push(edge.index)
    else addEntry(sum, edge)
  }
  for (const node of input.nodes) {
    const sum = sums.get(node.region)
    const saturation = saturationAt(node, now)
    if (sum === undefined || !(saturation > sum.saturation || Number.isNaN(sum.saturation))) continue
    if (Number.isNaN(saturation)) continue
    sum.saturation = saturation
    sum.tightest = node.index
  }
  return regions.map(({ id }) => totalOf(sums.get(id) ?? emptySum()))
}

interface EntrySum {
  known: number
  requests: number
  errors: number
  errorsOf: number
  degraded: number
  degradedOf: number
  worstP99: number
  oldest: number
  missing: number[]
  saturation: number
  tightest: number
}

function emptySum(): EntrySum {
  return {
    known: 0,
    requests: 0,
    errors: 0,
    errorsOf: 0,
    degraded: 0,
    degradedOf: 0,
    worstP99: NaN,
    oldest: NaN,
    missing: [],
    saturation: NaN,
    tightest: -1,
  }
}

function addEntry(sum: EntrySum, edge: EdgeRow): void {
  sum.known++
  sum.requests += edge.requestsPerSecond
  if (!Number.isNaN(edge.errorShare)) {
    sum.errors += edge.requestsPerSecond * edge.errorShare
    sum.errorsOf += edge.requestsPerSecond
  }
  if (!Number.isNaN(edge.degradedShare)) {
    sum.degraded += edge.requestsPerSecond * edge.degradedShare
    sum.degradedOf += edge.requestsPerSecond
  }
  if (!(sum.worstP99 >= edge.p99LatencyMs) && !Number.isNaN(edge.p99LatencyMs)) sum.worstP99 = edge.p99LatencyMs
  if (!(sum.oldest <= edge.observedAt)) sum.oldest = edge.observedAt
}

function totalOf(sum: EntrySum): RegionTotal {
  return {
    requestsPerSecond: sum.known > 0 ? sum.requests : NaN,
    errorShare: shareOf(sum.errors, sum.errorsOf),
    degradedShare: shareOf(sum.degraded, sum.degradedOf),
    p99LatencyMs: sum.worstP99,
    // An overloaded service leaves no headroom; how far beyond it is, its saturation says.
    headroomShare: Math.max(0, 1 - sum.saturation),
    tightestNode: sum.tightest,
    observedAt: sum.oldest,
    missingEdges: sum.missing,
  }
}
