import type { Fleet } from './fleet.ts'
import { regionFactsOf, type RegionFacts } from './region-facts.ts'
import { servicesIn, type ServiceFacts } from './service-facts.ts'
import { mostSevereFirst } from './worst-first.ts'

/**
 * What to look at now. A failing service passes its failures on to its callers, diluted by what else they call, so a
 * high error share is near the cause; but 13 requests/s that fail whole are not what an outage is about. So services
 * count by error share times the order of magnitude of their volume. Where a region fails and a third of its services
 * with it, it is the region that is ill.
 */
export type WorstThing =
  | { kind: 'service'; worst: ServiceFacts; region: RegionFacts | null; alsoUnhealthy: number; others: RegionFacts[] }
  | { kind: 'region'; worst: RegionFacts; unhealthy: ServiceFacts[]; services: number; others: RegionFacts[] }
  | { kind: 'calm'; services: number; regions: number; unknownRegions: string[] }
  | { kind: 'nothing-known' }

export function worstThingOf(fleet: Fleet): WorstThing {
  const regions = regionFactsOf(fleet)
  const services = servicesIn(fleet, null)
  const unhealthy = services.filter(({ health }) => health === 'failing' || health === 'degraded').sort(byWeight)
  const [worst] = unhealthy
  const [worstRegion] = regions
    .filter(({ health }) => health === 'failing' || health === 'degraded')
    .sort(mostSevereFirst)
  const regionThing = (worst: RegionFacts): WorstThing => ({
    kind: 'region',
    worst,
    unhealthy: unhealthy.filter(({ node }) => node.region === worst.region.id),
    services: services.filter(({ node }) => node.region === worst.region.id).length,
    others: regions.filter((one) => one !== worst),
  })
  if (worstRegion !== undefined && isIllAsAWhole(worstRegion, services)) return regionThing(worstRegion)
  if (worst !== undefined) {
    const others = regions.filter(({ region }) => region.id !== worst.node.region)
    const region = regions.find((one) => one.region.id === worst.node.region) ?? null
    return { kind: 'service', worst, region, alsoUnhealthy: unhealthy.length - 1, others }
  }
  if (worstRegion !== undefined) return regionThing(worstRegion)
  const known = services.filter(({ health }) => health !== 'unknown')
  if (known.length === 0) return { kind: 'nothing-known' }
  const unknownRegions = regions.filter(({ health }) => health === 'unknown').map(({ region }) => region.id)
  return { kind: 'calm', services: known.length, regions: regions.length - unknownRegions.length, unknownRegions }
}

/** Of a region's known services this share is unhealthy when the region itself is. */
const ILL_SHARE = 1 / 3

function isIllAsAWhole({ region, health }: RegionFacts, services: readonly ServiceFacts[]): boolean {
  const known = services.filter((service) => service.node.region === region.id && service.health !== 'unknown')
  const ill = known.filter((service) => service.health === 'failing' || service.health === 'degraded')
  return health === 'failing' && ill.length > known.length * ILL_SHARE
}

function byWeight(a: ServiceFacts, b: ServiceFacts): number {
  return Number(b.health === 'failing') - Number(a.health === 'failing') || weightOf(b) - weightOf(a) || a.row - b.row
}

function weightOf({ errorShare, degradedShare, requestsPerSecond }: ServiceFacts): number {
  const share = Math.max(errorShare, Number.isNaN(degradedShare) ? 0 : degradedShare / 5)
  return share * Math.log10(1 + requestsPerSecond)
}
