import type { Arrivals } from '#bff/evacuation/control.ts'

/**
 * What arrived between two countings of one instance. A reload begins the counters anew: then what the new life counts
 * is all that is known, and it is a lower bound. Null where nothing can be said: another instance, or counters that went
 * back within one life.
 */
export function countBetween(
  before: Arrivals,
  after: Arrivals,
): { requests: Record<string, number>; whole: boolean } | null {
  if (before.instance !== after.instance || after.at < before.at) return null
  const isSameLife = before.life === after.life
  const requests: Record<string, number> = {}
  for (const [target, count] of Object.entries(after.requests)) {
    const earlier = isSameLife ? before.requests[target] : 0
    if (earlier === undefined) continue
    if (count < earlier) return null
    requests[target] = count - earlier
  }
  return { requests, whole: isSameLife }
}
