import { isKnown } from '#web/ui/sparkline-path.ts'

/** Points averaged around the moment compared with: one alone is noise. */
const AROUND = 2

/**
 * Change of `now` against the same series `backMs` before its end: 0.1 is a tenth more. NaN where either is unknown.
 */
export function changeAgainst(series: readonly (number | null)[], stepMs: number, backMs: number, now: number): number {
  const middle = series.length - 1 - Math.round(backMs / stepMs)
  if (middle < 0) return NaN
  const around = series.slice(Math.max(0, middle - AROUND), middle + AROUND + 1).filter(isKnown)
  const before = around.reduce((sum, value) => sum + value, 0) / around.length
  return before > 0 ? now / before - 1 : NaN
}
