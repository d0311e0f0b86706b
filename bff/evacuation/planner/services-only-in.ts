import type { RegionId, ServiceId } from '#contract/ids.ts'
import type { Situation } from './situation.ts'

/** Services with instances in this region and in no other that could take over. */
export function servicesOnlyIn({ capacity, regions }: Situation, region: RegionId): ServiceId[] {
  const fit = new Set(regions.filter(({ unfit }) => unfit === null).map((each) => each.region))
  const here = new Set<ServiceId>()
  const elsewhere = new Set<ServiceId>()
  for (const row of capacity) {
    if (row.readyInstances === 0 && (row.reachableInstances ?? 0) === 0) continue
    if (row.region === region) here.add(row.service)
    else if (fit.has(row.region)) elsewhere.add(row.service)
  }
  return [...here].filter((service) => !elsewhere.has(service)).toSorted()
}
