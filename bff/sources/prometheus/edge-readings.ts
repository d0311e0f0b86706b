import { GLOBAL_REGION, INTERNET, type EdgeKey, type RegionId, type ServiceId } from '#contract/ids.ts'
import type { EdgeReading } from '#bff/topology/report.ts'
import type { EdgeRow, EdgeTable } from './edge-table.ts'

/** An edge's numbers at one step, and who told them. */
export interface EdgeNow {
  id: string
  key: EdgeKey
  feedRegion: RegionId
  requests: number
  /** Per second, as requests. */
  errors: number
  degraded: number
  p99: number
  /** UTC ms of the newest sample of whoever told; NaN when none is current. */
  sampledAtMs: number
}

/** Where requests themselves could not be asked for, connections are known by their samples. */
export function edgesOf(table: EdgeTable, step: number, areRequestsTold: boolean): EdgeNow[] {
  const edges: EdgeNow[] = []
  for (const row of table.rows.values()) {
    if (row.told[step] === 1 || (!areRequestsTold && !Number.isNaN(at(row, 'sampleTime', step)))) {
      edges.push(edgeAt(row, step, regionOf(row.key.targetRegion, row.key.sourceRegion)))
    }
  }
  return edges
}

/**
 * Of a mesh, where both ends may report a connection and must never be added up: the destination's word, and beside it
 * the failures that only callers see; where no destination tells at all (targets outside of the mesh, a region whose
 * telemetry is gone), the callers' word for everything.
 */
export function meshEdgesOf(input: {
  destinations: EdgeTable
  callers: EdgeTable
  step: number
  /** False where the question for failures that only callers see was not answered. */
  areFailuresTold: boolean
}): EdgeNow[] {
  const { destinations, callers, step } = input
  const edges: EdgeNow[] = []
  for (const row of destinations.rows.values()) {
    if (row.told[step] !== 1) continue
    const edge = edgeAt(row, step, regionOf(row.key.targetRegion, row.key.sourceRegion))
    const told = callers.rows.get(row.id)
    if (!input.areFailuresTold) addCallerOnly(edge, NaN)
    else if (told !== undefined) addCallerOnly(edge, at(told, 'callerOnly', step))
    edges.push(edge)
  }
  for (const row of callers.rows.values()) {
    if (row.told[step] !== 1 || destinations.rows.get(row.id)?.told[step] === 1) continue
    edges.push(edgeAt(row, step, regionOf(row.key.sourceRegion, row.key.targetRegion)))
  }
  return edges
}

/** Unknown failures leave the error share unknown, but not the requests that are known. */
function addCallerOnly(edge: EdgeNow, failures: number): void {
  if (!Number.isNaN(failures)) edge.requests += failures
  edge.errors += failures
}

/**
 * A gateway's own requests come from callers without a proxy, and nobody reports them; everything it sends on entered
 * through it. For entries that nobody from outside is seen to call, INTERNET's connection is the sum of what they send.
 */
export function withDerivedEntries(edges: EdgeNow[], entry: readonly ServiceId[]): EdgeNow[] {
  const called = new Set(edges.filter(({ key }) => key.source === INTERNET).map(({ key }) => nodeOf(key)))
  const derived = new Map<string, EdgeNow>()
  for (const sent of edges) {
    const { source, sourceRegion } = sent.key
    if (!entry.includes(source) || called.has(`${sourceRegion}/${source}`)) continue
    const key: EdgeKey = {
      sourceRegion: GLOBAL_REGION,
      source: INTERNET,
      targetRegion: sourceRegion,
      target: source,
      protocol: 'http',
    }
    const id = `${sourceRegion}/${source}`
    const sum = derived.get(id)
    if (sum === undefined) derived.set(id, { ...sent, key, id: `entry:${id}`, feedRegion: sourceRegion, degraded: NaN })
    else addSent(sum, sent)
  }
  return [...derived.values(), ...edges]
}

function addSent(sum: EdgeNow, sent: EdgeNow): void {
  sum.requests += sent.requests
  sum.errors += sent.errors
  if (!(sent.p99 <= sum.p99)) sum.p99 = Number.isNaN(sent.p99) ? sum.p99 : sent.p99
  if (sent.sampledAtMs > sum.sampledAtMs || Number.isNaN(sum.sampledAtMs)) sum.sampledAtMs = sent.sampledAtMs
}

/**
 * Where traffic enters a region: connections from INTERNET; and, for a configured entry that INTERNET is not seen to
 * call (a balancer with a name stands before it), whatever calls it but another entry: those hand requests on that
 * have already entered elsewhere.
 */
export function isEntry(edges: readonly EdgeNow[], entry: readonly ServiceId[]): (edge: EdgeNow) => boolean {
  const called = new Set(edges.filter(({ key }) => key.source === INTERNET).map(({ key }) => nodeOf(key)))
  return ({ key }) =>
    key.source === INTERNET || (entry.includes(key.target) && !entry.includes(key.source) && !called.has(nodeOf(key)))
}

export function readingOf(edge: EdgeNow, facts: { observedAt: number; entry: boolean }): EdgeReading {
  return {
    ...edge.key,
    feedRegion: edge.feedRegion,
    entry: facts.entry,
    requestsPerSecond: edge.requests,
    errorShare: shareOf(edge.errors, edge.requests),
    degradedShare: shareOf(edge.degraded, edge.requests),
    p99LatencyMs: edge.p99,
    observedAt: facts.observedAt,
  }
}

/** Of no requests at all nothing failed. Rates of two queries may differ by rounding: never beyond 1. */
export function shareOf(part: number, whole: number): number {
  if (Number.isNaN(part) || Number.isNaN(whole)) return NaN
  return whole <= 0 ? 0 : Math.min(1, Math.max(0, part / whole))
}

function edgeAt(row: EdgeRow, step: number, feedRegion: RegionId): EdgeNow {
  return {
    id: row.id,
    key: row.key,
    feedRegion,
    requests: at(row, 'requests', step),
    errors: at(row, 'errors', step),
    degraded: at(row, 'degraded', step),
    p99: at(row, 'p99', step),
    sampledAtMs: at(row, 'sampleTime', step) * 1_000,
  }
}

function at(row: EdgeRow, measure: keyof EdgeRow['columns'], step: number): number {
  return row.columns[measure][step] ?? NaN
}

/** The first that is a region of its own. */
function regionOf(first: RegionId, second: RegionId): RegionId {
  return first === GLOBAL_REGION ? second : first
}

function nodeOf(key: EdgeKey): string {
  return `${key.targetRegion}/${key.target}`
}
