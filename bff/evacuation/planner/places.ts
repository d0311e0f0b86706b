import type { EvacuationScope } from '#contract/evacuation/plan.ts'
import type { RegionId, ZoneId } from '#contract/ids.ts'
import type { Situation } from './situation.ts'

/** What traffic leaves or goes to: a region, or a zone where a zone is evacuated within its region. */
export interface Place {
  /** The region's id, or the zone's. */
  id: string
  region: RegionId
  zone: ZoneId | null
  /** Why nothing may be laid upon it; null where it may take over. */
  unfit: string | null
}

export interface Places {
  /** The victim is the first. */
  all: readonly Place[]
  /** Indices into `all` of those that take over. */
  saviors: readonly number[]
}

export function placesOf(situation: Situation, scope: EvacuationScope): Places {
  const all = scope.kind === 'zone' ? zonesOf(situation, scope.region, scope.zone) : regionsOf(situation, scope.region)
  return { all, saviors: all.flatMap(({ unfit }, index) => (index > 0 && unfit === null ? [index] : [])) }
}

function regionsOf({ regions }: Situation, victim: RegionId): Place[] {
  const others = regions.filter(({ region }) => region !== victim)
  return [
    { id: victim, region: victim, zone: null, unfit: null },
    ...others.map(({ region, unfit }) => ({ id: region, region, zone: null, unfit })),
  ]
}

function zonesOf({ planes, capacity }: Situation, region: RegionId, victim: ZoneId): Place[] {
  const known = planes
    .flatMap(({ descriptor }) => descriptor.targets)
    .flatMap((target) => (target.region === region && target.zone !== undefined ? [target.zone] : []))
  const staffed = capacity
    .filter((row) => row.region === region)
    .flatMap(({ instancesByZone }) => Object.keys(instancesByZone ?? {}))
  const others = [...new Set([...known, ...staffed])].filter((zone) => zone !== victim).toSorted()
  return [victim, ...others].map((zone) => ({ id: zone, region, zone, unfit: null }))
}
