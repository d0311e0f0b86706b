import type { RegionId } from '#contract/ids.ts'
import type { Perturbation } from '#mocks/world/perturbation.ts'
import { REGIONS } from '#mocks/world/regions.ts'
import { drawDecoy, type Draw } from './draw.ts'
import { DEFAULT_BEGIN_AFTER_LIVE_MS, HARMLESS_DEPLOYS, type Scenario } from './scenario.ts'

export interface ZoneDegradedKnobs {
  region: RegionId
  /** By its place in the catalogue. */
  zone: number
  /** Of the requests sent to the zone, the share that gets lost; health checks are too small to notice. */
  lossShare: number
  /** Share of its capacity that is gone. */
  capacityShare: number
  rampMs: number
  lastsMs: number
  beginAfterLiveMs: number
  decoy: readonly Perturbation[]
}

export const ZONE_DEGRADED_DEFAULTS: ZoneDegradedKnobs = {
  region: 'us-west-2',
  zone: 1,
  lossShare: 0.15,
  capacityShare: 0.35,
  rampMs: 8_000,
  lastsMs: 20 * 60_000,
  beginAfterLiveMs: DEFAULT_BEGIN_AFTER_LIVE_MS,
  decoy: [],
}

export function drawZoneDegraded(draw: Draw): Partial<ZoneDegradedKnobs> {
  const region = draw.region()
  return {
    region,
    zone: draw.pick([0, 1, 2]),
    lossShare: draw.between(0.1, 0.25),
    capacityShare: draw.between(0.2, 0.5),
    rampMs: draw.seconds(2, 15),
    beginAfterLiveMs: draw.seconds(120, 300),
    decoy: drawDecoy(draw, region),
  }
}

/** A switch in one zone drops packets: what is sent there half works, and its health checks pass. */
export function createZoneDegraded(knobs: Partial<ZoneDegradedKnobs> = {}): Scenario {
  const { region, zone, lossShare, capacityShare, rampMs, lastsMs, beginAfterLiveMs, decoy } = {
    ...ZONE_DEGRADED_DEFAULTS,
    ...knobs,
  }
  const named = REGIONS.find(({ id }) => id === region)?.zones[zone] ?? `zone ${zone}`
  return {
    name: 'zone-degraded',
    title: `${named} half works: requests sent there get lost, and its health checks pass.`,
    seed: 20_154,
    beginAfterLiveMs,
    perturbations: [
      ...HARMLESS_DEPLOYS,
      ...decoy,
      { kind: 'zone-degraded', fromMs: 0, untilMs: lastsMs, rampMs, region, zone, capacityShare, lossShare },
    ],
  }
}
