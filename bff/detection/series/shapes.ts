import { createPrototypes } from './prototypes.ts'

/**
 * Has the series ever run like this? Short windows are gathered around a few dozen prototypes as they come; how far the
 * newest window lies from the nearest of them is how new its shape is. A window further off than twice the usual founds
 * a prototype of its own; when all places are taken, in the place of the one that has served least lately.
 */
export interface Shapes {
  /** Distance to the nearest shape known (root of the mean square); NaN while there is none to compare with. */
  push(value: number): number
  /** What was before belongs to another window; the shapes stay known. */
  restart(): void
  byteLength: number
}

const WINDOW = 8
const NEW_SHAPE = 2
/** Windows after which the usual distance moves by a 500th at most. */
const SETTLED_WINDOWS = 500
/** Values to be seen before the first window is told anything. */
const WARM_UP = 28

export function createShapes(): Shapes {
  const prototypes = createPrototypes(WINDOW)
  const window = new Float64Array(WINDOW)
  let filled = 0
  let pushed = 0
  let usual = 0

  return {
    push(value) {
      window.copyWithin(0, 1)
      window[WINDOW - 1] = value
      filled = Math.min(filled + 1, WINDOW)
      pushed += 1
      if (filled < WINDOW || pushed < WARM_UP) return NaN
      const { place, distance } = prototypes.nearest(window)
      if (place < 0) {
        prototypes.found(window)
        return NaN
      }
      if (distance > NEW_SHAPE * usual) prototypes.found(window)
      else prototypes.serve(place, window)
      usual += (distance - usual) / Math.min(pushed, SETTLED_WINDOWS)
      return distance
    },
    restart() {
      filled = 0
    },
    byteLength: prototypes.byteLength + window.byteLength,
  }
}
