import { fitCamera, panBy, zoomAt, type Bounds, type Camera, type Viewport } from './camera.ts'
import { createFlight } from './flight.ts'
import type { Margin } from '../engine-graph.ts'

/** How a new graph comes into sight: from far when going in, from near when going out; the view is kept when it grew. */
export type Arrival = 'at-once' | 'going-in' | 'going-out' | 'grown'

/** The camera with all that moves it: hands, fits, and the short flights between views. */
export interface CameraRig {
  readonly camera: Camera
  readonly viewport: Viewport
  /** 0–1: how far a new picture has faded in. */
  readonly reveal: number
  /** Without motion everything arrives at once. */
  still: boolean
  arrive(arrival: Arrival, bounds: Bounds, margin: Margin): void
  fit(bounds: Bounds, margin: Margin): void
  pan(dx: number, dy: number): void
  zoom(px: number, py: number, factor: number): void
  /** A view that nobody has moved is fitted anew; `bounds` null while there is none. */
  resize(width: number, height: number, bounds: Bounds | null, margin: Margin | null): void
  /** True when the picture of the camera has changed since the last call. */
  advance(deltaSeconds: number): boolean
}

const ARRIVAL_SECONDS = 0.32
const FIT_SECONDS = 0.3
const ARRIVAL_ZOOM = { 'going-in': 0.72, 'going-out': 1.35 } as const

interface RigState {
  /** A person has moved the camera. */
  moved: boolean
  dirty: boolean
  reveal: number
}

export function createCameraRig(): CameraRig {
  const camera: Camera = { x: 0, y: 0, zoom: 1 }
  const goal: Camera = { x: 0, y: 0, zoom: 1 }
  const viewport: Viewport = { width: 1, height: 1 }
  const flight = createFlight()
  const state: RigState = { moved: false, dirty: true, reveal: 1 }

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
    arrive(arrival, bounds, margin) {
      if (arrival === 'grown') {
        if (!state.moved) rig.fit(bounds, margin)
        return
      }
      jump(bounds, margin)
      if (arrival === 'at-once' || rig.still) return
      camera.zoom = goal.zoom * ARRIVAL_ZOOM[arrival]
      state.reveal = 0
      flight.start(camera, goal, ARRIVAL_SECONDS)
    },
    fit(bounds, margin) {
      fitCamera(goal, bounds, viewport, margin)
      flight.start(camera, goal, rig.still ? 0 : FIT_SECONDS)
      state.moved = false
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
      state.reveal = rig.still ? 1 : Math.min(1, state.reveal + deltaSeconds / ARRIVAL_SECONDS)
      state.dirty = false
      return changed
    },
  }
  return rig
}
