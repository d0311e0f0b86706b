/** A few dozen typical windows of equal length, each the running mean of those it has served. */
export interface Prototypes {
  /** The nearest and how far it is (root of the mean square); −1 and Infinity where there is none. */
  nearest(window: ArrayLike<number>): { place: number; distance: number }
  /** A new one; where all places are taken, in that of the one that has served least lately. */
  found(window: ArrayLike<number>): void
  /** This one stands for the window: it moves a little towards it. */
  serve(place: number, window: ArrayLike<number>): void
  byteLength: number
}

const PLACES = 64
const SLOWEST_LEARNING = 0.02
/** One that has not served for so many windows counts for half. */
const HALF_WORTH = 2_000

export function createPrototypes(length: number): Prototypes {
  const values = new Float32Array(PLACES * length)
  const served = new Float32Array(PLACES)
  const lastServed = new Float64Array(PLACES)
  let founded = 0
  let windows = 0

  function leastWorth(): number {
    let place = 0
    let least = Infinity
    for (let each = 0; each < PLACES; each += 1) {
      const worth = (served[each] ?? 0) / (1 + (windows - (lastServed[each] ?? 0)) / HALF_WORTH)
      if (worth < least) {
        least = worth
        place = each
      }
    }
    return place
  }

  return {
    nearest(window) {
      let place = -1
      let least = Infinity
      for (let each = 0; each < founded; each += 1) {
        let sum = 0
        for (let index = 0; index < length && sum < least; index += 1) {
          const away = (window[index] ?? NaN) - (values[each * length + index] ?? NaN)
          sum += away * away
        }
        if (sum < least) {
          least = sum
          place = each
        }
      }
      return { place, distance: Math.sqrt(least / length) }
    },
    found(window) {
      windows += 1
      const place = founded < PLACES ? founded : leastWorth()
      founded = Math.min(founded + 1, PLACES)
      values.set(window, place * length)
      served[place] = 1
      lastServed[place] = windows
    },
    serve(place, window) {
      windows += 1
      const times = (served[place] ?? 0) + 1
      served[place] = times
      lastServed[place] = windows
      const rate = Math.max(SLOWEST_LEARNING, 1 / times)
      for (let index = 0; index < length; index += 1) {
        const at = place * length + index
        const before = values[at] ?? NaN
        values[at] = before + ((window[index] ?? NaN) - before) * rate
      }
    },
    byteLength: values.byteLength + served.byteLength + lastServed.byteLength,
  }
}
