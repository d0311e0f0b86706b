import { fitCamera, panBy, zoomAt, type Bounds, type Camera, type Viewport } from './camera.ts'
import { createFlight } from './flight.ts'
import type { Margin } from '../engine-graph.ts'

/** How a new graph comes into sight: through a node of the old one or out of one of its own, or where it was. */
export type Arrival = 'at-once' | 'going-in' | 'going-out' | 'grown'

/** The node of the wider view which the other view is the inside of, layout units. */
export interface Gate {
  x: number
  y: number
  radius: number
}

/**
 * The camera with all that moves it: hands, fits, and the short flights between views.
 *
 * From one level to another the camera flies twice, as one motion. Going in, the node comes to the middle of the screen
 * and grows to a circle there, while the old picture fades; then the new picture grows out of this very circle to its
 * full size. Going out is the same backwards: the picture shrinks into the circle, which becomes the node.
 */
export interface CameraRig {
  readonly camera: Camera
  readonly viewport: Viewport
  /** 0–1: how far a new picture has faded in, or an old one has not yet faded out. */
  readonly reveal: number
  /** A person has moved the camera, or a link has: it is not fitted anew when the window changes. */
  readonly moved: boolean
  /** The old picture is on its way out. */
  readonly isLeaving: boolean
  readonly isFlying: boolean
  /** Without motion everything arrives at once. */
  still: boolean
  /** First half: the old picture goes; `gate` where it is left through a node of its own. */
  leave(bounds: Bounds, gate: Gate | null): void
  /** Second half, or all of it where nothing has been left; `gate` where the new picture opens around a node. */
  arrive(arrival: Arrival, bounds: Bounds, margin: Margin, gate?: Gate | null): void
  fit(bounds: Bounds, margin: Margin): void
  /** Shows this place, as a link or a minimap asks for. */
  look(place: Camera, how: 'fly' | 'at-once'): void
  pan(dx: number, dy: number): void
  zoom(px: number, py: number, factor: number): void
  /** A view that nobody has moved is fitted anew; `bounds` null while there is none. */
  resize(width: number, height: number, bounds: Bounds | null, margin: Margin | null): void
  /** True when the picture of the camera has changed since the last call. */
  advance(deltaSeconds: number): boolean
}

const LEAVING_SECONDS = 0.26
const ARRIVAL_SECONDS = 0.38
const FIT_SECONDS = 0.3
/** Radius of the circle in which the two halves meet, as a share of the shorter side of the screen. */
const GATE_SHARE = 0.3
/** Where there is no node to go through. */
const ARRIVAL_ZOOM = { 'going-in': 0.72, 'going-out': 1.35 } as const

interface RigState {
  moved: boolean
  dirty: boolean
  leaving: boolean
  reveal: number
}

export function createCameraRig(): CameraRig {
  const camera: Camera = { x: 0, y: 0, zoom: 1 }
  const goal: Camera = { x: 0, y: 0, zoom: 1 }
  const viewport: Viewport = { width: 1, height: 1 }
  const flight = createFlight()
  const state: RigState = { moved: false, dirty: true, leaving: false, reveal: 1 }

  const jump = (bounds: Bounds, margin: Margin): void => {
    flight.stop()
    fitCamera(goal, bounds, viewport, margin)
    Object.assign(camera, goal)
    state.moved = false
    state.dirty = true
  }
  const byHand = (move: () => void): void => {
    flight.stop()
    move()
    state.moved = true
    state.dirty = true
  }
  const rig: CameraRig = {
    camera,
    viewport,
    still: false,
    get reveal() {
      return state.reveal
    },
    get moved() {
      return state.moved
    },
    get isLeaving() {
      return state.leaving
    },
    get isFlying() {
      return flight.isUnderWay
    },
    leave(bounds, gate) {
      state.leaving = true
      if (gate === null) aimAtAll(goal, bounds, viewport)
      else aimAtGate(goal, gate, viewport)
      flight.start(camera, goal, LEAVING_SECONDS, 'leaving')
    },
    arrive(arrival, bounds, margin, gate = null) {
      state.leaving = false
      if (arrival === 'grown') {
        if (!state.moved) rig.fit(bounds, margin)
        return
      }
      jump(bounds, margin)
      if (arrival === 'at-once' || rig.still) return
      if (gate !== null) aimAtGate(camera, gate, viewport)
      else if (state.reveal === 0) aimAtAll(camera, bounds, viewport)
      else camera.zoom = goal.zoom * ARRIVAL_ZOOM[arrival]
      state.reveal = 0
      flight.start(camera, goal, ARRIVAL_SECONDS)
    },
    fit(bounds, margin) {
      fitCamera(goal, bounds, viewport, margin)
      flight.start(camera, goal, rig.still ? 0 : FIT_SECONDS)
      state.moved = false
    },
    look(place, how) {
      Object.assign(goal, place)
      flight.start(camera, goal, rig.still || how === 'at-once' ? 0 : FIT_SECONDS)
      state.moved = true
    },
    pan: (dx, dy) => byHand(() => panBy(camera, dx, dy)),
    zoom: (px, py, factor) => byHand(() => zoomAt(camera, px, py, factor, viewport)),
    resize(width, height, bounds, margin) {
      viewport.width = width
      viewport.height = height
      state.dirty = true
      if (!state.moved && bounds !== null && margin !== null) jump(bounds, margin)
    },
    advance(deltaSeconds) {
      const changed = flight.advance(camera, deltaSeconds) || state.dirty || state.reveal < 1
      state.reveal = revealAfter(state, rig.still, deltaSeconds)
      state.dirty = false
      return changed
    },
  }
  return rig
}

function revealAfter({ leaving, reveal }: RigState, still: boolean, deltaSeconds: number): number {
  if (leaving) return Math.max(0, reveal - deltaSeconds / LEAVING_SECONDS)
  return still ? 1 : Math.min(1, reveal + deltaSeconds / ARRIVAL_SECONDS)
}

function gatePx({ width, height }: Viewport): number {
  return Math.min(width, height) * GATE_SHARE
}

function aimAtGate(camera: Camera, { x, y, radius }: Gate, viewport: Viewport): void {
  Object.assign(camera, { x, y, zoom: gatePx(viewport) / Math.max(radius, 1) })
}

/** The whole picture inside the circle. */
function aimAtAll(camera: Camera, { left, right, top, bottom }: Bounds, viewport: Viewport): void {
  const half = Math.max(Math.hypot(right - left, bottom - top) / 2, 1)
  Object.assign(camera, { x: (left + right) / 2, y: (top + bottom) / 2, zoom: gatePx(viewport) / half })
}
