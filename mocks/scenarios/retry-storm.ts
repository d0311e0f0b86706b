import type { RegionId, ServiceId } from '#contract/ids.ts'
import type { Perturbation } from '#mocks/world/perturbation.ts'
import { drawDecoy, type Draw } from './draw.ts'
import { DEFAULT_BEGIN_AFTER_LIVE_MS, HARMLESS_DEPLOYS, type Scenario } from './scenario.ts'

export interface RetryStormKnobs {
  region: RegionId
  caller: ServiceId
  callee: ServiceId
  /** Of the caller: its client retries without a budget and without a breaker. */
  version: string
  author: string
  /** The version has done no harm for so long, ms. */
  deployedBeforeMs: number
  retries: number
  /** Share of the callee's instances that a maintenance takes away. */
  capacityShare: number
  lastsMs: number
  beginAfterLiveMs: number
  decoy: readonly Perturbation[]
}

export const RETRY_STORM_DEFAULTS: RetryStormKnobs = {
  region: 'us-east-1',
  caller: 'playback-api',
  callee: 'manifest',
  version: 'v231',
  author: 'J. Okafor',
  deployedBeforeMs: 150_000,
  retries: 4,
  capacityShare: 0.6,
  lastsMs: 12 * 60_000,
  beginAfterLiveMs: DEFAULT_BEGIN_AFTER_LIVE_MS,
  decoy: [],
}

/** Callees most of whose load is their caller's. */
const PAIRS = [
  ['playback-api', 'manifest'],
  ['playback-api', 'playback-session'],
  ['playback-license', 'key-vault'],
  ['api', 'identity'],
  ['api', 'profile'],
  ['api', 'catalogue'],
] as const

export function drawRetryStorm(draw: Draw): Partial<RetryStormKnobs> {
  const region = draw.region()
  const [caller, callee] = draw.pick(PAIRS)
  return {
    region,
    caller,
    callee,
    version: `v${Math.round(draw.between(150, 400))}`,
    deployedBeforeMs: draw.seconds(60, 110),
    retries: draw.pick([3, 4]),
    capacityShare: draw.between(0.58, 0.68),
    beginAfterLiveMs: draw.seconds(120, 300),
    decoy: drawDecoy(draw, region),
  }
}

/**
 * A new client retries as if calls were free, which nobody notices until the callee is short of instances for a while:
 * what it refuses comes back several times over.
 */
export function createRetryStorm(knobs: Partial<RetryStormKnobs> = {}): Scenario {
  const { region, caller, callee, version, author, deployedBeforeMs, retries, capacityShare, lastsMs, ...rest } = {
    ...RETRY_STORM_DEFAULTS,
    ...knobs,
  }
  const fromMs = -deployedBeforeMs
  return {
    name: 'retry-storm',
    title: `${callee} is short of instances in ${region}, and ${caller} ${version} asks again and again.`,
    seed: 20_155,
    beginAfterLiveMs: rest.beginAfterLiveMs,
    perturbations: [
      ...HARMLESS_DEPLOYS,
      ...rest.decoy,
      { kind: 'deploy', fromMs, region, service: caller, version, author },
      { kind: 'retry-policy', fromMs, region, service: caller, target: callee, retries, budget: retries },
      {
        kind: 'capacity-loss',
        fromMs: 0,
        untilMs: lastsMs,
        rampMs: 6_000,
        region,
        service: callee,
        share: capacityShare,
      },
    ],
  }
}
