import { screenX, screenY, type Camera, type Viewport } from './camera/camera.ts'
import type { EngineNodes } from './engine-graph.ts'

/**
 * A few elements of the page that stand on nodes: their words are real text, the engine only moves them. Each is laid
 * out at its own upper left corner (0, 0) and moved by a transform, once a frame in which the camera moved.
 */
export interface OverlayAnchor {
  /** Row of the node. */
  node: number
  element: HTMLElement
}

/** Large words do not shrink below this, nor grow beyond: they stay readable. */
const LEAST_SCALE = 0.6
const MOST_SCALE = 1.6
/** Farther away than this a node holds fewer words. */
const ROOMY_ZOOM = 0.8

export function moveOverlay(
  anchors: readonly OverlayAnchor[],
  nodes: EngineNodes,
  camera: Camera,
  viewport: Viewport,
  reveal: number,
): void {
  const scale = Math.min(Math.max(camera.zoom, LEAST_SCALE), MOST_SCALE)
  for (const { node, element } of anchors) {
    if (node >= nodes.count) continue
    const x = screenX(camera, nodes.x[node], viewport)
    const y = screenY(camera, nodes.y[node], viewport)
    element.style.transform = `translate(${x.toFixed(1)}px, ${y.toFixed(1)}px) scale(${scale.toFixed(3)})`
    const radius = nodes.radius[node] * camera.zoom
    element.style.setProperty('--node-radius', `${radius / scale}px`)
    // Small words take it back: they are never smaller on the screen than the page sets them.
    element.style.setProperty('--unshrink', Math.max(1, 1 / scale).toFixed(2))
    // What stands under a node grows less than the node: there is other text below it.
    element.style.setProperty('--ungrow', (1 / Math.sqrt(Math.max(1, scale))).toFixed(2))
    element.toggleAttribute('data-small', camera.zoom < ROOMY_ZOOM)
    element.style.opacity = String(reveal)
  }
}
