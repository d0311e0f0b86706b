import type { Clock } from '#bff/clock.ts'

/**
 * A bucket of tries a key, filled evenly: `burst` at once, `perMinute` in the long run. Buckets that are full again are
 * forgotten, so that a flood of keys does not stay in memory; of more than ten thousand the oldest go first.
 */
export interface RateLimit {
  /** Null: go on. Otherwise how long to wait, ms. */
  take(key: string): number | null
}

const MOST_KEYS = 10_000
const MINUTE_MS = 60_000

export function createRateLimit(input: { clock: Clock; burst: number; perMinute: number }): RateLimit {
  const { clock, burst, perMinute } = input
  const buckets = new Map<string, { left: number; at: number }>()
  const perMs = perMinute / MINUTE_MS

  function forgetFull(now: number): void {
    for (const [key, bucket] of buckets) {
      if (bucket.left + (now - bucket.at) * perMs >= burst || buckets.size > MOST_KEYS) buckets.delete(key)
    }
  }

  return {
    take(key) {
      const now = clock.now()
      const known = buckets.get(key)
      const left = known === undefined ? burst : Math.min(burst, known.left + Math.max(0, now - known.at) * perMs)
      if (left < 1) return Math.ceil((1 - left) / perMs)
      buckets.delete(key)
      buckets.set(key, { left: left - 1, at: now })
      if (buckets.size > MOST_KEYS) forgetFull(now)
      return null
    },
  }
}
