import type { LayoutEdge, LayoutNode, Place, Places } from './layout-graph.ts'
import { orderTiers } from './order-tiers.ts'
import { fillSlots, planSlots } from './plain-slots.ts'
import { shortenEdges } from './shorten-edges.ts'
import { createSlotBoard, placesOf } from './slot-board.ts'
import { keepPlaces } from './keep-places.ts'
import { uncrossEdges } from './uncross-edges.ts'

/**
 * A region's services from entry (left) to leaves (right): plain tiered slots, then ever finer exchanges of places
 * until few edges cross. The same graph always gives the same picture, and what already has a place keeps it: a new
 * service takes the free slot nearest to its neighbours.
 */
export interface RegionLayoutInput {
  nodes: readonly LayoutNode[]
  edges: readonly LayoutEdge[]
  /** Places of an earlier picture of the same view. */
  previous?: Places
  /** Width over height of where it will be shown. */
  aspect?: number
}

/** About a tenth of a second. */
const COMPARISONS = 24_000_000
/** Shares of the work, for the progress. */
const ORDERED = 0.1
const SHORTENED = 0.5

export function layoutRegion(
  input: RegionLayoutInput,
  onProgress: (share: number) => void = () => {},
): Map<string, Place> {
  const { nodes, edges, previous = new Map<string, Place>() } = input
  if (keepsPlaces(nodes, previous)) return keepPlaces(nodes, edges, previous)
  const plan = planSlots(input)
  const board = createSlotBoard({ nodes, edges, tiers: plan.tiers, places: fillSlots(plan, edges) })
  orderTiers(board)
  onProgress(ORDERED)
  shortenEdges(board)
  onProgress(SHORTENED)
  uncrossEdges(board, {
    comparisons: COMPARISONS,
    onProgress: (share) => onProgress(SHORTENED + (1 - SHORTENED) * share),
  })
  return placesOf(board)
}

/** With only a few familiar services a fresh picture is better than a patched one. */
export function keepsPlaces(nodes: readonly LayoutNode[], previous: Places): boolean {
  return nodes.filter((node) => previous.has(node.id)).length * 2 > nodes.length
}
