import { createOverlapGrid, type OverlapGrid } from './overlap-grid.ts'

/**
 * Which labels are shown, and on which side of their node: the most important first, each below its node or else above
 * it, whole or else the name alone, and none that would lie on another label or on a node. What is unhealthy is named
 * at any zoom there is room beside other names, if need be over a node; panning changes nothing, because all is measured relative to the zoom alone.
 */

export const SIDES = { hidden: 0, below: 1, above: 2, nameBelow: 3, nameAbove: 4 } as const
const WHOLE = [SIDES.below, SIDES.above] as const
const NAMES_ALONE = [SIDES.nameBelow, SIDES.nameAbove] as const
const IN_TURN = [SIDES.below, SIDES.above, SIDES.nameBelow, SIDES.nameAbove] as const
/** What is urgent may be named over a node, what was asked for is told there whole, what is chosen over anything. */
export const URGENCY = { usual: 0, urgent: 1, asked: 2, chosen: 3 } as const

/** More would be noise, whatever the space. */
const MOST_LABELS = 320
const GAP_PX = 3
/** The words under a region. */
const CAPTION_HALF_PX = 96
const CAPTION_PX = 52
/** Around a label, on each side: what lies closer reads as one; and until labels are chosen anew they drift a little. */
const BESIDE_PX = 4
const ABOVE_PX = 1

export interface LabelBoxes {
  count: number
  /** Layout units. */
  x: Float32Array
  y: Float32Array
  /** Radius of the node the label belongs to, layout units; 0 for none. */
  radius: Float32Array
  /** Unit vector from a curve to the side on which its note stands; 0 for nodes. */
  sideX: Float32Array
  sideY: Float32Array
  /** From the place to the label's middle, CSS px; 0 for nodes. */
  asideX: Float32Array
  asideY: Float32Array
  /** 1 where words of the page stand under the node. */
  caption: Uint8Array
  /** CSS px. */
  width: Float32Array
  height: Float32Array
  /** Without the second line. */
  nameHeight: Float32Array
  /** One of URGENCY. */
  urgency: Uint8Array
  /** Rows, most important first. */
  order: Uint32Array
}

interface Taken {
  nodes: OverlapGrid
  labels: OverlapGrid
}

export interface LabelPlacer {
  /** Writes SIDES to `sides`, one a box. */
  place(boxes: LabelBoxes, zoom: number, sides: Uint8Array): void
}

/** `most` on a screen; a drawing may hold them all. */
export function createLabelPlacer(boxes: number, most = MOST_LABELS): LabelPlacer {
  const taken: Taken = { nodes: createOverlapGrid(boxes + 1), labels: createOverlapGrid(2 * boxes + 1) }
  return {
    place(all, zoom, sides) {
      sides.fill(SIDES.hidden)
      taken.nodes.clear()
      taken.labels.clear()
      for (let box = 0; box < all.count; box++) takeNode(taken, all, box, zoom)
      let shown = 0
      for (let rank = 0; rank < all.count && shown < most; rank++) {
        const box = all.order[rank]
        if (all.width[box] === 0) continue
        sides[box] = sideFor(taken, all, box, zoom)
        if (sides[box] !== SIDES.hidden) shown += 1
      }
    },
  }
}

function takeNode(taken: Taken, all: LabelBoxes, box: number, zoom: number): void {
  const reach = all.radius[box] * zoom
  if (reach === 0) return
  const x = all.x[box] * zoom
  const y = all.y[box] * zoom
  taken.nodes.takeDisc(x, y, reach)
  if (all.caption[box] === 0) return
  const scale = Math.min(Math.max(zoom, 0.6), 1.6)
  const top = y + all.radius[box] * zoom * 1.16
  const half = CAPTION_HALF_PX * scale
  taken.labels.take(x - half, top, x + half, top + CAPTION_PX * scale)
}

function sideFor(taken: Taken, all: LabelBoxes, box: number, zoom: number): number {
  for (const urgency of all.urgency[box] === URGENCY.asked ? [URGENCY.usual, URGENCY.asked] : []) {
    for (const side of WHOLE) if (take(taken, all, box, side, zoom, urgency)) return side
  }
  for (const side of IN_TURN) {
    if (take(taken, all, box, side, zoom, URGENCY.usual)) return side
  }
  for (const side of NAMES_ALONE) {
    if (all.urgency[box] > URGENCY.usual && take(taken, all, box, side, zoom, all.urgency[box])) return side
  }
  return SIDES.hidden
}

function take(taken: Taken, all: LabelBoxes, box: number, side: number, zoom: number, urgency: number): boolean {
  const x = all.x[box] * zoom + all.asideX[box]
  const half = all.width[box] / 2 + BESIDE_PX
  const top = all.y[box] * zoom + all.asideY[box] + topOffset(all, box, side, zoom)
  const above = top - ABOVE_PX
  const below = top + heightOn(all, box, side) + ABOVE_PX
  if (urgency < URGENCY.urgent && !taken.nodes.isFree(x - half, above, x + half, below)) return false
  if (urgency < URGENCY.chosen && !taken.labels.isFree(x - half, above, x + half, below)) return false
  taken.labels.take(x - half, above, x + half, below)
  return true
}

/** From the node's middle to the label's upper edge, CSS px. */
export function topOffset(all: LabelBoxes, box: number, side: number, zoom: number): number {
  const reach = all.radius[box] * zoom
  if (reach === 0) return -all.height[box] / 2
  return isAbove(side) ? -reach - GAP_PX - heightOn(all, box, side) : reach + GAP_PX
}

export function isAbove(side: number): boolean {
  return side === SIDES.above || side === SIDES.nameAbove
}

export function hasNote(side: number): boolean {
  return side === SIDES.below || side === SIDES.above
}

function heightOn(all: LabelBoxes, box: number, side: number): number {
  return hasNote(side) ? all.height[box] : all.nameHeight[box]
}
