import type { ScaleStep } from '#contract/evacuation/plan.ts'
import type { Reckoning } from './reckon.ts'
import type { SaviorLoads } from './savior-loads.ts'
import type { ServiceRoom } from './safe-capacity.ts'
import type { PlannerSettings } from './situation.ts'

/**
 * A shift may begin when what is ready can carry the load after it, not before all is ready: so scaling and shifting
 * overlap. What cannot be reached by scaling is not waited for: it is in the shortfall. In an emergency the shifts before
 * the last wait only for what would come near the stop: minutes of a failing region cost more than a savior that is
 * somewhat fuller for as long as its instances start.
 */
export interface ScaleNeeds {
  needs: ScaleStep['needs']
  /** Until they should be ready, from being asked for, ms. */
  readyAfterMs: number
}

export function scaleNeeds(input: {
  reckoning: Reckoning
  loads: SaviorLoads
  settings: PlannerSettings
  way: number
  /** Above the ceiling that is borne until the instances are there, 0–1. */
  slack?: number
}): ScaleNeeds {
  const { reckoning, loads, way, slack = 0 } = input
  const ceiling = input.settings.utilisationCeiling + slack
  const needs: ScaleStep['needs'] = []
  let readyAfterMs = 0
  for (const [savior, place] of reckoning.places.saviors.entries()) {
    const where = reckoning.places.all[place]
    // Zones scale with their region, which no instance count of a region can show.
    if (where === undefined || where.zone !== null) continue
    const before = reckoning.demand.before[place] ?? NaN
    const moved = (loads.rounded[savior] ?? NaN) * way
    for (const room of reckoning.capacity[place]?.services ?? []) {
      const instancesReady = instancesFor(room, before + moved * room.uplift, ceiling)
      if (instancesReady === null) continue
      needs.push({ region: where.region, service: room.service, instancesReady })
      readyAfterMs = Math.max(readyAfterMs, room.row.readyAfterMs ?? 0)
    }
  }
  return { needs, readyAfterMs }
}

/** Ready instances that keep the load under the ceiling; null where those that are ready do, or no more can be had. */
export function instancesFor({ row, full }: ServiceRoom, load: number, ceiling: number): number | null {
  const reachable = row.reachableInstances ?? row.readyInstances
  const each = full / Math.max(row.readyInstances, reachable)
  const wanted = Math.ceil(load / (each * ceiling) - 1e-9)
  if (!Number.isFinite(wanted) || reachable <= row.readyInstances || wanted <= row.readyInstances) return null
  return Math.min(wanted, Math.floor(reachable))
}

/**
 * Of the instances that are ready, those the load will need: where something scales, what stands idle until then would be
 * taken away. Null where more are needed than there are, which is waited for otherwise.
 */
export function instancesKept({ row, full }: ServiceRoom, load: number, ceiling: number): number | null {
  const reachable = row.reachableInstances ?? null
  if (reachable === null || reachable <= row.readyInstances) return null
  const wanted = Math.ceil(load / ((full / reachable) * ceiling) - 1e-9)
  return Number.isFinite(wanted) && wanted > 0 && wanted <= row.readyInstances ? wanted : null
}

/** `Ready: api 108 in usw2 and 3 more`. */
export function readyTitle(needs: ScaleStep['needs']): string {
  const [first] = needs
  if (first === undefined) return 'Ready'
  const more = needs.length > 1 ? ` and ${needs.length - 1} more` : ''
  return `Ready: ${first.service} ${first.instancesReady} in ${first.region}${more}`
}
