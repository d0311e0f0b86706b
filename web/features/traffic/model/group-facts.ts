import type { Health } from '#contract/health.ts'
import { nodeFacts, type Facts, type Fleet } from '#web/fleet/fleet.ts'
import { sumOfFacts } from '#web/fleet/sum-of-edges.ts'

/**
 * A group as one: volumes of its services add up, shares are weighted by volume, latency is the worst one's. Health is
 * the worst of its services': a large healthy neighbour must not outvote a small one that fails.
 */
export interface GroupFacts extends Facts {
  services: number
  failing: number
  degraded: number
}

const WORST_FIRST: readonly Health[] = ['failing', 'degraded', 'healthy', 'idle', 'unknown']

export function groupFactsOf(fleet: Fleet, rows: readonly number[]): GroupFacts {
  const parts = rows.map((row) => nodeFacts(fleet, row))
  const count = (health: Health): number => parts.filter((facts) => facts.health === health).length
  const { unknownParts: _, ...sum } = sumOfFacts(fleet, parts)
  return {
    ...sum,
    health: WORST_FIRST.find((health) => count(health) > 0) ?? 'unknown',
    services: rows.length,
    failing: count('failing'),
    degraded: count('degraded'),
  }
}
