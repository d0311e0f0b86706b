import type { Change } from '#contract/change.ts'
import { trafficUrl } from '#web/urls/urls.ts'

/** The map as it was when the change began, looking at what it names where that is one thing. */
export function momentUrl({ startedAt, regions, services }: Change): string {
  const [region, ...otherRegions] = regions
  const [service, ...otherServices] = services
  if (region === undefined || otherRegions.length > 0) return trafficUrl({ at: startedAt })
  const isOne = service !== undefined && otherServices.length === 0
  return trafficUrl({ view: region, sel: isOne ? `${region}/${service}` : undefined, at: startedAt })
}
