import type { EngineNodes } from '../engine-graph.ts'
import type { Bounds } from './camera.ts'

/** What a fit must show: all nodes with the room their labels take. */
export function boundsOf(nodes: EngineNodes): Bounds {
  const bounds = { left: Infinity, top: Infinity, right: -Infinity, bottom: -Infinity }
  for (let node = 0; node < nodes.count; node++) {
    const reach = nodes.radius[node]
    bounds.left = Math.min(bounds.left, nodes.x[node] - reach)
    bounds.right = Math.max(bounds.right, nodes.x[node] + reach)
    bounds.top = Math.min(bounds.top, nodes.y[node] - reach)
    bounds.bottom = Math.max(bounds.bottom, nodes.y[node] + reach)
  }
  return nodes.count === 0 ? { left: -100, top: -100, right: 100, bottom: 100 } : bounds
}
