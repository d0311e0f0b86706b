import { COLUMN_GAP, ROW_GAP, type LayoutEdge, type LayoutNode, type Place } from './layout-graph.ts'
import { tiersOf } from './tiers.ts'

/**
 * Plain tiered slots, without any reduction of crossings. Tiers, from entry (left) to leaves (right), are filled into
 * columns of even height; each service in its turn takes the slot of its tier that is nearest to the mean of those of
 * its neighbours that already have one. Every better layout begins here, and is measured against this one.
 */
export interface SlotPlan {
  /** One a column, left to right. */
  columns: readonly SlotColumn[]
  /** Ids, one list a tier, in the order of ids. */
  tiers: readonly (readonly string[])[]
}

export interface SlotColumn {
  x: number
  /** Heights of its slots, from above. */
  y: readonly number[]
  /** How many of its slots belong to which tier. */
  share: ReadonlyMap<number, number>
}

export interface SlotsInput {
  nodes: readonly LayoutNode[]
  edges: readonly LayoutEdge[]
  /** Width over height of where it will be shown. */
  aspect?: number
}

const DEFAULT_ASPECT = 1.5
/** Fewer rows would stretch a small graph into a line. */
const LEAST_ROWS = 4

export function plainSlots(input: SlotsInput): Map<string, Place> {
  return fillSlots(planSlots(input), input.edges)
}

export function planSlots({ nodes, edges, aspect = DEFAULT_ASPECT }: SlotsInput): SlotPlan {
  const tiers = tiersOf(nodes, edges)
  const services = nodes.length - (tiers[0]?.length ?? 0)
  const shares = columnShares(
    tiers.map((tier) => tier.length),
    bestRowCount(services, aspect),
  )
  return { tiers, columns: shares.map((share, column) => columnOf(share, column)) }
}

function columnOf(share: ReadonlyMap<number, number>, column: number): SlotColumn {
  const rows = [...share.values()].reduce((sum, count) => sum + count, 0)
  // Every other column is shifted by half a row: names and long edges find more room.
  const shift = column % 2 === 1 && rows > 1 ? ROW_GAP / 2 : 0
  return {
    x: column * COLUMN_GAP,
    y: Array.from({ length: rows }, (_, row) => (row - (rows - 1) / 2) * ROW_GAP + shift),
    share,
  }
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
 * Tiers flow into columns of nearly the same height, none over `rows`, so that the frame is used evenly. The entry and,
 * where it fits, the tier after it stand alone: everything fans out from there.
 */
function columnShares(sizes: readonly number[], rows: number): Map<number, number>[] {
  const alone = (sizes[1] ?? 0) > rows ? 1 : 2
  const columns = sizes.slice(0, alone).map((size, tier) => new Map([[tier, size]]))
  const flow = sizes.slice(alone).flatMap((size, index) => Array.from({ length: size }, () => index + alone))
  const count = Math.ceil(flow.length / rows)
  for (let column = 0; column < count; column++) {
    const from = Math.round((column * flow.length) / count)
    const to = Math.round(((column + 1) * flow.length) / count)
    const share = new Map<number, number>()
    for (const tier of flow.slice(from, to)) share.set(tier, (share.get(tier) ?? 0) + 1)
    columns.push(share)
  }
  return columns
}

export function fillSlots({ tiers, columns }: SlotPlan, edges: readonly LayoutEdge[]): Map<string, Place> {
  const neighbours = neighboursOf(edges)
  const places = new Map<string, Place>()
  const left = columns.map(({ share }) => new Map(share))
  const free = columns.map(({ x, y }) => y.map((height) => ({ x, y: height })))
  tiers.forEach((tier, index) => {
    for (const id of tier) {
      const around = (neighbours.get(id) ?? []).flatMap((other) => places.get(other) ?? [])
      const open = free.filter((_, column) => (left[column]?.get(index) ?? 0) > 0).flat()
      const slot = nearest(open, meanOf(around))
      if (slot === undefined) continue
      const column = Math.round(slot.x / COLUMN_GAP)
      left[column]?.set(index, (left[column]?.get(index) ?? 0) - 1)
      free[column]?.splice(free[column].indexOf(slot), 1)
      places.set(id, slot)
    }
  })
  return places
}

function nearest(slots: readonly Place[], wish: Place | null): Place | undefined {
  if (wish === null) return slots[0]
  let best = slots[0]
  let bestDistance = Infinity
  for (const slot of slots) {
    const distance = Math.hypot(slot.x - wish.x, slot.y - wish.y)
    if (distance >= bestDistance) continue
    best = slot
    bestDistance = distance
  }
  return best
}

function meanOf(places: readonly Place[]): Place | null {
  if (places.length === 0) return null
  return {
    x: places.reduce((sum, place) => sum + place.x, 0) / places.length,
    y: places.reduce((sum, place) => sum + place.y, 0) / places.length,
  }
}

export function neighboursOf(edges: readonly LayoutEdge[]): Map<string, string[]> {
  const neighbours = new Map<string, string[]>()
  const add = (of: string, other: string): void => {
    const known = neighbours.get(of)
    if (known === undefined) neighbours.set(of, [other])
    else known.push(other)
  }
  for (const { source, target } of edges) {
    if (source === target) continue
    add(source, target)
    add(target, source)
  }
  return neighbours
}
