import type { EngineEdges, EngineNodes } from './engine-graph.ts'

/**
 * Every edge is a quadratic Bézier curve that starts and ends at the rims of its nodes. Streams, lines and picking all
 * read the same eight numbers an edge, so that what is drawn is what is hit.
 */

/** Numbers an edge in the geometry: x0 y0 · control x y · x1 y1 · length · unused. */
export const GEO_STRIDE = 8
/** Layout units between a node's rim and the end of its curves. */
const RIM_GAP = 5

export function writeEdgeGeometry(nodes: EngineNodes, edges: EngineEdges, geo: Float32Array): void {
  for (let edge = 0; edge < edges.count; edge++) writeOne(nodes, edges, edge, geo)
}

function writeOne(nodes: EngineNodes, edges: EngineEdges, edge: number, geo: Float32Array): void {
  const s = edges.source[edge]
  const t = edges.target[edge]
  const sx = nodes.x[s]
  const sy = nodes.y[s]
  const tx = nodes.x[t]
  const ty = nodes.y[t]
  const dx = tx - sx
  const dy = ty - sy
  const bend = edges.bend[edge]
  const cx = (sx + tx) / 2 - dy * bend
  const cy = (sy + ty) / 2 + dx * bend
  const at = edge * GEO_STRIDE
  rimPoint(geo, at, sx, sy, cx, cy, nodes.radius[s] + RIM_GAP)
  rimPoint(geo, at + 4, tx, ty, cx, cy, nodes.radius[t] + RIM_GAP)
  // The control point is moved with the ends, else short curves would overshoot.
  geo[at + 2] = (geo[at] + geo[at + 4]) / 2 + (cx - (sx + tx) / 2)
  geo[at + 3] = (geo[at + 1] + geo[at + 5]) / 2 + (cy - (sy + ty) / 2)
  geo[at + 6] = curveLength(geo, at)
  geo[at + 7] = 0
}

/** The point `distance` away from (x, y) towards (cx, cy), but never beyond it. */
function rimPoint(geo: Float32Array, at: number, x: number, y: number, cx: number, cy: number, distance: number): void {
  const length = Math.hypot(cx - x, cy - y)
  const share = length === 0 ? 0 : Math.min(distance / length, 0.9)
  geo[at] = x + (cx - x) * share
  geo[at + 1] = y + (cy - y) * share
}

const LENGTH_STEPS = 8

function curveLength(geo: Float32Array, at: number): number {
  let length = 0
  let x = geo[at]
  let y = geo[at + 1]
  for (let step = 1; step <= LENGTH_STEPS; step++) {
    const t = step / LENGTH_STEPS
    const nextX = curveX(geo, at, t)
    const nextY = curveY(geo, at, t)
    length += Math.hypot(nextX - x, nextY - y)
    x = nextX
    y = nextY
  }
  return Math.max(length, 1)
}

export function curveX(geo: Float32Array, at: number, t: number): number {
  const u = 1 - t
  return u * u * geo[at] + 2 * u * t * geo[at + 2] + t * t * geo[at + 4]
}

export function curveY(geo: Float32Array, at: number, t: number): number {
  const u = 1 - t
  return u * u * geo[at + 1] + 2 * u * t * geo[at + 3] + t * t * geo[at + 5]
}
