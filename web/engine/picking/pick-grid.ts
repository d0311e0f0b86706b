import { curveX, curveY, GEO_STRIDE } from '../edge-geometry.ts'
import type { EngineNodes } from '../engine-graph.ts'

/**
 * What lies under the pointer. The plane is cut into square cells; each lists the nodes that reach into it and the
 * edges that pass through it. A question looks at the cells around the point alone. Built when the layout changes.
 */
export interface PickGrid {
  /** Row of the nearest node whose rim is within `tolerance` layout units; −1 for none. */
  nodeAt(x: number, y: number, tolerance: number): number
  /** Row of the nearest edge whose curve is within `tolerance`; −1 for none. */
  edgeAt(x: number, y: number, tolerance: number): number
}

const SAMPLES = 24
/** Cells along the longer side. */
const CELLS = 64

interface Cells {
  left: number
  top: number
  size: number
  columns: number
  rows: number
}

export function createPickGrid(nodes: EngineNodes, geo: Float32Array, edgeCount: number): PickGrid {
  const cells = cellsFor(nodes, geo, edgeCount)
  const nodeLists = Array.from({ length: cells.columns * cells.rows }, (): number[] => [])
  const edgeLists = Array.from({ length: cells.columns * cells.rows }, (): number[] => [])
  for (let node = 0; node < nodes.count; node++) fillNode(cells, nodeLists, nodes, node)
  for (let edge = 0; edge < edgeCount; edge++) fillEdge(cells, edgeLists, geo, edge)

  return {
    nodeAt(x, y, tolerance) {
      return nearest(
        cells,
        nodeLists,
        x,
        y,
        tolerance,
        (node) => Math.hypot(nodes.x[node] - x, nodes.y[node] - y) - nodes.radius[node],
      )
    },
    edgeAt(x, y, tolerance) {
      return nearest(cells, edgeLists, x, y, tolerance, (edge) => distanceToCurve(geo, edge * GEO_STRIDE, x, y))
    },
  }
}

function nearest(
  cells: Cells,
  lists: readonly (readonly number[])[],
  x: number,
  y: number,
  tolerance: number,
  distanceOf: (row: number) => number,
): number {
  let best = -1
  let bestDistance = tolerance
  const left = columnOf(cells, x - tolerance)
  const right = columnOf(cells, x + tolerance)
  const bottom = rowOf(cells, y + tolerance)
  for (let row = rowOf(cells, y - tolerance); row <= bottom; row++) {
    for (let column = left; column <= right; column++) {
      for (const candidate of lists[row * cells.columns + column]) {
        const distance = distanceOf(candidate)
        if (distance > bestDistance || (distance === bestDistance && best >= 0)) continue
        best = candidate
        bestDistance = distance
      }
    }
  }
  return best
}

function fillNode(cells: Cells, lists: number[][], nodes: EngineNodes, node: number): void {
  const reach = nodes.radius[node]
  const right = columnOf(cells, nodes.x[node] + reach)
  const bottom = rowOf(cells, nodes.y[node] + reach)
  for (let row = rowOf(cells, nodes.y[node] - reach); row <= bottom; row++) {
    for (let column = columnOf(cells, nodes.x[node] - reach); column <= right; column++) {
      lists[row * cells.columns + column].push(node)
    }
  }
}

function fillEdge(cells: Cells, lists: number[][], geo: Float32Array, edge: number): void {
  const at = edge * GEO_STRIDE
  let last = -1
  // Half a cell a step, so that no cell on the way is jumped over.
  const steps = Math.max(SAMPLES, Math.ceil(geo[at + 6] / (cells.size / 2)))
  for (let step = 0; step <= steps; step++) {
    const t = step / steps
    const cell = rowOf(cells, curveY(geo, at, t)) * cells.columns + columnOf(cells, curveX(geo, at, t))
    if (cell === last) continue
    last = cell
    if (lists[cell].at(-1) !== edge) lists[cell].push(edge)
  }
}

/** Distance to the chain of chords between samples of the curve. */
export function distanceToCurve(geo: Float32Array, at: number, x: number, y: number): number {
  let best = Infinity
  let fromX = geo[at]
  let fromY = geo[at + 1]
  for (let step = 1; step <= SAMPLES; step++) {
    const toX = curveX(geo, at, step / SAMPLES)
    const toY = curveY(geo, at, step / SAMPLES)
    const dx = toX - fromX
    const dy = toY - fromY
    const square = dx * dx + dy * dy
    const share = square === 0 ? 0 : Math.min(Math.max(((x - fromX) * dx + (y - fromY) * dy) / square, 0), 1)
    best = Math.min(best, Math.hypot(fromX + dx * share - x, fromY + dy * share - y))
    fromX = toX
    fromY = toY
  }
  return best
}

function cellsFor(nodes: EngineNodes, geo: Float32Array, edgeCount: number): Cells {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity]
  const include = (x: number, y: number, reach: number): void => {
    left = Math.min(left, x - reach)
    top = Math.min(top, y - reach)
    right = Math.max(right, x + reach)
    bottom = Math.max(bottom, y + reach)
  }
  for (let node = 0; node < nodes.count; node++) include(nodes.x[node], nodes.y[node], nodes.radius[node])
  for (let edge = 0; edge < edgeCount; edge++) include(geo[edge * GEO_STRIDE + 2], geo[edge * GEO_STRIDE + 3], 0)
  if (left > right) return { left: 0, top: 0, size: 1, columns: 1, rows: 1 }
  const size = Math.max(right - left, bottom - top, 1) / CELLS
  return { left, top, size, columns: Math.ceil((right - left) / size) + 1, rows: Math.ceil((bottom - top) / size) + 1 }
}

function columnOf(cells: Cells, x: number): number {
  return Math.min(Math.max(Math.floor((x - cells.left) / cells.size), 0), cells.columns - 1)
}

function rowOf(cells: Cells, y: number): number {
  return Math.min(Math.max(Math.floor((y - cells.top) / cells.size), 0), cells.rows - 1)
}
