import { layoutX, layoutY } from '../camera/camera.ts'
import type { EngineState, Picked } from '../engine-state.ts'
import { gridOf } from '../motion/placed-picture.ts'

const NODE_TOLERANCE_PX = 6
const EDGE_TOLERANCE_PX = 7

/** What is drawn at this place of the screen, CSS px; a node goes before an edge. */
export function pickAt(state: EngineState, px: number, py: number): Picked {
  const { rig, picked } = state
  // Rows would be those of a graph that is not yet to be seen.
  if (state.next !== null) return Object.assign(picked, { node: -1, edge: -1 })
  const grid = gridOf(state)
  const { camera, viewport } = rig
  const x = layoutX(camera, px, viewport)
  const y = layoutY(camera, py, viewport)
  const node = grid?.nodeAt(x, y, NODE_TOLERANCE_PX / camera.zoom) ?? -1
  const edge = node >= 0 ? -1 : (grid?.edgeAt(x, y, EDGE_TOLERANCE_PX / camera.zoom) ?? -1)
  // What a filter hides cannot be touched either.
  picked.node = state.emphasis.nodes[node] === 0 ? -1 : node
  picked.edge = state.emphasis.edges[edge] === 0 ? -1 : edge
  return picked
}
