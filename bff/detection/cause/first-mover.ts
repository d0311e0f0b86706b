import type { Trouble } from './amounts.ts'
import type { CallGraph } from './call-graph.ts'
import type { Incident } from './incident.ts'
import type { Cause } from './rank-causes.ts'
import { callGraphOf } from './call-graph.ts'
import { onsetRow } from './node-onset.ts'
import { RESOLUTION_ROWS } from './rank-causes.ts'

/**
 * Who moved first among those on the ways from the symptom to its causes. Time decides as far as the samples can tell;
 * within one sample period the order is a tie, and the blame along the calls decides, since trouble comes from whoever
 * is called.
 */
export interface Mover {
  node: string
  trouble: Trouble
  /** Row of the window. */
  row: number
  /** ms; null where the times are unknown. */
  since: number | null
}

export interface FirstMover extends Mover {
  /** Nodes that moved within the same sample period; empty where time alone decides. */
  tie: string[]
  words: string
  /** All who moved, in the order of time, the more blamed first: the propagation to play back. */
  movers: Mover[]
}

/** Undefined where no one is seen to leave the ordinary. `causes` as ranked for the same incident. */
export function firstMover(incident: Incident, causes: readonly Cause[]): FirstMover | undefined {
  const graph = callGraphOf(incident)
  const blame = new Map(causes.map(({ node, score }) => [node, score]))
  const onWay = new Set(causes.filter(({ score }) => score >= NOTABLE_BLAME).flatMap(({ path }) => path))
  const movers = [...onWay]
    .flatMap((id) => earliestOf(graph, id, incident))
    .toSorted((one, other) => one.row - other.row || (blame.get(other.node) ?? 0) - (blame.get(one.node) ?? 0))
  const earliest = movers[0]
  if (earliest === undefined) return undefined
  const together = movers.filter(({ row }) => row - earliest.row <= RESOLUTION_ROWS)
  const first = together.reduce(
    (best, mover) => ((blame.get(mover.node) ?? 0) > (blame.get(best.node) ?? 0) ? mover : best),
    earliest,
  )
  const tie = together.filter(({ node }) => node !== first.node).map(({ node }) => node)
  return { ...first, tie, words: wordsFor(first, tie, movers), movers }
}

/** On the way to a cause blamed for less than this, moving proves nothing. */
const NOTABLE_BLAME = 0.05
const TROUBLES: readonly Trouble[] = ['failures', 'latency', 'drop', 'surge']

function earliestOf(graph: CallGraph, id: string, { times }: Incident): Mover[] {
  const node = graph.nodes[graph.rowOf.get(id) ?? -1]
  let first: Mover | undefined
  for (const trouble of TROUBLES) {
    const row = onsetRow(node, trouble)
    if (row !== undefined && (first === undefined || row < first.row)) {
      first = { node: id, trouble, row, since: times?.[row] ?? null }
    }
  }
  return first === undefined ? [] : [first]
}

function wordsFor(first: Mover, tie: readonly string[], movers: readonly Mover[]): string {
  if (tie.length > 0) {
    return `${first.node} moved within the same sample as ${tie.join(', ')}; that it was first follows from who calls whom`
  }
  const next = movers.find(({ node }) => node !== first.node)
  if (next === undefined) return `${first.node} alone moved`
  const lead = first.since === null || next.since === null ? `${next.row - first.row} samples` : secondsOf(next, first)
  return `${first.node} moved ${lead} before ${next.node}`
}

function secondsOf(later: Mover, earlier: Mover): string {
  return `${((later.since ?? 0) - (earlier.since ?? 0)) / 1_000} s`
}
