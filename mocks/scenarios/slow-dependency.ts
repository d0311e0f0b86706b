import type { RegionId, ServiceId } from '#contract/ids.ts'
import type { Perturbation } from '#mocks/world/perturbation.ts'
import { drawDecoy, type Draw } from './draw.ts'
import { DEFAULT_BEGIN_AFTER_LIVE_MS, HARMLESS_DEPLOYS, type Scenario } from './scenario.ts'

export interface SlowDependencyKnobs {
  region: RegionId
  service: ServiceId
  /** Its own work takes this many times as long. */
  factor: number
  rampMs: number
  lastsMs: number
  beginAfterLiveMs: number
  decoy: readonly Perturbation[]
}

export const SLOW_DEPENDENCY_DEFAULTS: SlowDependencyKnobs = {
  region: 'eu-west-1',
  service: 'device-db',
  factor: 28,
  rampMs: 20_000,
  lastsMs: 15 * 60_000,
  beginAfterLiveMs: DEFAULT_BEGIN_AFTER_LIVE_MS,
  decoy: [],
}

/** Stores, each with how many times slower it has to be for its callers to run out of slots. */
const STORES = [
  ['device-db', 24, 32],
  ['license-db', 26, 34],
  ['cassandra-viewing', 26, 34],
  ['cassandra-identity', 24, 32],
  ['bookmarks-db', 26, 34],
  ['search-index', 12, 16],
  ['cassandra-billing', 18, 26],
] as const

export function drawSlowDependency(draw: Draw): Partial<SlowDependencyKnobs> {
  const region = draw.region()
  const [service, least, most] = draw.pick(STORES)
  return {
    region,
    service,
    factor: draw.between(least, most),
    rampMs: draw.seconds(5, 25),
    beginAfterLiveMs: draw.seconds(120, 300),
    decoy: drawDecoy(draw, region),
  }
}

/** The disks of a store slow down; whoever waits for it holds its slots, until there are none for anybody. */
export function createSlowDependency(knobs: Partial<SlowDependencyKnobs> = {}): Scenario {
  const { region, service, factor, rampMs, lastsMs, beginAfterLiveMs, decoy } = {
    ...SLOW_DEPENDENCY_DEFAULTS,
    ...knobs,
  }
  return {
    name: 'slow-dependency',
    title: `${service} gets ${Math.round(factor)} times slower in ${region}, and its callers run out of slots.`,
    seed: 20_156,
    beginAfterLiveMs,
    perturbations: [
      ...HARMLESS_DEPLOYS,
      ...decoy,
      { kind: 'latency-factor', fromMs: 0, untilMs: lastsMs, rampMs, region, service, factor },
    ],
  }
}
