import { REGIONS } from './regions.ts'
import type { ServiceSpec } from './services.ts'

/**
 * Where a service's instances stand in a region, in the order in which they are placed. Most stand in all zones; batch
 * work stands beside its queue in one, and small databases have one other zone to fail over to. What belongs to others
 * stands nowhere that we know of. (How load moves between zones does not look at this: zone-balance.ts.)
 */
export function zonesOfService(
  { service, kind, domain }: Pick<ServiceSpec, 'service' | 'kind' | 'domain'>,
  region: number,
): readonly string[] {
  const zones = REGIONS[region]?.zones ?? []
  if (kind === 'external') return []
  if (ONE_ZONE.has(service)) return zones.slice(1, 2)
  const first = [...service].reduce((sum, letter) => sum + letter.charCodeAt(0), 0) % zones.length
  const turned = [...zones.slice(first), ...zones.slice(0, first)]
  return domain === 'data' && service.endsWith('-db') ? turned.slice(0, 2) : turned
}

const ONE_ZONE = new Set(['encode-scheduler', 'encoding', 'packager', 'quality-check', 'encode-queue'])

/** Of so many instances, how many stand in the zone at this place of as many zones: one each in turn. */
export function instancesInZone(instances: number, place: number, zones: number): number {
  return Math.max(0, Math.floor((instances + zones - 1 - place) / zones))
}
