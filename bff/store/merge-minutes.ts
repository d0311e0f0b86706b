import type { MinuteRow } from './schema.ts'

export type MinuteCounts = Pick<MinuteRow, 'good' | 'degraded' | 'error' | 'expected' | 'known_ms'>

export const MINUTE_MS = 60_000

/**
 * One minute from two tellings of it, where the second only fills what the first leaves unknown. A minute holds 60 s:
 * of a second telling of 40 s only half is taken where the first already knows 40 s. So a restart, a clock set back or
 * a past read twice never counts a request twice. `MinutesTable.fill` says the same in SQL.
 */
export function mergeMinutes(known: MinuteCounts, more: MinuteCounts): MinuteCounts {
  const room = MINUTE_MS - known.known_ms
  if (room <= 0 || more.known_ms <= 0) return known
  const share = more.known_ms <= room ? 1 : room / more.known_ms
  return {
    good: known.good + more.good * share,
    degraded: more.degraded === null ? known.degraded : (known.degraded ?? 0) + more.degraded * share,
    error: known.error + more.error * share,
    expected: more.expected ?? known.expected,
    known_ms: Math.min(MINUTE_MS, known.known_ms + more.known_ms),
  }
}
