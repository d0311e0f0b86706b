import { blendCamera, type Camera } from './camera.ts'

/** A short animated way from one camera to another. Without motion it arrives at once. */
export interface Flight {
  /** Flies `camera` from where it is. */
  start(camera: Camera, to: Camera, seconds: number): void
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
  return {
    start(camera, to, duration) {
      Object.assign(from, camera)
      Object.assign(goal, to)
      seconds = duration
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
      blendCamera(camera, from, goal, share)
      flying = share < 1
      return true
    },
  }
}
