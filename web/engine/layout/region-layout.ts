import { orderByBarycentre } from './barycentre.ts'
import { COLUMN_GAP, ROW_GAP, type LayoutEdge, type LayoutNode, type Place, type Places } from './layout-graph.ts'
import { keepPlaces } from './slots.ts'
import { tiersOf } from './tiers.ts'

/**
 * A region's services from entry (left) to leaves (right). Tiers are the longest way from the entry; a tier with too
 * many services becomes several columns; within a column the order keeps crossings low. The same graph always gives
 * the same picture, and what already has a place keeps it: a new service takes the free slot nearest to its neighbours.
 */
export interface RegionLayoutInput {
  nodes: readonly LayoutNode[]
  edges: readonly LayoutEdge[]
  /** Places of an earlier picture of the same view. */
  previous?: Places
  /** Width over height of where it will be shown. */
  aspect?: number
}

const DEFAULT_ASPECT = 1.5

export function layoutRegion(input: RegionLayoutInput): Map<string, Place> {
  const previous = input.previous ?? new Map<string, Place>()
  const kept = input.nodes.filter((node) => previous.has(node.id)).length
  // With only a few familiar services a fresh picture is better than a patched one.
  if (kept * 2 > input.nodes.length) return keepPlaces(input.nodes, input.edges, previous)
  const columns = columnsOf(input)
  const places = new Map<string, Place>()
  columns.forEach((column, x) => {
    const shift = x % 2 === 1 && column.length > 1 ? ROW_GAP / 4 : 0
    column.forEach((id, row) => {
      places.set(id, { x: x * COLUMN_GAP, y: (row - (column.length - 1) / 2) * ROW_GAP + shift })
    })
  })
  return places
}

function columnsOf({ nodes, edges, aspect = DEFAULT_ASPECT }: RegionLayoutInput): string[][] {
  const tiers = orderByBarycentre(tiersOf(nodes, edges), edges)
  const mostRows = bestRowCount(
    tiers.map((tier) => tier.length),
    aspect,
  )
  return tiers.flatMap((tier) => splitTier(tier, mostRows))
}

/** The column height with which the whole fits its frame at the largest scale. */
function bestRowCount(tierSizes: readonly number[], aspect: number): number {
  const largest = Math.max(1, ...tierSizes)
  let best = largest
  let bestScale = 0
  for (let rows = Math.min(4, largest); rows <= largest; rows++) {
    const columns = tierSizes.reduce((sum, size) => sum + Math.ceil(size / rows), 0)
    const scale = Math.min(aspect / (columns * COLUMN_GAP), 1 / (rows * ROW_GAP))
    if (scale > bestScale) {
      best = rows
      bestScale = scale
    }
  }
  return best
}

/** Neighbours in the order go to neighbouring columns alternately, so each keeps the tier's whole height. */
function splitTier(tier: readonly string[], mostRows: number): string[][] {
  const count = Math.ceil(tier.length / mostRows)
  return Array.from({ length: count }, (_, column) => tier.filter((_id, row) => row % count === column))
}
