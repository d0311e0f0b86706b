import { orderByBarycentre } from './barycentre.ts'
import { COLUMN_GAP, ROW_GAP, type LayoutEdge, type LayoutNode, type Place, type Places } from './layout-graph.ts'
import { keepPlaces } from './slots.ts'
import { tiersOf } from './tiers.ts'

/**
 * A region's services from entry (left) to leaves (right). Tiers, by the longest way from the entry, are filled into
 * columns of even height; within a column the order keeps crossings low. The same graph always gives the same picture,
 * and what already has a place keeps it: a new service takes the free slot nearest to its neighbours.
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
/** Fewer rows would stretch a small graph into a line. */
const LEAST_ROWS = 4

export function layoutRegion(input: RegionLayoutInput): Map<string, Place> {
  const previous = input.previous ?? new Map<string, Place>()
  const kept = input.nodes.filter((node) => previous.has(node.id)).length
  // With only a few familiar services a fresh picture is better than a patched one.
  if (kept * 2 > input.nodes.length) return keepPlaces(input.nodes, input.edges, previous)
  const columns = columnsOf(input)
  const places = new Map<string, Place>()
  columns.forEach((column, x) => {
    const shift = x % 2 === 1 && column.length > 1 ? ROW_GAP / 2 : 0
    column.forEach((id, row) => {
      places.set(id, { x: x * COLUMN_GAP, y: (row - (column.length - 1) / 2) * ROW_GAP + shift })
    })
  })
  return places
}

function columnsOf({ nodes, edges, aspect = DEFAULT_ASPECT }: RegionLayoutInput): string[][] {
  const [entries = [], ...tiers] = tiersOf(nodes, edges)
  const services = tiers.reduce((sum, tier) => sum + tier.length, 0)
  return orderByBarycentre([entries, ...packTiers(tiers, bestRowCount(services, aspect))], edges)
}

/** The column height with which the whole fits its frame at the largest scale. */
function bestRowCount(services: number, aspect: number): number {
  let best = services
  let bestScale = 0
  for (let rows = 1; rows <= services; rows++) {
    const columns = 1 + Math.ceil(services / rows)
    const scale = Math.min(aspect / (columns * COLUMN_GAP), 1 / (rows * ROW_GAP))
    if (scale <= bestScale) continue
    best = rows
    bestScale = scale
  }
  return Math.max(best, LEAST_ROWS)
}

/**
 * Tiers are filled into columns of one height, in their order, so that the frame is used evenly. A tier that fits what
 * is left of a column joins it; the first one after the entry stays alone: everything fans out from there.
 */
function packTiers(tiers: readonly (readonly string[])[], rows: number): string[][] {
  const [first = [], ...rest] = tiers
  const columns: string[][] = first.length > rows ? [] : [[...first]]
  const flow = [...(first.length > rows ? first : []), ...rest.flat()]
  const count = Math.ceil(flow.length / rows)
  // Columns of nearly the same height, none over `rows`.
  for (let column = 0; column < count; column++) {
    columns.push(
      flow.slice(Math.round((column * flow.length) / count), Math.round(((column + 1) * flow.length) / count)),
    )
  }
  return columns
}
