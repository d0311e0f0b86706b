import { isBreakerOpen } from '#contract/services/breaker.ts'
import type { RegionId, ServiceId } from '#contract/ids.ts'
import type { NodeNotice } from '#contract/roster.ts'
import type { AlertSeverity, ForeignAlert } from '#contract/services/foreign-alert.ts'
import type { Ownership } from '#contract/services/ownership.ts'
import type { FactsOfPlace } from './count-facts.ts'

/** What the map says of a node beyond its traffic. */
export interface PlaceMark {
  region: RegionId
  service: ServiceId
  /** NaN where no source tells of breakers there. */
  breakersOpen: number
  /** What other systems alert on, the worst first. */
  notices: readonly NodeNotice[]
  owner: string | undefined
  domain: string | undefined
}

const MOST_NOTICES = 5
const RANK: Readonly<Record<AlertSeverity, number>> = { critical: 0, warning: 1, info: 2 }

export function marksOf(input: {
  places: readonly { region: RegionId; service: ServiceId }[]
  factsAt: (place: { region: RegionId; service: ServiceId }) => FactsOfPlace
  ownerOf: (service: ServiceId) => Ownership | null
}): PlaceMark[] {
  return input.places.map(({ region, service }) => {
    const { breakers, alerts } = input.factsAt({ region, service })
    const owner = input.ownerOf(service)
    return {
      region,
      service,
      breakersOpen: breakers === null ? NaN : breakers.filter(({ state }) => isBreakerOpen(state)).length,
      notices: noticesOf(alerts ?? []),
      owner: owner?.team ?? undefined,
      domain: owner?.domain ?? undefined,
    }
  })
}

function noticesOf(alerts: readonly ForeignAlert[]): NodeNotice[] {
  return alerts
    .filter(({ state }) => state === 'firing')
    .toSorted((one, other) => RANK[one.severity] - RANK[other.severity] || one.startedAt - other.startedAt)
    .slice(0, MOST_NOTICES)
    .map(({ severity, name, summary }) => ({ severity, text: summary === '' ? name : summary }))
}
