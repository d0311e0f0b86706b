import type { RegionId, ServiceId } from '#contract/ids.ts'
import type { Perturbation } from '#mocks/world/perturbation.ts'
import { BUSY_SERVICES, drawDecoy, type Draw } from './draw.ts'
import { DEFAULT_BEGIN_AFTER_LIVE_MS, HARMLESS_DEPLOYS, type Scenario } from './scenario.ts'

export interface BadDeployKnobs {
  region: RegionId
  service: ServiceId
  version: string
  author: string
  /** Share of the service's requests that fail once the version is everywhere, 0–1. */
  errorShare: number
  /** From the deploy to its first failing instance, ms. */
  firstErrorAfterMs: number
  /** From the first failing instance to the last, ms. */
  rolloutMs: number
  /** Until somebody rolls it back, ms after the deploy; absent: nobody does. */
  rolledBackAfterMs?: number
  beginAfterLiveMs: number
  decoy: readonly Perturbation[]
}

export const BAD_DEPLOY_DEFAULTS: BadDeployKnobs = {
  region: 'us-east-1',
  service: 'playback-license',
  version: 'v412',
  author: 'A. Osei',
  errorShare: 0.31,
  firstErrorAfterMs: 8_000,
  rolloutMs: 90_000,
  beginAfterLiveMs: DEFAULT_BEGIN_AFTER_LIVE_MS,
  decoy: [],
}

export function drawBadDeploy(draw: Draw): Partial<BadDeployKnobs> {
  const region = draw.region()
  return {
    region,
    service: draw.pick(BUSY_SERVICES),
    version: `v${Math.round(draw.between(150, 500))}`,
    errorShare: draw.between(0.15, 0.4),
    firstErrorAfterMs: draw.seconds(5, 15),
    rolloutMs: draw.seconds(45, 120),
    beginAfterLiveMs: draw.seconds(120, 300),
    decoy: drawDecoy(draw, region),
  }
}

/** A version refuses the licence of some devices: the same requests fail again when retried. */
const PERSISTENT_SHARE = 0.92

/** One service's new version, in one region, fails ever more of its requests while it rolls out. */
export function createBadDeploy(knobs: Partial<BadDeployKnobs> = {}): Scenario {
  const { region, service, version, author, errorShare, firstErrorAfterMs, rolloutMs, rolledBackAfterMs, ...rest } = {
    ...BAD_DEPLOY_DEFAULTS,
    ...knobs,
  }
  const until = rolledBackAfterMs === undefined ? {} : { untilMs: rolledBackAfterMs }
  return {
    name: 'bad-deploy',
    title: `${service} ${version} goes out in ${region} and fails ${Math.round(errorShare * 100)} % of its requests.`,
    seed: 20_152,
    beginAfterLiveMs: rest.beginAfterLiveMs,
    perturbations: [
      ...HARMLESS_DEPLOYS,
      ...rest.decoy,
      { kind: 'deploy', fromMs: 0, region, service, version, author },
      {
        kind: 'error-share',
        fromMs: firstErrorAfterMs,
        rampMs: rolloutMs,
        ramp: 'slow-start',
        ...until,
        region,
        service,
        share: errorShare,
        persistentShare: PERSISTENT_SHARE,
      },
      { kind: 'latency-factor', fromMs: firstErrorAfterMs, rampMs: rolloutMs, ...until, region, service, factor: 1.3 },
    ],
  }
}
