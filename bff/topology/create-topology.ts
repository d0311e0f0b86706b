import { createEdgeColumns, createNodeColumns, type EdgeColumns, type Frame } from '#contract/frame-codec/frame.ts'
import type { FreshnessRule } from '#contract/freshness.ts'
import type { Roster, RosterDelta, RosterRegion } from '#contract/roster.ts'
import { acceptRows, type LastEdges } from './accept-report.ts'
import { acceptZones } from './accept-zones.ts'
import { markNodes, type PlacedMark } from './mark-nodes.ts'
import { createNodeSums, lagMs } from './node-sums.ts'
import { createReadingsByRow } from './readings-by-row.ts'
import type { SourceReport } from './report.ts'
import { createRowBook, type RowBook } from './row-book.ts'
import { isKnown, type EdgeRow } from './rows.ts'
import { regionTotals } from './totals.ts'

/**
 * Joins what several sources report, each in its own time, into one picture of the fleet. A source that falls silent
 * takes nothing away: its rows stay and age, and are unknown when they are too old to be believed.
 */
export interface Topology {
  /** The newest word of a source. */
  accept(report: SourceReport): void
  /** What other systems than those of the traffic tell of nodes; each call says all that is to be said. */
  mark(marks: readonly PlacedMark[]): void
  /** The picture of this instant; `rosterDelta` names the rows that are new in it, and is to be published before it. */
  takeFrame(input: TakeFrameInput): { frame: Frame; rosterDelta: RosterDelta | null }
  /** The roster of the last frame taken. */
  roster(): Roster
}

export interface TakeFrameInput {
  seq: number
  /** The server's clock, UTC ms. */
  at: number
  /** The clock the readings' instants are on, UTC ms. */
  worldAt: number
}

export interface TopologyInput {
  /** Another one each time rows may be numbered anew, as after a restart; printable ASCII, at most 64 characters. */
  epoch: string
  regions: readonly RosterRegion[]
  freshness: FreshnessRule
}

export function createTopology({ epoch, regions, freshness }: TopologyInput): Topology {
  const book = createRowBook({ epoch, regions, freshness })
  const readings = createReadingsByRow({ book, regions })
  const lastEdges: LastEdges = new Map()

  function takeFrame({ seq, at, worldAt }: TakeFrameInput): { frame: Frame; rosterDelta: RosterDelta | null } {
    markGone(book)
    const rosterDelta = book.takeDelta()
    const nodes = createNodeColumns(book.nodes.length)
    const edges = createEdgeColumns(book.edges.length)
    const sums = createNodeSums(book.nodes.length)
    for (const edge of book.edges) {
      edges.lagMs[edge.index] = lagMs(edge.feed.observedAt, edge.observedAt)
      if (edge.gone || !isKnown(edge.observedAt, edge.feed, worldAt)) continue
      writeEdge(edges, edge)
      sums.add(edge)
    }
    for (const row of book.nodes) sums.write({ row, columns: nodes, now: worldAt })
    const entries = book.edges.filter((edge) => edge.entry)
    const frame: Frame = {
      seq,
      rosterEpoch: epoch,
      rosterVersion: book.roster().version,
      at,
      worldAt,
      feedObservedAt: Float64Array.from(book.feeds, (feed) => feed.observedAt),
      nodes,
      edges,
      regionTotals: regionTotals({ regions, entries, nodes: book.nodes, now: worldAt }),
      zoneTotals: readings.zoneTotals(worldAt),
      businessTotals: readings.businessTotals(worldAt),
    }
    return { frame, rosterDelta }
  }

  return {
    accept(report) {
      acceptRows({ book, lastEdges, freshness, report })
      readings.accept(report)
      acceptZones(book, report)
    },
    mark: (marks) => markNodes(book, marks),
    takeFrame,
    roster: book.roster,
  }
}

function writeEdge(columns: EdgeColumns, edge: EdgeRow): void {
  columns.requestsPerSecond[edge.index] = edge.requestsPerSecond
  columns.errorShare[edge.index] = edge.errorShare
  columns.degradedShare[edge.index] = edge.degradedShare
  columns.p99LatencyMs[edge.index] = edge.p99LatencyMs
}

/**
 * A row is gone when its feed has gone on telling of others for twenty periods (as the rule says), and never of it.
 * A feed that is silent altogether makes its rows unknown, not gone.
 */
function markGone(book: RowBook): void {
  for (const edge of book.edges) {
    if (edge.gone || !(edge.feed.edgesAt - edge.mentionedAt > edge.feed.goneAfterMs)) continue
    edge.gone = true
    book.edgeChanged(edge)
  }
  for (const node of book.nodes) {
    if (node.gone || !(node.feed.nodesAt - node.mentionedAt > node.feed.goneAfterMs)) continue
    node.gone = true
    book.nodeChanged(node)
  }
}
