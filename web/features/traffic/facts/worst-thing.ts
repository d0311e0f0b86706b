import type { Fleet } from './fleet.ts'
import { regionFactsOf, type RegionFacts } from './region-facts.ts'
import { servicesIn, type ServiceFacts } from './service-facts.ts'
import { mostSevereFirst } from './worst-first.ts'

/**
 * What to look at now. A failing service passes its failures on to its callers, diluted by what else they call, so the
 * one with the highest error share is the nearest to the cause that numbers alone can name.
 */
export type WorstThing =
  | { kind: 'service'; worst: ServiceFacts; region: RegionFacts | null; alsoUnhealthy: number; others: RegionFacts[] }
  | { kind: 'region'; worst: RegionFacts; others: RegionFacts[] }
  | { kind: 'calm'; services: number; regions: number }
  | { kind: 'nothing-known' }

export function worstThingOf(fleet: Fleet): WorstThing {
  const regions = regionFactsOf(fleet)
  const services = servicesIn(fleet, null)
  const unhealthy = services.filter(({ health }) => health === 'failing' || health === 'degraded').sort(mostSevereFirst)
  const [worst] = unhealthy
  if (worst !== undefined) {
    const others = regions.filter(({ region }) => region.id !== worst.node.region)
    const region = regions.find((one) => one.region.id === worst.node.region) ?? null
    return { kind: 'service', worst, region, alsoUnhealthy: unhealthy.length - 1, others }
  }
  const [worstRegion] = regions
    .filter(({ health }) => health === 'failing' || health === 'degraded')
    .sort(mostSevereFirst)
  if (worstRegion !== undefined) {
    return { kind: 'region', worst: worstRegion, others: regions.filter((one) => one !== worstRegion) }
  }
  const known = services.filter(({ health }) => health !== 'unknown')
  if (known.length === 0) return { kind: 'nothing-known' }
  return { kind: 'calm', services: known.length, regions: regions.filter(({ health }) => health !== 'unknown').length }
}
