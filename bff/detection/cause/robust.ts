/**
 * Centre and width of a series that may hold outliers, gaps and long runs of one value. The width is what an ordinary
 * row differs by; where more than half of the rows are equal the quartiles say zero, and the mean distance from the
 * median takes over; a floor, given in the series' own unit, is the least that is worth speaking of.
 */

const NORMAL_IQR = 1.349
const NORMAL_MEAN_DEVIATION = 0.7979

/** The known values, ascending. */
export function knownAscending(values: ArrayLike<number>): Float64Array {
  const known = new Float64Array(values.length)
  let count = 0
  for (let at = 0; at < values.length; at += 1) {
    const value = values[at] ?? NaN
    if (Number.isFinite(value)) {
      known[count] = value
      count += 1
    }
  }
  return known.subarray(0, count).toSorted()
}

/** By linear interpolation between the neighbouring ranks; NaN of nothing. */
export function quantileOf(ascending: ArrayLike<number>, share: number): number {
  const rank = (ascending.length - 1) * share
  const low = ascending[Math.floor(rank)] ?? NaN
  const high = ascending[Math.ceil(rank)] ?? NaN
  return low + (high - low) * (rank - Math.floor(rank))
}

export interface Ordinary {
  median: number
  /** In standard deviations of a normal series; never zero where the floor is not. */
  width: number
  /** How many rows it rests on. */
  rows: number
}

export function ordinaryOf(values: ArrayLike<number>, floor: number): Ordinary {
  const known = knownAscending(values)
  const median = quantileOf(known, 0.5)
  const quartiles = (quantileOf(known, 0.75) - quantileOf(known, 0.25)) / NORMAL_IQR
  const width = quartiles > 0 ? quartiles : meanDistance(known, median) / NORMAL_MEAN_DEVIATION
  return { median, width: Math.max(width, floor), rows: known.length }
}

function meanDistance(values: ArrayLike<number>, from: number): number {
  let sum = 0
  for (let at = 0; at < values.length; at += 1) sum += Math.abs((values[at] ?? NaN) - from)
  return sum / values.length
}

/** Of the known values; NaN of none. */
export function meanKnown(values: ArrayLike<number>): number {
  let sum = 0
  let rows = 0
  for (let at = 0; at < values.length; at += 1) {
    const value = values[at] ?? NaN
    if (!Number.isFinite(value)) continue
    sum += value
    rows += 1
  }
  return rows > 0 ? sum / rows : NaN
}
