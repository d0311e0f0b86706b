import { seedOf } from './edge-seeds.ts'
import type { EngineEdges, EngineNodes } from './engine-graph.ts'

/**
 * Every edge is a quadratic Bézier curve that starts and ends at the rims of its nodes. Streams, lines and picking all
 * read the same eight numbers an edge, so that what is drawn is what is hit.
 */

/** Numbers an edge in the geometry: x0 y0 · control x y · x1 y1 · length · seed of its dots. */
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
  geo[at + 7] = seedOf(edges, edge)
  if (s === t) {
    writeLoop(geo, at, sx, sy, nodes.radius[s] + RIM_GAP, Math.abs(bend))
    return
  }
  rimPoint(geo, at, sx, sy, cx, cy, nodes.radius[s] + RIM_GAP)
  rimPoint(geo, at + 4, tx, ty, cx, cy, nodes.radius[t] + RIM_GAP)
  // The control point is moved with the ends, else short curves would overshoot.
  geo[at + 2] = (geo[at] + geo[at + 4]) / 2 + (cx - (sx + tx) / 2)
  geo[at + 3] = (geo[at + 1] + geo[at + 5]) / 2 + (cy - (sy + ty) / 2)
  geo[at + 6] = curveLength(geo, at)
}

/** Half of the angle at which a loop leaves its node, and where on the rim: right of the top, beside the name's place. */
const LOOP_HALF_ANGLE = 0.85
const ANGLE_PER_BEND = 3
const LOOP_DIRECTION = -0.95
/** From the rim to a loop's control point, layout units; each further loop of the same node goes out further. */
const LOOP_REACH = 38
const REACH_PER_BEND = 380

/** A call of a node to itself: out of the rim and back into it. */
function writeLoop(geo: Float32Array, at: number, x: number, y: number, rim: number, bend: number): void {
  const reach = rim + LOOP_REACH + bend * REACH_PER_BEND
  const half = LOOP_HALF_ANGLE + bend * ANGLE_PER_BEND
  geo[at] = x + rim * Math.cos(LOOP_DIRECTION - half)
  geo[at + 1] = y + rim * Math.sin(LOOP_DIRECTION - half)
  geo[at + 2] = x + reach * Math.cos(LOOP_DIRECTION)
  geo[at + 3] = y + reach * Math.sin(LOOP_DIRECTION)
  geo[at + 4] = x + rim * Math.cos(LOOP_DIRECTION + half)
  geo[at + 5] = y + rim * Math.sin(LOOP_DIRECTION + half)
  geo[at + 6] = curveLength(geo, at)
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
