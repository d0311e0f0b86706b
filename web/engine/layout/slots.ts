import { COLUMN_GAP, ROW_GAP, type LayoutEdge, type LayoutNode, type Place, type Places } from './layout-graph.ts'
import { compare } from './tiers.ts'

/**
 * Growth without movement: known nodes stay exactly where they are, and each new one takes the free slot of the grid
 * nearest to where its neighbours suggest (a column after its callers, a column before its callees).
 */
export function keepPlaces(
  nodes: readonly LayoutNode[],
  edges: readonly LayoutEdge[],
  previous: Places,
): Map<string, Place> {
  const places = new Map<string, Place>()
  for (const node of nodes) {
    const place = previous.get(node.id)
    if (place !== undefined) places.set(node.id, place)
  }
  const added = nodes.filter((node) => !places.has(node.id)).sort((a, b) => compare(a.id, b.id))
  for (const node of added) places.set(node.id, freeSlot(wishOf(node, edges, places), places))
  return places
}

function wishOf(node: LayoutNode, edges: readonly LayoutEdge[], places: Places): Place {
  const wishes: Place[] = []
  for (const edge of edges) {
    const caller = edge.target === node.id ? places.get(edge.source) : undefined
    const callee = edge.source === node.id ? places.get(edge.target) : undefined
    if (caller !== undefined) wishes.push({ x: caller.x + COLUMN_GAP, y: caller.y })
    if (callee !== undefined) wishes.push({ x: callee.x - COLUMN_GAP, y: callee.y })
  }
  if (wishes.length === 0) return { x: COLUMN_GAP, y: 0 }
  return {
    x: wishes.reduce((sum, wish) => sum + wish.x, 0) / wishes.length,
    y: wishes.reduce((sum, wish) => sum + wish.y, 0) / wishes.length,
  }
}

/** Searched in growing squares around the wish; the plane is large, so there always is one. */
function freeSlot(wish: Place, places: Places): Place {
  const column = Math.max(0, Math.round(wish.x / COLUMN_GAP))
  const row = Math.round(wish.y / ROW_GAP)
  const taken = [...places.values()]
  for (let reach = 0; ; reach++) {
    const slots = squareAround(column, row, reach)
      .filter((slot) => slot.x >= 0 && isFree(slot, taken))
      .sort((a, b) => distance(a, wish) - distance(b, wish) || a.x - b.x || a.y - b.y)
    const [nearest] = slots
    if (nearest !== undefined) return nearest
  }
}

function squareAround(column: number, row: number, reach: number): Place[] {
  const slots: Place[] = []
  for (let dx = -reach; dx <= reach; dx++) {
    for (let dy = -reach; dy <= reach; dy++) {
      if (Math.max(Math.abs(dx), Math.abs(dy)) === reach) {
        slots.push({ x: (column + dx) * COLUMN_GAP, y: (row + dy) * ROW_GAP })
      }
    }
  }
  return slots
}

function isFree(slot: Place, taken: readonly Place[]): boolean {
  return taken.every(
    (place) => Math.abs(place.x - slot.x) > COLUMN_GAP * 0.45 || Math.abs(place.y - slot.y) > ROW_GAP * 0.7,
  )
}

function distance(a: Place, b: Place): number {
  return Math.hypot(a.x - b.x, a.y - b.y)
}
