import { knownAscending, quantileOf } from '../cause/robust.ts'
import type { GroupMeasure } from './instance-group.ts'
import { levelScaleOf, type LevelScale } from './levels.ts'
import { WINDOWS_KNOWN } from './outlier-limits.ts'
import { fitTwoWay } from './two-way-fit.ts'

/** One measure of a group, taken apart: what all share, where each instance stands, how sure that is. */
export interface MeasureFit {
  measure: GroupMeasure
  scale: LevelScale
  /** Window after window, all instances: the level with the window's common part taken out. NaN where unknown. */
  stands: Float64Array
  /** The common part of each window. */
  windows: Float64Array
  /** What the instances' levels are to be added to, for values of the whole stretch. */
  middle: number
  /** Of each instance; NaN where it is known in too few windows. */
  levels: Float64Array
  /** Of each instance's level: what it is uncertain by, from its own jitter. */
  ownErrors: Float64Array
  /** The same of an ordinary instance. */
  error: number
}

/** A median of so many values is so much less certain than their mean. */
const MEDIAN_ERROR = 1.2533
const KEPT_SHARE = 0.8
/** Standard deviation of a normal's middle four fifths. */
const KEPT_DEVIATION = 0.6616

export function fitMeasure(measure: GroupMeasure, windowCount: number, instanceCount: number): MeasureFit {
  const scale = levelScaleOf(measure)
  const cells = measure.values.map(scale.levelOf)
  const fit = fitTwoWay(cells, windowCount, instanceCount)
  const stands = cells.map((level, cell) => level - (fit.windows[Math.floor(cell / instanceCount)] ?? NaN))
  const levels = fit.instances.map((level, instance) => ((fit.known[instance] ?? 0) < WINDOWS_KNOWN ? NaN : level))
  const ownErrors = levels.map((level, instance) => ownError(stands, level, instance, instanceCount))
  const known = quantileOf(knownAscending(Float64Array.from(fit.known).filter((count) => count >= WINDOWS_KNOWN)), 0.5)
  const error = (MEDIAN_ERROR * fit.rest) / Math.sqrt(known)
  return {
    measure,
    scale,
    stands,
    windows: fit.windows,
    middle: quantileOf(knownAscending(fit.windows), 0.5),
    levels,
    ownErrors,
    error: Number.isFinite(error) ? error : 0,
  }
}

/**
 * By the nearest four fifths of its windows: an instance that goes back and forth is less certain than its median
 * pretends, one burst makes it no less certain.
 */
function ownError(stands: Float64Array, level: number, instance: number, instanceCount: number): number {
  const squares = new Float64Array(stands.length / instanceCount)
  for (let window = 0; window < squares.length; window += 1)
    squares[window] = ((stands[window * instanceCount + instance] ?? NaN) - level) ** 2
  const known = knownAscending(squares)
  const kept = known.subarray(0, Math.ceil(known.length * KEPT_SHARE))
  const deviation = Math.sqrt(kept.reduce((sum, each) => sum + each, 0) / kept.length) / KEPT_DEVIATION
  return (MEDIAN_ERROR * deviation) / Math.sqrt(known.length)
}
