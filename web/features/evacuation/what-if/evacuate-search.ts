import { z } from 'zod'
import type { Intention } from '#contract/evacuation/api.ts'
import { FailureKind, Placement, Profile, type EvacuationScope } from '#contract/evacuation/plan.ts'
import { RegionId, ServiceId, ZoneId } from '#contract/ids.ts'

/** What `/evacuate` considers, as it stands in the address; what cannot be read is left out. */
export const EvacuateSearch = z.object({
  region: RegionId.optional().catch(undefined),
  zone: ZoneId.optional().catch(undefined),
  service: ServiceId.optional().catch(undefined),
  segment: ServiceId.optional().catch(undefined),
  profile: Profile.optional().catch(undefined),
  failure: FailureKind.optional().catch(undefined),
  placement: Placement.optional().catch(undefined),
})
export type EvacuateSearch = z.infer<typeof EvacuateSearch>

/** Null while no region is chosen. */
export function intentionOf(search: EvacuateSearch): Intention | null {
  const scope = scopeOf(search)
  if (scope === null) return null
  return {
    scope,
    profile: search.profile ?? 'emergency',
    failure: search.failure ?? 'edge-alive',
    placement: search.placement ?? 'headroom',
  }
}

function scopeOf({ region, zone, service, segment }: EvacuateSearch): EvacuationScope | null {
  if (region === undefined) return null
  if (zone !== undefined) return { kind: 'zone', region, zone }
  if (service !== undefined) return { kind: 'service', region, service }
  if (segment !== undefined) return { kind: 'segment', region, segment }
  return { kind: 'region', region }
}

/** Another region: what was narrowed in the first does not count in it. */
export function withRegion(search: EvacuateSearch, region: string): EvacuateSearch {
  const { zone: _zone, service: _service, segment: _segment, ...rest } = search
  return { ...rest, region }
}

export function withPart(
  search: EvacuateSearch,
  kind: EvacuationScope['kind'],
  id: string | undefined,
): EvacuateSearch {
  const { zone: _zone, service: _service, segment: _segment, ...rest } = search
  return kind === 'region' || id === undefined ? rest : { ...rest, [kind]: id }
}
