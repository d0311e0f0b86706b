import type { Arrival } from './camera/camera-rig.ts'
import type { Chosen } from './emphasis.ts'
import type { EngineColumns, EngineGraph } from './engine-graph.ts'
import type { OverlayAnchor } from './overlay.ts'

/** A graph that has been told and is shown when the old picture has gone, with all that has been told of it since. */
export interface NextView {
  graph: EngineGraph
  arrival: Arrival
  /** Row of the node between the two views; −1 for none. */
  gateRow: number
  columns: EngineColumns | null
  chosen: Chosen | null
  anchors: readonly OverlayAnchor[] | null
  /** Undefined where nothing was said of it. */
  backdrop: Float32Array | null | undefined
}

export function createNextView(graph: EngineGraph, arrival: Arrival, gateRow: number): NextView {
  return { graph, arrival, gateRow, columns: null, chosen: null, anchors: null, backdrop: undefined }
}

/** Words of the new picture must not stand in the old one. */
export function holdBack(next: NextView, anchors: readonly OverlayAnchor[]): void {
  for (const { element } of anchors) element.style.opacity = '0'
  next.anchors = anchors
}
