import { fitCamera, panBy, zoomAt, type Bounds, type Camera, type Viewport } from './camera.ts'
import { createFlight, type Flight } from './flight.ts'
import type { Margin } from '../engine-graph.ts'

/**
 * How a new graph comes into sight: through a node of the old one or out of one of its own, or where it was: with others
 * in it (`grown`: fitted anew unless somebody has moved the camera) or only in other places (`rearranged`: the camera
 * stays, else what a hand has just put down would run away from it).
 */
export type Arrival = 'at-once' | 'going-in' | 'going-out' | 'grown' | 'rearranged'

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
  /** The old picture has gone as far as it goes: the new one may come. */
  readonly hasLeft: boolean
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
/** One picture takes over from the other while a little of it is still to be seen: the screen is never empty. */
const HANDOVER = 0.12
/** Radius of the circle in which the two halves meet, as a share of the shorter side of the screen. */
const GATE_SHARE = 0.3
/** Where there is no node to go through. */
const ARRIVAL_ZOOM = { 'going-in': 0.72, 'going-out': 1.35 } as const

interface RigState {
  readonly camera: Camera
  readonly goal: Camera
  readonly viewport: Viewport
  readonly flight: Flight
  still: boolean
  moved: boolean
  dirty: boolean
  leaving: boolean
  reveal: number
}

export function createCameraRig(): CameraRig {
  const state: RigState = {
    camera: { x: 0, y: 0, zoom: 1 },
    goal: { x: 0, y: 0, zoom: 1 },
    viewport: { width: 1, height: 1 },
    flight: createFlight(),
    still: false,
    moved: false,
    dirty: true,
    leaving: false,
    reveal: 1,
  }
  const { camera, viewport, flight } = state
  return {
    camera,
    viewport,
    get still() {
      return state.still
    },
    set still(still) {
      state.still = still
    },
    get reveal() {
      return state.reveal
    },
    get moved() {
      return state.moved
    },
    get hasLeft() {
      return state.leaving && !flight.isUnderWay
    },
    get isFlying() {
      return flight.isUnderWay
    },
    leave: (bounds, gate) => leave(state, bounds, gate),
    arrive: (arrival, bounds, margin, gate = null) => arrive(state, { arrival, bounds, margin, gate }),
    fit: (bounds, margin) => fit(state, bounds, margin),
    look: (place, how) => look(state, place, how),
    pan: (dx, dy) => byHand(state, () => panBy(camera, dx, dy)),
    zoom: (px, py, factor) => byHand(state, () => zoomAt(camera, px, py, factor, viewport)),
    resize: (width, height, bounds, margin) => resize(state, { width, height }, bounds, margin),
    advance: (deltaSeconds) => advance(state, deltaSeconds),
  }
}

function jump(state: RigState, bounds: Bounds, margin: Margin): void {
  state.flight.stop()
  fitCamera(state.goal, bounds, state.viewport, margin)
  Object.assign(state.camera, state.goal)
  state.moved = false
  state.dirty = true
}

function byHand(state: RigState, move: () => void): void {
  state.flight.stop()
  move()
  state.moved = true
  state.dirty = true
}

function leave(state: RigState, bounds: Bounds, gate: Gate | null): void {
  state.leaving = true
  if (gate === null) aimAtAll(state.goal, bounds, state.viewport)
  else aimAtGate(state.goal, gate, state.viewport)
  state.flight.start(state.camera, state.goal, LEAVING_SECONDS, 'leaving')
}

interface ArrivalInput {
  arrival: Arrival
  bounds: Bounds
  margin: Margin
  gate: Gate | null
}

function arrive(state: RigState, { arrival, bounds, margin, gate }: ArrivalInput): void {
  const hadLeft = state.leaving
  state.leaving = false
  if (arrival === 'grown' || arrival === 'rearranged') {
    if (!state.moved && arrival === 'grown') fit(state, bounds, margin)
    return
  }
  jump(state, bounds, margin)
  if (arrival === 'at-once' || state.still) return
  if (gate !== null) aimAtGate(state.camera, gate, state.viewport)
  else if (hadLeft) aimAtAll(state.camera, bounds, state.viewport)
  else state.camera.zoom = state.goal.zoom * ARRIVAL_ZOOM[arrival]
  state.reveal = HANDOVER
  state.flight.start(state.camera, state.goal, ARRIVAL_SECONDS)
}

function fit(state: RigState, bounds: Bounds, margin: Margin): void {
  fitCamera(state.goal, bounds, state.viewport, margin)
  state.flight.start(state.camera, state.goal, state.still ? 0 : FIT_SECONDS)
  state.moved = false
}

function look(state: RigState, place: Camera, how: 'fly' | 'at-once'): void {
  Object.assign(state.goal, place)
  state.flight.start(state.camera, state.goal, state.still || how === 'at-once' ? 0 : FIT_SECONDS)
  state.moved = true
}

function resize(state: RigState, size: Viewport, bounds: Bounds | null, margin: Margin | null): void {
  Object.assign(state.viewport, size)
  state.dirty = true
  if (!state.moved && bounds !== null && margin !== null) jump(state, bounds, margin)
}

function advance(state: RigState, deltaSeconds: number): boolean {
  const changed = state.flight.advance(state.camera, deltaSeconds) || state.dirty || state.reveal < 1
  state.reveal = revealAfter(state, deltaSeconds)
  state.dirty = false
  return changed
}

function revealAfter({ leaving, reveal, still }: RigState, deltaSeconds: number): number {
  if (leaving) return Math.max(HANDOVER, reveal - ((1 - HANDOVER) * deltaSeconds) / LEAVING_SECONDS)
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
