import { curveX, curveY, GEO_STRIDE } from '../edge-geometry.ts'
import type { EngineEdges } from '../engine-graph.ts'

/**
 * On which side of its curve an edge's note stands, as unit vectors: outside of the bend, so that no dot crosses the
 * letters; where two edges lead to and fro between the same nodes, the flatter one's note stands inside.
 */
export function writeNoteSides(
  edges: EngineEdges,
  geo: Float32Array,
  at: number,
  x: Float32Array,
  y: Float32Array,
): void {
  const bends = new Map<string, number>()
  for (let edge = 0; edge < edges.count; edge++) {
    bends.set(`${edges.source[edge]}>${edges.target[edge]}`, Math.abs(edges.bend[edge]))
  }
  for (let edge = 0; edge < edges.count; edge++) {
    const from = edge * GEO_STRIDE
    const towardsX = curveX(geo, from, 0.5) - (geo[from] + geo[from + 4]) / 2
    const towardsY = curveY(geo, from, 0.5) - (geo[from + 1] + geo[from + 5]) / 2
    const length = Math.hypot(towardsX, towardsY)
    const back = bends.get(`${edges.target[edge]}>${edges.source[edge]}`) ?? 0
    const side = back > Math.abs(edges.bend[edge]) ? -1 : 1
    x[at + edge] = length < 1e-3 ? 0 : (towardsX / length) * side
    y[at + edge] = length < 1e-3 ? -1 : (towardsY / length) * side
  }
}

/** From the curve to the middle of a note of this size, CSS px. */
export function noteDistance(sideX: number, sideY: number, width: number, height: number): number {
  return STREAM_PX + Math.abs(sideX) * (width / 2) + Math.abs(sideY) * (height / 2)
}

/** Half of a stream, and a little air. */
const STREAM_PX = 9
