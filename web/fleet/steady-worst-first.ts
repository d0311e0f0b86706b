import type { Facts } from './fleet.ts'

const SEVERITY = { failing: 2, degraded: 1, healthy: 0, idle: 0, unknown: 0 } as const

/**
 * For lists that are read while they are renewed: the ill first, by error share to the percent; the others by volume to
 * the half order of magnitude, then by name. What differs by noise alone keeps its place.
 */
export function steadyWorstFirst<Row extends Facts & { id: string }>(one: Row, other: Row): number {
  const severity = SEVERITY[other.health] - SEVERITY[one.health]
  if (severity !== 0) return severity
  const isIll = SEVERITY[one.health] > 0
  const byErrors = isIll ? percent(other) - percent(one) : 0
  return byErrors || magnitude(other) - magnitude(one) || (one.id < other.id ? -1 : Number(one.id > other.id))
}

function percent({ errorShare }: Facts): number {
  return Number.isNaN(errorShare) ? -1 : Math.round(errorShare * 100)
}

function magnitude({ requestsPerSecond }: Facts): number {
  return requestsPerSecond > 0 ? Math.round(2 * Math.log10(requestsPerSecond)) : -9
}
