import type { RegionId, ServiceId } from '#contract/ids.ts'
import type { Perturbation } from '#mocks/world/perturbation.ts'
import { BUSY_SERVICES, drawDecoy, type Draw } from './draw.ts'
import { DEFAULT_BEGIN_AFTER_LIVE_MS, HARMLESS_DEPLOYS, type Scenario } from './scenario.ts'

export interface PartialOutageKnobs {
  region: RegionId
  service: ServiceId
  /** Share of its instances that answers everything with an error. */
  share: number
  /** How many times its share such an instance is sent, because it always looks idle. */
  pull: number
  lastsMs: number
  beginAfterLiveMs: number
  decoy: readonly Perturbation[]
}

export const PARTIAL_OUTAGE_DEFAULTS: PartialOutageKnobs = {
  region: 'eu-west-1',
  service: 'playback-session',
  share: 0.3,
  pull: 1.6,
  lastsMs: 15 * 60_000,
  beginAfterLiveMs: DEFAULT_BEGIN_AFTER_LIVE_MS,
  decoy: [],
}

export function drawPartialOutage(draw: Draw): Partial<PartialOutageKnobs> {
  const region = draw.region()
  return {
    region,
    service: draw.pick(BUSY_SERVICES),
    share: draw.between(0.2, 0.45),
    pull: draw.between(1, 2.2),
    beginAfterLiveMs: draw.seconds(120, 300),
    decoy: drawDecoy(draw, region),
  }
}

/** A certificate runs out on some instances of a service: they fail at once, look idle, and are sent the more. */
export function createPartialOutage(knobs: Partial<PartialOutageKnobs> = {}): Scenario {
  const { region, service, share, pull, lastsMs, beginAfterLiveMs, decoy } = { ...PARTIAL_OUTAGE_DEFAULTS, ...knobs }
  return {
    name: 'partial-outage',
    title: `${Math.round(share * 100)} % of the instances of ${service} in ${region} fail whatever they are sent.`,
    seed: 20_159,
    beginAfterLiveMs,
    perturbations: [
      ...HARMLESS_DEPLOYS,
      ...decoy,
      { kind: 'failing-instances', fromMs: 0, untilMs: lastsMs, region, service, share, pull },
    ],
  }
}
