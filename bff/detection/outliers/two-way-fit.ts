import { knownAscending, quantileOf } from '../cause/robust.ts'

/**
 * A table of windows and instances as window + instance + rest, by medians taken in turn over rows and columns (Tukey's
 * median polish). What all share (load, drift, time of day) goes to the windows, what sets one instance apart for most of
 * the time to the instances, and a burst of a few windows to neither. Unknown cells take no part.
 */
export interface TwoWayFit {
  /** One for each window; NaN where nothing is known. */
  windows: Float64Array
  /** One for each instance, around a median of zero. */
  instances: Float64Array
  /** Known cells of each instance. */
  known: Int32Array
  /** What an ordinary cell differs by from its fit, in standard deviations of a normal. */
  rest: number
}

const ROUNDS = 4
const NORMAL_MAD = 0.6745

export function fitTwoWay(cells: Float64Array, windowCount: number, instanceCount: number): TwoWayFit {
  const windows = new Float64Array(windowCount)
  const instances = new Float64Array(instanceCount)
  const rest = Float64Array.from(cells)
  for (let round = 0; round < ROUNDS; round += 1) {
    for (let window = 0; window < windowCount; window += 1)
      take(rest, windows, window, window * instanceCount, 1, instanceCount)
    for (let instance = 0; instance < instanceCount; instance += 1)
      take(rest, instances, instance, instance, instanceCount, windowCount)
  }
  centre(windows, instances)
  const known = new Int32Array(instanceCount)
  const distances = new Float64Array(cells.length)
  for (let cell = 0; cell < cells.length; cell += 1) {
    const left = rest[cell] ?? NaN
    distances[cell] = Math.abs(left)
    if (Number.isFinite(left)) known[cell % instanceCount] = (known[cell % instanceCount] ?? 0) + 1
  }
  return { windows, instances, known, rest: quantileOf(knownAscending(distances), 0.5) / NORMAL_MAD }
}

/** Moves the median of one row or column from the rest into its effect. */
function take(
  rest: Float64Array,
  effects: Float64Array,
  index: number,
  from: number,
  step: number,
  count: number,
): void {
  const line = new Float64Array(count)
  for (let at = 0; at < count; at += 1) line[at] = rest[from + at * step] ?? NaN
  const middle = quantileOf(knownAscending(line), 0.5)
  effects[index] = (effects[index] ?? NaN) + middle
  if (!Number.isFinite(middle)) return
  for (let at = 0; at < count; at += 1) rest[from + at * step] = (line[at] ?? NaN) - middle
}

/** Only the sum of the two is given by the table. */
function centre(windows: Float64Array, instances: Float64Array): void {
  const middle = quantileOf(knownAscending(instances), 0.5)
  if (!Number.isFinite(middle)) return
  for (let at = 0; at < instances.length; at += 1) instances[at] = (instances[at] ?? NaN) - middle
  for (let at = 0; at < windows.length; at += 1) windows[at] = (windows[at] ?? NaN) + middle
}
