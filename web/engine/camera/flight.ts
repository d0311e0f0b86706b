import { blendCamera, type Camera, type Easing } from './camera.ts'

/** A short animated way from one camera to another. Without motion it arrives at once. */
export interface Flight {
  /** Flies `camera` from where it is. */
  start(camera: Camera, to: Camera, seconds: number, easing?: Easing): void
  readonly isUnderWay: boolean
  stop(): void
  /** Moves the camera; true while it did. */
  advance(camera: Camera, deltaSeconds: number): boolean
}

export function createFlight(): Flight {
  const from: Camera = { x: 0, y: 0, zoom: 1 }
  const goal: Camera = { x: 0, y: 0, zoom: 1 }
  let seconds = 0
  let flown = 0
  let flying = false
  let easing: Easing = 'landing'
  return {
    get isUnderWay() {
      return flying
    },
    start(camera, to, duration, how = 'landing') {
      Object.assign(from, camera)
      Object.assign(goal, to)
      seconds = duration
      easing = how
      flown = 0
      flying = true
    },
    stop() {
      flying = false
    },
    advance(camera, deltaSeconds) {
      if (!flying) return false
      flown += deltaSeconds
      const share = seconds <= 0 ? 1 : Math.min(flown / seconds, 1)
      blendCamera(camera, from, goal, share, easing)
      flying = share < 1
      return true
    },
  }
}
