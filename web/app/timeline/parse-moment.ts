const DAY_MS = 86_400_000

/**
 * A typed time, UTC: `14:02`, `14:02:11`, `2026-11-22 14:02:11`, with T and Z if one likes. A time without a day is the
 * newest such moment that is not after now. Null where it is no time.
 */
export function parseMoment(text: string, now: number): number | null {
  const clean = text.trim().replace(/\s*(utc|z)$/i, '')
  const match = /^(?:(\d{4}-\d{2}-\d{2})[ t]+)?(\d{1,2}):(\d{2})(?::(\d{2}))?$/i.exec(clean)
  if (match === null) return null
  const [, day, hours = '', minutes = '', seconds = '0'] = match
  if (Number(hours) > 23 || Number(minutes) > 59 || Number(seconds) > 59) return null
  const ofDay = ((Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1_000
  if (day !== undefined) {
    const midnight = Date.parse(`${day}T00:00:00Z`)
    // A 31st of a month that has none would be read as the day after.
    return Number.isNaN(midnight) || !new Date(midnight).toISOString().startsWith(day) ? null : midnight + ofDay
  }
  const today = Math.floor(now / DAY_MS) * DAY_MS + ofDay
  return today <= now ? today : today - DAY_MS
}
