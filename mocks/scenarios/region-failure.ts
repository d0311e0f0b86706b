import type { RegionId } from '#contract/ids.ts'
import { REGIONS } from '#mocks/world/regions.ts'
import type { Draw } from './draw.ts'
import { DEFAULT_BEGIN_AFTER_LIVE_MS, HARMLESS_DEPLOYS, type Scenario } from './scenario.ts'

export interface RegionFailureKnobs {
  region: RegionId
  /** Zones without power, by their place in the catalogue. */
  zones: readonly number[]
  /** Share of those zones' instances that stop. */
  zoneShare: number
  /** Share of requests lost inside the region once its network is overwhelmed, 0–1. */
  internalLossShare: number
  /** Share of requests lost between the region and the rest of the world: its users, the CDN and the other regions. */
  outsideLossShare: number
  /** Until power and network are back, ms after they went; absent: they stay away. */
  lastsMs?: number
  beginAfterLiveMs: number
}

export const REGION_FAILURE_DEFAULTS: RegionFailureKnobs = {
  region: 'us-east-1',
  zones: [0, 1],
  zoneShare: 0.97,
  internalLossShare: 0.16,
  outsideLossShare: 0.2,
  // Long enough to leave and to see what leaving was worth, short enough to be led home within one sitting.
  lastsMs: 30 * 60_000,
  beginAfterLiveMs: DEFAULT_BEGIN_AFTER_LIVE_MS,
}

export function drawRegionFailure(draw: Draw): Partial<RegionFailureKnobs> {
  return {
    region: draw.region(),
    zones: draw.pick([
      [0, 1],
      [0, 2],
      [1, 2],
    ]),
    internalLossShare: draw.between(0.12, 0.18),
    outsideLossShare: draw.between(0.15, 0.25),
    beginAfterLiveMs: draw.seconds(120, 300),
  }
}

const POWER_LOSS_RAMP_MS = 12_000
const NETWORK_FAILS_AFTER_MS = 20_000
const NETWORK_RAMP_MS = 60_000

/** Two of three zones lose power; the rest of the region drowns in what is left, and its network with it. */
export function createRegionFailure(knobs: Partial<RegionFailureKnobs> = {}): Scenario {
  const { region, zones, zoneShare, internalLossShare, outsideLossShare, lastsMs, beginAfterLiveMs } = {
    ...REGION_FAILURE_DEFAULTS,
    ...knobs,
  }
  const until = lastsMs === undefined ? {} : { untilMs: lastsMs }
  const network = { fromMs: NETWORK_FAILS_AFTER_MS, rampMs: NETWORK_RAMP_MS, ...until }
  const others = REGIONS.filter(({ id }) => id !== region).map(({ id }) => id)
  return {
    name: 'region-failure',
    title: `${region} loses the power of ${zones.length} zones; the rest of it drowns.`,
    seed: 20_153,
    beginAfterLiveMs,
    perturbations: [
      ...HARMLESS_DEPLOYS,
      { kind: 'zone-loss', fromMs: 0, rampMs: POWER_LOSS_RAMP_MS, ...until, region, zones, share: zoneShare },
      { kind: 'autoscaler-frozen', fromMs: 0, ...until, region },
      { kind: 'partition', ...network, from: region, to: region, lossShare: internalLossShare },
      { kind: 'partition', ...network, from: 'internet', to: region, lossShare: outsideLossShare },
      ...others.flatMap((other) => [
        { kind: 'partition' as const, ...network, from: region, to: other, lossShare: outsideLossShare },
        { kind: 'partition' as const, ...network, from: other, to: region, lossShare: outsideLossShare },
      ]),
    ],
  }
}
