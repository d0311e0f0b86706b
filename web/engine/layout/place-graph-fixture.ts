import { countCrossings } from './count-crossings.ts'
import type { LayoutEdge, LayoutNode, Places } from './layout-graph.ts'

/** Crossings of a graph in these places. */
export function crossingsOf(
  { nodes, edges }: { nodes: readonly LayoutNode[]; edges: readonly LayoutEdge[] },
  places: Places,
): number {
  const rowOf = new Map(nodes.map(({ id }, row) => [id, row]))
  return countCrossings({
    x: Float64Array.from(nodes, ({ id }) => places.get(id)?.x ?? NaN),
    y: Float64Array.from(nodes, ({ id }) => places.get(id)?.y ?? NaN),
    source: Uint32Array.from(edges, ({ source }) => rowOf.get(source) ?? -1),
    target: Uint32Array.from(edges, ({ target }) => rowOf.get(target) ?? -1),
  })
}

/** Share of the nodes that had a place and stand elsewhere now. */
export function movedShare(before: Places, after: Places): number {
  const moved = [...before].filter(([id, { x, y }]) => after.get(id)?.x !== x || after.get(id)?.y !== y)
  return moved.length / before.size
}
