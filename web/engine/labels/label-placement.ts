import { createOverlapGrid, type OverlapGrid } from './overlap-grid.ts'

/**
 * Which labels are shown, and on which side of their node: the most important first, each below its node or else above
 * it, and none that would lie on another label or on a node. What is unhealthy comes before what is busy, so it is
 * named at any zoom; panning changes nothing, because all is measured relative to the zoom alone.
 */

export const SIDES = { hidden: 0, below: 1, above: 2 } as const
/** More would be noise, whatever the space. */
const MOST_LABELS = 320
const GAP_PX = 5

export interface LabelBoxes {
  count: number
  /** Layout units. */
  x: Float32Array
  y: Float32Array
  /** Radius of the node the label belongs to, layout units; 0 for none. */
  radius: Float32Array
  /** CSS px. */
  width: Float32Array
  height: Float32Array
  /** Rows, most important first. */
  order: Uint32Array
}

export interface LabelPlacer {
  /** Writes SIDES to `sides`, one a box. */
  place(boxes: LabelBoxes, zoom: number, sides: Uint8Array): void
}

export function createLabelPlacer(boxes: number): LabelPlacer {
  const grid = createOverlapGrid(boxes * 2 + 1)
  return {
    place(all, zoom, sides) {
      sides.fill(SIDES.hidden)
      grid.clear()
      for (let box = 0; box < all.count; box++) takeNode(grid, all, box, zoom)
      let shown = 0
      for (let rank = 0; rank < all.count && shown < MOST_LABELS; rank++) {
        const box = all.order[rank]
        if (all.width[box] === 0) continue
        sides[box] = sideFor(grid, all, box, zoom)
        if (sides[box] !== SIDES.hidden) shown += 1
      }
    },
  }
}

function takeNode(grid: OverlapGrid, all: LabelBoxes, box: number, zoom: number): void {
  const reach = all.radius[box] * zoom
  if (reach === 0) return
  const x = all.x[box] * zoom
  const y = all.y[box] * zoom
  grid.take(x - reach, y - reach, x + reach, y + reach)
}

function sideFor(grid: OverlapGrid, all: LabelBoxes, box: number, zoom: number): number {
  const x = all.x[box] * zoom
  const y = all.y[box] * zoom
  const half = all.width[box] / 2
  const below = y + topOffset(all, box, SIDES.below, zoom)
  if (grid.isFree(x - half, below, x + half, below + all.height[box])) {
    grid.take(x - half, below, x + half, below + all.height[box])
    return SIDES.below
  }
  const above = y + topOffset(all, box, SIDES.above, zoom)
  if (grid.isFree(x - half, above, x + half, above + all.height[box])) {
    grid.take(x - half, above, x + half, above + all.height[box])
    return SIDES.above
  }
  return SIDES.hidden
}

/** From the node's middle to the label's upper edge, CSS px. */
export function topOffset(all: LabelBoxes, box: number, side: number, zoom: number): number {
  const reach = all.radius[box] * zoom
  if (reach === 0) return -all.height[box] / 2
  return side === SIDES.below ? reach + GAP_PX : -reach - GAP_PX - all.height[box]
}
