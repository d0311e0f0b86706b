const DAY_MS = 86_400_000
const MINUTE_MS = 60_000

/**
 * The next instant this time of day comes round (UTC, `03:00`), and up to the jitter later: many consoles of one company
 * do not ask the same planes at once, and nobody's job of the full hour meets it every night.
 */
export function nextRefreshAt(input: { now: number; refreshAt: string; jitterMs: number; random: number }): number {
  const { now, refreshAt, jitterMs, random } = input
  const [hours = 0, minutes = 0] = refreshAt.split(':').map(Number)
  const today = Math.floor(now / DAY_MS) * DAY_MS + (hours * 60 + minutes) * MINUTE_MS
  const next = today > now ? today : today + DAY_MS
  return next + Math.floor(jitterMs * random)
}

/** What is older than this was missed: the server was down that night. */
export const MISSED_MS = DAY_MS + 6 * 3_600_000
