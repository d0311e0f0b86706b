import { curveX, curveY, GEO_STRIDE } from '../edge-geometry.ts'
import type { EngineNodes } from '../engine-graph.ts'
import type { Bounds } from './camera.ts'

/** What a fit must show: all nodes, and the middles of the curves between them. */
export function boundsOf(nodes: EngineNodes, geo: Float32Array, edgeCount: number): Bounds {
  const bounds = { left: Infinity, top: Infinity, right: -Infinity, bottom: -Infinity }
  for (let node = 0; node < nodes.count; node++) {
    const reach = nodes.radius[node]
    bounds.left = Math.min(bounds.left, nodes.x[node] - reach)
    bounds.right = Math.max(bounds.right, nodes.x[node] + reach)
    bounds.top = Math.min(bounds.top, nodes.y[node] - reach)
    bounds.bottom = Math.max(bounds.bottom, nodes.y[node] + reach)
  }
  for (let edge = 0; edge < edgeCount; edge++) {
    const x = curveX(geo, edge * GEO_STRIDE, 0.5)
    const y = curveY(geo, edge * GEO_STRIDE, 0.5)
    bounds.left = Math.min(bounds.left, x)
    bounds.right = Math.max(bounds.right, x)
    bounds.top = Math.min(bounds.top, y)
    bounds.bottom = Math.max(bounds.bottom, y)
  }
  return nodes.count === 0 ? { left: -100, top: -100, right: 100, bottom: 100 } : bounds
}
