import type { Health } from '#contract/health.ts'
import type { Facts } from './fleet.ts'

const SEVERITY: Record<Health, number> = { failing: 3, degraded: 2, healthy: 1, idle: 0, unknown: 0 }

/** Error share first, then volume; what is unknown comes last, since nothing can be said of it. */
export function worstFirst(a: Facts, b: Facts): number {
  return descending(a.errorShare, b.errorShare) || descending(a.requestsPerSecond, b.requestsPerSecond)
}

/** As worstFirst, but failing before degraded before the rest: for what is shown as a problem. */
export function mostSevereFirst(a: Facts, b: Facts): number {
  return SEVERITY[b.health] - SEVERITY[a.health] || worstFirst(a, b)
}

function descending(a: number, b: number): number {
  if (Number.isNaN(a) || Number.isNaN(b)) return Number(Number.isNaN(a)) - Number(Number.isNaN(b))
  return b - a
}
