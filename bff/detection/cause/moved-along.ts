import type { Trouble } from './amounts.ts'
import type { CallGraph } from './call-graph.ts'
import { sharedMovement } from './explained-share.ts'

/**
 * Nodes within reach of the symptom that moved together with it although no chain of calls carries their trouble there:
 * an edge nobody reported, a value lost on the way. Worth a look after all who are blamed, never before them.
 */
export interface MovedAlong {
  node: number
  trouble: Trouble
  /** How closely, 0–1. */
  share: number
  /** Shortest way from the symptom, both ends included. */
  path: readonly number[]
}

export function movedAlong(graph: CallGraph, start: number, trouble: Trouble): MovedAlong[] {
  const symptom = graph.amount(start, trouble, false)
  if (symptom === undefined) return []
  const isUpward = trouble === 'drop' || trouble === 'surge'
  const kinds: readonly Trouble[] = isUpward ? [trouble] : ['latency', 'failures']
  const found: MovedAlong[] = []
  for (const [node, path] of shortestPaths(start, isUpward ? graph.callers : graph.callees)) {
    for (const kind of kinds) {
      const amount = node === start ? undefined : graph.amount(node, kind, false)
      const share = amount === undefined ? 0 : sharedMovement(symptom, amount)
      if (share > 0) found.push({ node, trouble: kind, share, path })
    }
  }
  return found
}

function shortestPaths(start: number, next: (node: number) => readonly number[]): Map<number, readonly number[]> {
  const paths = new Map<number, readonly number[]>([[start, [start]]])
  for (const [node, path] of paths) {
    for (const other of next(node)) if (!paths.has(other)) paths.set(other, [...path, other])
  }
  return paths
}
