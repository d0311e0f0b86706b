import type { EngineEdges } from './engine-graph.ts'

/**
 * What the dots of an edge are drawn by lot from: a number made of who the edge is, not of its row, so that a stream
 * looks the same whoever comes or goes beside it. 24 bits: a float holds them exactly. Edges without names have their
 * rows.
 */
export function seedOf(edges: EngineEdges, edge: number): number {
  if (edges.id === undefined) return edge
  const known = seedsOfIds.get(edges.id)
  if (known !== undefined) return known[edge]
  const seeds = Uint32Array.from(edges.id, hashOf)
  seedsOfIds.set(edges.id, seeds)
  return seeds[edge]
}

/** Names are long and asked for in every frame in which nodes move. */
const seedsOfIds = new WeakMap<readonly string[], Uint32Array>()

/** FNV-1a, folded to 24 bits. */
export function hashOf(id: string): number {
  let hash = 0x811c9dc5
  for (let at = 0; at < id.length; at++) hash = Math.imul(hash ^ id.charCodeAt(at), 0x01000193)
  return ((hash >>> 24) ^ hash) & 0xffffff
}

/** Rows of the same edges in the picture before; −1 for newcomers. */
export function rowsBefore(before: EngineEdges, now: EngineEdges): Int32Array {
  const known = new Map(before.id?.map((id, row) => [id, row]))
  return Int32Array.from({ length: now.count }, (_, row) => known.get(now.id?.[row] ?? '') ?? -1)
}
