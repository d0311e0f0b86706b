import type { RegionId, ServiceId } from '#contract/ids.ts'
import type { Perturbation } from '#mocks/world/perturbation.ts'
import { drawDecoy, type Draw } from './draw.ts'
import { DEFAULT_BEGIN_AFTER_LIVE_MS, HARMLESS_DEPLOYS, type Scenario } from './scenario.ts'

export interface CacheLossKnobs {
  region: RegionId
  cache: ServiceId
  /** Share of the cache's instances, and of what it holds, that is lost. */
  share: number
  /** Until new instances stand in their place, empty, ms. */
  replacedAfterMs: number
  /** How long it takes to fill them while the stores answer, ms. */
  warmMs: number
  beginAfterLiveMs: number
  decoy: readonly Perturbation[]
}

export const CACHE_LOSS_DEFAULTS: CacheLossKnobs = {
  region: 'us-west-2',
  cache: 'evcache-catalogue',
  share: 0.35,
  replacedAfterMs: 90_000,
  warmMs: 240_000,
  beginAfterLiveMs: DEFAULT_BEGIN_AFTER_LIVE_MS,
  decoy: [],
}

/** Clients have dropped the dead instances from their ring. */
const NOTICED_AFTER_MS = 12_000

/** Caches with stores behind them, each with the share that drowns the store. */
const CACHES = [
  ['evcache-catalogue', 0.28, 0.45],
  ['evcache-profile', 0.55, 0.8],
  ['evcache-session', 0.6, 0.85],
] as const

export function drawCacheLoss(draw: Draw): Partial<CacheLossKnobs> {
  const region = draw.region()
  const [cache, least, most] = draw.pick(CACHES)
  return {
    region,
    cache,
    share: draw.between(least, most),
    replacedAfterMs: draw.seconds(60, 120),
    warmMs: draw.seconds(120, 300),
    beginAfterLiveMs: draw.seconds(120, 300),
    decoy: drawDecoy(draw, region),
  }
}

/** A part of a cache dies; what it held is asked of the stores, which were built for a fraction of that. */
export function createCacheLoss(knobs: Partial<CacheLossKnobs> = {}): Scenario {
  const { region, cache, share, replacedAfterMs, warmMs, beginAfterLiveMs, decoy } = {
    ...CACHE_LOSS_DEFAULTS,
    ...knobs,
  }
  const at = { fromMs: 0, region, service: cache, share } as const
  return {
    name: 'cache-loss',
    title: `${cache} loses ${Math.round(share * 100)} % of its instances in ${region}, and the stores behind it pay.`,
    seed: 20_158,
    beginAfterLiveMs,
    perturbations: [
      ...HARMLESS_DEPLOYS,
      ...decoy,
      { kind: 'failing-instances', ...at, untilMs: NOTICED_AFTER_MS, pull: 1 },
      { kind: 'capacity-loss', ...at, fromMs: NOTICED_AFTER_MS, untilMs: replacedAfterMs },
      { kind: 'cache-loss', ...at, warmMs },
    ],
  }
}
