import {
  createEdgeColumns,
  createNodeColumns,
  EDGE_COLUMNS,
  NODE_COLUMNS,
  type EdgeColumn,
  type Frame,
} from '#contract/frame-codec/frame.ts'
import type { Roster } from '#contract/roster.ts'
import type { Fleet } from '#web/fleet/fleet.ts'
import { uniteRosters, type RosterRows, type UnitedRosters } from './unite-rosters.ts'

/** Two moments of the fleet over the same rows: every fact of one can be held against the other's of the same row. */
export interface UnitedFleets {
  /** Now, with everything in it that is to be drawn: also what is there no longer, of which nothing is known now. */
  drawn: Fleet
  now: Fleet
  before: Fleet
}

/** Rosters change seldom, frames every second: the rows are matched once. */
export function createUniter(): (now: Fleet, before: Fleet) => UnitedFleets {
  let known: { now: Roster; before: Roster; united: UnitedRosters } | null = null
  return (now, before) => {
    if (isSame(now.roster, before.roster)) {
      return { drawn: now, now, before: { ...before, roster: now.roster } }
    }
    if (known?.now !== now.roster || known.before !== before.roster) {
      known = { now: now.roster, before: before.roster, united: uniteRosters(now.roster, before.roster) }
    }
    const { united } = known
    const frame = frameOver(united.roster, now.frame, rowsOfNow(united.roster, now.roster))
    return {
      drawn: { ...now, roster: united.roster, frame },
      now: { ...now, roster: united.now, frame },
      before: { ...before, roster: united.before, frame: frameOver(united.roster, before.frame, united.rowsBefore) },
    }
  }
}

/** Within an epoch rows keep their meaning, and a version has the same ones. */
function isSame(now: Roster, before: Roster): boolean {
  return now === before || (now.epoch === before.epoch && now.version === before.version)
}

/** Now's rows come first, in their order. */
function rowsOfNow(united: Roster, now: Roster): RosterRows {
  const rows = (all: number, own: number): Int32Array =>
    Int32Array.from({ length: all }, (_, row) => (row < own ? row : -1))
  return {
    nodes: rows(united.nodes.length, now.nodes.length),
    edges: rows(united.edges.length, now.edges.length),
    regions: rows(united.regions.length, now.regions.length),
    zones: rows(united.zones.length, now.zones.length),
    feeds: rows(united.feeds.length, now.feeds.length),
    businessMetrics: rows(united.businessMetrics.length, now.businessMetrics.length),
  }
}

/** The same frame over other rows; of a row it has not, everything is unknown. */
function frameOver(united: Roster, frame: Frame, rows: RosterRows): Frame {
  const nodes = createNodeColumns(united.nodes.length)
  const edges = createEdgeColumns(united.edges.length)
  for (const column of NODE_COLUMNS) pick(frame.nodes[column], rows.nodes, nodes[column])
  for (const column of EDGE_COLUMNS satisfies readonly EdgeColumn[])
    pick(frame.edges[column], rows.edges, edges[column])
  const feedObservedAt = new Float64Array(united.feeds.length).fill(NaN)
  pick(frame.feedObservedAt, rows.feeds, feedObservedAt)
  const placeOfNode = placeOf(rows.nodes)
  const placeOfEdge = placeOf(rows.edges)
  return {
    ...frame,
    rosterEpoch: united.epoch,
    rosterVersion: united.version,
    feedObservedAt,
    nodes,
    edges,
    regionTotals: picked(frame.regionTotals, rows.regions, UNKNOWN_REGION).map((total) => ({
      ...total,
      tightestNode: placeOfNode(total.tightestNode),
      missingEdges: total.missingEdges.map(placeOfEdge).filter((row) => row >= 0),
    })),
    zoneTotals: picked(frame.zoneTotals, rows.zones, UNKNOWN_TOTAL),
    businessTotals: picked(frame.businessTotals, rows.businessMetrics, UNKNOWN_METRIC).map((total) => ({
      ...total,
      byRegion: Array.from(rows.regions, (row) => total.byRegion[row] ?? NaN),
    })),
  }
}

type Numbers = Float32Array | Float64Array

function pick(from: Numbers, rows: Int32Array, into: Numbers): void {
  for (let place = 0; place < rows.length; place++) into[place] = from[rows[place] ?? -1] ?? NaN
}

function picked<Row>(from: readonly Row[], rows: Int32Array, unknown: Row): Row[] {
  return Array.from(rows, (row) => from[row] ?? unknown)
}

function placeOf(rows: Int32Array): (row: number) => number {
  const places = new Map([...rows].map((row, place): [number, number] => [row, place]))
  return (row) => (row < 0 ? -1 : (places.get(row) ?? -1))
}

const UNKNOWN_TOTAL = { requestsPerSecond: NaN, errorShare: NaN, observedAt: NaN }
const UNKNOWN_REGION = {
  ...UNKNOWN_TOTAL,
  degradedShare: NaN,
  p99LatencyMs: NaN,
  headroomShare: NaN,
  tightestNode: -1,
  missingEdges: [],
}
const UNKNOWN_METRIC = { value: NaN, byRegion: [], observedAt: NaN }
