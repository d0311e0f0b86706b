import type { Samples } from './incident.ts'
import { ordinaryOf } from './robust.ts'

/**
 * When a series left its ordinary: the row that best parts the window into a before and an after (least squares over
 * two levels), walked back along the rows that are already out of the ordinary, for what grows slowly has begun before
 * the middle of its rise. Undefined where it did not leave.
 */
export interface Onset {
  /** Row of the window. */
  row: number
  /** Distance of the level after from the ordinary, in ordinary widths. */
  deviation: number
}

/** Nearer to the ordinary than this many widths is ordinary. */
const OUT_OF_ORDINARY = 4
const LEAST_HISTORY = 5

/** `floor`: the least ordinary width worth speaking of, in the series' unit. */
export function onsetOf({ history, window }: Samples, floor: number): Onset | undefined {
  const { median, width, rows } = ordinaryOf(history, floor)
  if (rows < LEAST_HISTORY || !(width > 0)) return undefined
  const distances = Float64Array.from(window, (value) => (value - median) / width)
  const split = bestSplit(distances)
  if (split === undefined || !(Math.abs(split.after) >= OUT_OF_ORDINARY)) return undefined
  const sign = Math.sign(split.after)
  let row = split.row
  while (row > 0 && sign * (distances[row - 1] ?? NaN) >= OUT_OF_ORDINARY) row -= 1
  return { row, deviation: split.after }
}

/** The first row of the after, and the after's peak level over the rows that follow; unknown rows count for neither. */
function bestSplit(values: Float64Array): { row: number; after: number } | undefined {
  let total = 0
  let count = 0
  for (const value of values) {
    if (!Number.isFinite(value)) continue
    total += value
    count += 1
  }
  let best: { row: number; after: number; gain: number } | undefined
  let sum = 0
  let before = 0
  for (let row = 0; row < values.length; row += 1) {
    const value = values[row] ?? NaN
    if (!Number.isFinite(value)) continue
    const after = (total - sum) / (count - before)
    const level = before === 0 ? 0 : sum / before
    // The ordinary is one row more before the window.
    const gain = (((before + 1) * (count - before)) / (count + 1)) * (after - (level * before) / (before + 1)) ** 2
    if (best === undefined || gain > best.gain) best = { row, after, gain }
    sum += value
    before += 1
  }
  return best
}
