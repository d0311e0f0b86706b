import type { MeasureFit } from './fit-measure.ts'
import { WINDOWS_APART } from './outlier-limits.ts'
import type { Standing } from './standing.ts'

/** How long an instance has been apart. */
export interface Lasting {
  /** Windows in which it was, of those known. */
  apart: number
  of: number
  /** Index of the window in which the stretch begins that goes on till now; null where there is none. */
  since: number | null
  /** Enough of them, and still so of late. */
  lasts: boolean
}

/** One window of the last so many must still show it: what has healed is left alone. */
const LATE_WINDOWS = 3
/** A window not apart weighs against so many that are, when the beginning is looked for. */
const BACK_WEIGHT = 2

export function lastingOf(
  instance: number,
  { band, apart }: Standing,
  fits: readonly MeasureFit[],
  windowCount: number,
): Lasting {
  const said = Array.from({ length: windowCount }, (_, window) => isApartIn(window))
  const known = said.filter((each) => each !== null)
  const times = known.filter(Boolean).length
  return {
    apart: times,
    of: known.length,
    since: beginningOf(said),
    lasts: times >= WINDOWS_APART && known.slice(-LATE_WINDOWS).some(Boolean),
  }

  /** Nearer to where it stands on the whole than to the band, in any measure that tells; null where none is known. */
  function isApartIn(window: number): boolean | null {
    let answer: boolean | null = null
    for (const measure of apart) {
      const fit = fits[measure]
      if (fit === undefined) continue
      const count = fit.levels.length
      const centre = band.centre[measure] ?? NaN
      const whole = (fit.levels[instance] ?? NaN) - centre
      const here = (fit.stands[window * count + instance] ?? NaN) - centre
      if (Number.isFinite(here)) answer = answer === true || here / whole > 0.5
    }
    return answer
  }
}

/** Where what speaks for "from here on" is strongest. */
function beginningOf(said: readonly (boolean | null)[]): number | null {
  let best = 0
  let since: number | null = null
  let sum = 0
  for (let window = said.length - 1; window >= 0; window -= 1) {
    const answer = said[window] ?? null
    if (answer === null) continue
    sum += answer ? 1 : -BACK_WEIGHT
    if (!answer || sum < best) continue
    best = sum
    since = window
  }
  return since
}
