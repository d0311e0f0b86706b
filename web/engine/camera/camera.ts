import type { Margin } from '../engine-graph.ts'

/**
 * A camera is a point of the layout in the middle of the screen and a zoom: CSS px per layout unit. Functions write
 * into the camera given, so that moving it costs no garbage.
 */
export interface Camera {
  x: number
  y: number
  zoom: number
}

/** CSS px. */
export interface Viewport {
  width: number
  height: number
}

export interface Bounds {
  left: number
  top: number
  right: number
  bottom: number
}

export const LEAST_ZOOM = 0.05
export const MOST_ZOOM = 8
/** A small graph is not blown up beyond this by a fit. */
const MOST_FIT_ZOOM = 1.35

export function fitCamera(camera: Camera, bounds: Bounds, viewport: Viewport, margin: Margin): void {
  const width = Math.max(viewport.width - margin.left - margin.right, 40)
  const height = Math.max(viewport.height - margin.top - margin.bottom, 40)
  const wide = Math.max(bounds.right - bounds.left, 1)
  const tall = Math.max(bounds.bottom - bounds.top, 1)
  camera.zoom = clampZoom(Math.min(width / wide, height / tall, MOST_FIT_ZOOM))
  camera.x = (bounds.left + bounds.right) / 2 - (margin.left - margin.right) / 2 / camera.zoom
  camera.y = (bounds.top + bounds.bottom) / 2 - (margin.top - margin.bottom) / 2 / camera.zoom
}

/** Zooms so that what lies under the pointer (CSS px from the upper left) stays there. */
export function zoomAt(camera: Camera, px: number, py: number, factor: number, viewport: Viewport): void {
  const x = layoutX(camera, px, viewport)
  const y = layoutY(camera, py, viewport)
  camera.zoom = clampZoom(camera.zoom * factor)
  camera.x = x - (px - viewport.width / 2) / camera.zoom
  camera.y = y - (py - viewport.height / 2) / camera.zoom
}

/** By CSS px, as a hand drags paper. */
export function panBy(camera: Camera, dx: number, dy: number): void {
  camera.x -= dx / camera.zoom
  camera.y -= dy / camera.zoom
}

export function layoutX(camera: Camera, px: number, viewport: Viewport): number {
  return camera.x + (px - viewport.width / 2) / camera.zoom
}

export function layoutY(camera: Camera, py: number, viewport: Viewport): number {
  return camera.y + (py - viewport.height / 2) / camera.zoom
}

export function screenX(camera: Camera, x: number, viewport: Viewport): number {
  return (x - camera.x) * camera.zoom + viewport.width / 2
}

export function screenY(camera: Camera, y: number, viewport: Viewport): number {
  return (y - camera.y) * camera.zoom + viewport.height / 2
}

/** A flight slows down where it ends, or gathers way where another one will take over. */
export type Easing = 'landing' | 'leaving'

/** Between two cameras; `share` 0–1 is eased here. Zoom moves by factors, so it looks even. */
export function blendCamera(camera: Camera, from: Camera, to: Camera, share: number, easing: Easing = 'landing'): void {
  if (share >= 1) {
    Object.assign(camera, to)
    return
  }
  const eased = easing === 'landing' ? 1 - (1 - share) ** 3 : share ** 2
  camera.zoom = from.zoom * (to.zoom / from.zoom) ** eased
  camera.x = from.x + (to.x - from.x) * eased
  camera.y = from.y + (to.y - from.y) * eased
}

function clampZoom(zoom: number): number {
  return Math.min(Math.max(zoom, LEAST_ZOOM), MOST_ZOOM)
}
