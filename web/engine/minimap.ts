import type { Bounds, Camera, Viewport } from './camera/camera.ts'
import { HEALTH_CODES, type EngineColumns, type EngineGraph } from './engine-graph.ts'
import type { EngineTheme } from './engine-theme.ts'

/** The whole graph as points, and where the screen is in it: for those who have zoomed in. Sizes are CSS px. */
export interface MinimapCanvas {
  context: CanvasRenderingContext2D
  width: number
  height: number
  dpr: number
}

export interface MinimapPicture {
  graph: EngineGraph | null
  columns: EngineColumns | null
  bounds: Bounds
  theme: EngineTheme
}

/** Layout → minimap: px = x · scale + left. */
export interface MinimapScale {
  scale: number
  left: number
  top: number
}

export interface MinimapFrame {
  left: number
  top: number
  width: number
  height: number
}

const PADDING_PX = 9
/** Beyond this ageing a node has no colour of its own. */
const OLD = 0.5

export function minimapScale(bounds: Bounds, width: number, height: number): MinimapScale {
  const wide = Math.max(bounds.right - bounds.left, 1)
  const tall = Math.max(bounds.bottom - bounds.top, 1)
  const scale = Math.min((width - 2 * PADDING_PX) / wide, (height - 2 * PADDING_PX) / tall)
  return {
    scale,
    left: width / 2 - ((bounds.left + bounds.right) / 2) * scale,
    top: height / 2 - ((bounds.top + bounds.bottom) / 2) * scale,
  }
}

/** The screen's rectangle in the minimap, cut off at its rim. */
export function minimapFrame(
  { scale, left, top }: MinimapScale,
  camera: Readonly<Camera>,
  viewport: Viewport,
  size: Viewport,
): MinimapFrame {
  const halfWidth = (viewport.width / camera.zoom / 2) * scale
  const halfHeight = (viewport.height / camera.zoom / 2) * scale
  const x = camera.x * scale + left
  const y = camera.y * scale + top
  const from = { x: Math.max(x - halfWidth, 1), y: Math.max(y - halfHeight, 1) }
  return {
    left: from.x,
    top: from.y,
    width: Math.max(Math.min(x + halfWidth, size.width - 1) - from.x, 4),
    height: Math.max(Math.min(y + halfHeight, size.height - 1) - from.y, 4),
  }
}

/** The layout's point under a point of the minimap. */
export function placeInMinimap({ scale, left, top }: MinimapScale, px: number, py: number): { x: number; y: number } {
  return { x: (px - left) / scale, y: (py - top) / scale }
}

/** Some of the graph lies outside the screen, more than the margins of a fit would explain. */
export function isPartOutside(bounds: Readonly<Bounds>, camera: Readonly<Camera>, viewport: Viewport): boolean {
  const halfWidth = viewport.width / camera.zoom / 2
  const halfHeight = viewport.height / camera.zoom / 2
  const wide = bounds.right - bounds.left
  const tall = bounds.bottom - bounds.top
  const hiddenX = Math.max(camera.x - halfWidth - bounds.left, 0) + Math.max(bounds.right - camera.x - halfWidth, 0)
  const hiddenY = Math.max(camera.y - halfHeight - bounds.top, 0) + Math.max(bounds.bottom - camera.y - halfHeight, 0)
  return hiddenX > wide * 0.04 || hiddenY > tall * 0.04
}

export function paintMinimap({ context, width, height, dpr }: MinimapCanvas, picture: MinimapPicture): void {
  const { graph, columns, bounds, theme } = picture
  context.setTransform(dpr, 0, 0, dpr, 0, 0)
  context.clearRect(0, 0, width, height)
  if (graph === null) return
  const { nodes } = graph
  const { scale, left, top } = minimapScale(bounds, width, height)
  // What is ill is painted last: it must not lie under calm points.
  for (const health of PAINTED_IN_TURN) {
    const tone = toneOf(health, theme)
    context.globalAlpha = health === HEALTH_CODES.failing || health === HEALTH_CODES.degraded ? 1 : 0.75
    for (let node = 0; node < nodes.count; node++) {
      if ((columns?.nodes.health[node] ?? HEALTH_CODES.unknown) !== health) continue
      context.fillStyle = (columns?.nodes.ageing[node] ?? 0) > OLD ? theme.muted : tone
      const radius = Math.min(Math.max(nodes.radius[node] * scale, leastRadius(health)), 9)
      context.beginPath()
      context.arc(nodes.x[node] * scale + left, nodes.y[node] * scale + top, radius, 0, 2 * Math.PI)
      context.fill()
    }
  }
  context.globalAlpha = 1
}

const PAINTED_IN_TURN = [
  HEALTH_CODES.unknown,
  HEALTH_CODES.idle,
  HEALTH_CODES.healthy,
  HEALTH_CODES.degraded,
  HEALTH_CODES.failing,
] as const

function leastRadius(health: number): number {
  return health === HEALTH_CODES.failing ? 2.4 : health === HEALTH_CODES.degraded ? 2 : 1.3
}

function toneOf(health: number, theme: EngineTheme): string {
  if (health === HEALTH_CODES.failing) return theme.failing
  if (health === HEALTH_CODES.degraded) return theme.degraded
  return health === HEALTH_CODES.healthy ? theme.flowRing : theme.unknown
}
