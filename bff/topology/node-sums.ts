import type { NodeColumns } from '#contract/frame-codec/frame.ts'
import { isKnown, type EdgeRow, type NodeRow } from './rows.ts'

/**
 * What a node handles is what its callers send: the sum over its incoming edges (INTERNET, which nobody calls, is known
 * by its outgoing ones). Shares are means weighted by requests over the edges that tell them. Percentiles cannot be
 * merged, so p99 is the worst edge's. The age is that of the traffic on average: one forgotten caller of a thousandth
 * of the requests does not make the node old, half of them do.
 */
export interface NodeSums {
  add(edge: EdgeRow): void
  write(into: { row: NodeRow; columns: NodeColumns; now: number }): void
}

const REQUESTS = 0
const ERRORS = 1
const ERRORS_OF = 2
const DEGRADED = 3
const DEGRADED_OF = 4
const OBSERVED = 5
const NEWEST = 6
const WORST_P99 = 7
const FIELDS = 8

export function createNodeSums(rows: number): NodeSums {
  const sums = new Float64Array(rows * FIELDS)
  for (let row = 0; row < rows; row++) {
    sums[row * FIELDS + REQUESTS] = NaN
    sums[row * FIELDS + NEWEST] = NaN
    sums[row * FIELDS + WORST_P99] = NaN
  }
  const at = (index: number) => sums[index] ?? NaN
  const grow = (index: number, by: number) => (sums[index] = at(index) + by)
  /** NaN gives way to any number. */
  const raise = (index: number, to: number) => {
    if (!(at(index) >= to) && !Number.isNaN(to)) sums[index] = to
  }

  function addTo(node: NodeRow, edge: EdgeRow): void {
    const { requestsPerSecond, errorShare, degradedShare, observedAt } = edge
    const base = node.index * FIELDS
    raise(base + NEWEST, observedAt)
    if (Number.isNaN(requestsPerSecond)) return
    if (Number.isNaN(at(base + REQUESTS))) sums[base + REQUESTS] = 0
    grow(base + REQUESTS, requestsPerSecond)
    grow(base + OBSERVED, requestsPerSecond * observedAt)
    if (!Number.isNaN(errorShare)) {
      grow(base + ERRORS, requestsPerSecond * errorShare)
      grow(base + ERRORS_OF, requestsPerSecond)
    }
    if (!Number.isNaN(degradedShare)) {
      grow(base + DEGRADED, requestsPerSecond * degradedShare)
      grow(base + DEGRADED_OF, requestsPerSecond)
    }
    raise(base + WORST_P99, edge.p99LatencyMs)
  }

  return {
    add(edge) {
      addTo(edge.target, edge)
      if (isKnownByOutgoing(edge.source)) addTo(edge.source, edge)
    },
    write({ row, columns, now }) {
      const base = row.index * FIELDS
      const requests = at(base + REQUESTS)
      const observedAt = requests > 0 ? at(base + OBSERVED) / requests : at(base + NEWEST)
      columns.requestsPerSecond[row.index] = requests
      columns.errorShare[row.index] = shareOf(at(base + ERRORS), at(base + ERRORS_OF))
      columns.degradedShare[row.index] = shareOf(at(base + DEGRADED), at(base + DEGRADED_OF))
      columns.p99LatencyMs[row.index] = at(base + WORST_P99)
      columns.lagMs[row.index] = lagMs(row.feed.observedAt, Number.isNaN(observedAt) ? row.saturationAt : observedAt)
      columns.saturation[row.index] = saturationAt(row, now)
      columns.breakersOpen[row.index] = breakersOpenAt(row, now)
    },
  }
}

function isKnownByOutgoing(node: NodeRow): boolean {
  return node.incoming === 0 && (node.kind === 'internet' || node.kind === 'cdn')
}

/** NaN where nothing tells it: no requests have no share. */
export function shareOf(part: number, whole: number): number {
  return whole > 0 ? part / whole : NaN
}

export function lagMs(feedObservedAt: number, observedAt: number): number {
  return Math.max(0, feedObservedAt - observedAt)
}

export function saturationAt(row: NodeRow, now: number): number {
  return isToldAt(row, now) ? row.saturation : NaN
}

/** By the system that keeps the breakers where there is one, else by the source of its traffic. */
function breakersOpenAt(row: NodeRow, now: number): number {
  const marked = row.mark?.breakersOpen ?? NaN
  if (!Number.isNaN(marked)) return marked
  return isToldAt(row, now) ? row.breakersOpen : NaN
}

/** Its own facts, beyond what its edges tell, are recent enough to be believed. */
function isToldAt(row: NodeRow, now: number): boolean {
  return !row.gone && row.holder !== null && isKnown(row.saturationAt, row.holder, now)
}
