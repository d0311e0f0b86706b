import type { Disturbances } from './disturbances.ts'
import type { RegionState } from './fleet-state.ts'
import { REGIONS, ZONE_WEIGHTS, ZONES_PER_REGION } from './regions.ts'

/** Health checks and discovery need this long to route around a dead zone. */
const DISCOVERY_SECONDS = 25
/** A zone that is gone is still tried by this share of its usual requests. */
const PROBING_SHARE = 0.005

export function resetZoneBalance(regions: Pick<RegionState, 'zoneWeight'>): void {
  REGIONS.forEach((_, region) => regions.zoneWeight.set(ZONE_WEIGHTS, region * ZONES_PER_REGION))
}

/** Requests follow the living zones with a delay; until then some of them hit dead instances. */
export function stepZoneBalance(
  dtSeconds: number,
  regions: RegionState,
  { zoneHealth, zoneReach, zoneCapacity }: Disturbances,
): void {
  const part = 1 - Math.exp(-dtSeconds / DISCOVERY_SECONDS)
  for (let region = 0; region < REGIONS.length; region += 1) {
    const first = region * ZONES_PER_REGION
    let alive = 0
    let wanted = 0
    for (let zone = 0; zone < ZONES_PER_REGION; zone += 1) {
      alive += zoneCapacity[first + zone] / ZONES_PER_REGION
      wanted += ZONE_WEIGHTS[zone] * Math.max(PROBING_SHARE, zoneHealth[first + zone])
    }
    let connectFail = 0
    for (let zone = 0; zone < ZONES_PER_REGION; zone += 1) {
      const at = first + zone
      const target = (ZONE_WEIGHTS[zone] * Math.max(PROBING_SHARE, zoneHealth[at])) / wanted
      regions.zoneWeight[at] += (target - regions.zoneWeight[at]) * part
      connectFail += regions.zoneWeight[at] * (1 - zoneReach[at])
    }
    regions.connectFail[region] = connectFail
    regions.zoneCapacity[region] = alive
  }
}
