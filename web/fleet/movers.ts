import type { Moment } from '#contract/series.ts'
import type { ServiceFacts } from './service-facts.ts'

/**
 * Which services have moved most since a moment. A change of volume counts by its ratio, a change of failures by its
 * points of a percent; both by the order of magnitude of the volume, so that a service of three requests/s which
 * doubles stands behind a large one that grew by a third. What a day's breath and chance change does not count at all.
 */
export interface Mover {
  service: ServiceFacts
  kind: 'requests' | 'errors'
  /** Requests/s or share. */
  before: number
  now: number
}

/** Less than this share of the volume, or fewer points of failures, is chance. */
const NOTABLE_RATIO = 1.15
const NOTABLE_SHARE = 0.005
/** A second's count scatters by its root: so many times that is no chance. */
const NOTABLE_SCATTER = 3
/** Services below this are too small to speak of a rate of change. */
const LEAST_REQUESTS_PER_SECOND = 1

export function moversOf(services: readonly ServiceFacts[], then: Moment['services']): Mover[] {
  const before = new Map(then.map((one) => [one.service, one]))
  return services
    .flatMap((service) => {
      const past = before.get(service.node.service)
      if (past === undefined || service.freshness === 'stale' || service.freshness === 'unknown') return []
      return strongest(service, past.requestsPerSecond ?? NaN, past.errorShare ?? NaN)
    })
    .sort((one, other) => other.weight - one.weight || one.mover.service.row - other.mover.service.row)
    .map(({ mover }) => mover)
}

interface Weighed {
  mover: Mover
  weight: number
}

/** The stronger of its two changes; none where neither is notable. */
function strongest(service: ServiceFacts, requestsBefore: number, shareBefore: number): Weighed[] {
  const { requestsPerSecond, errorShare } = service
  const size = Math.log10(1 + Math.max(requestsPerSecond, requestsBefore))
  const change = Math.abs(errorShare - shareBefore)
  const ratio = ratioOf(requestsPerSecond, requestsBefore)
  const isLarge = Math.max(requestsPerSecond, requestsBefore) >= LEAST_REQUESTS_PER_SECOND
  const found: Weighed[] = [
    ...(isLarge && change >= NOTABLE_SHARE
      ? [
          {
            mover: { service, kind: 'errors' as const, before: shareBefore, now: errorShare },
            weight: change * 100 * size,
          },
        ]
      : []),
    ...(isLarge && ratio >= NOTABLE_RATIO && isNoChance(requestsPerSecond, requestsBefore)
      ? [
          {
            mover: { service, kind: 'requests' as const, before: requestsBefore, now: requestsPerSecond },
            weight: Math.min(10, (ratio - 1) * 10) * size,
          },
        ]
      : []),
  ]
  return found.sort((one, other) => other.weight - one.weight).slice(0, 1)
}

function isNoChance(one: number, other: number): boolean {
  return Math.abs(one - other) > NOTABLE_SCATTER * Math.sqrt(Math.max(one, other))
}

/** How many times the larger is the smaller; NaN where one is unknown. */
function ratioOf(one: number, other: number): number {
  if (one === 0 && other === 0) return 1
  return Math.max(one, other) / Math.min(one, other)
}
