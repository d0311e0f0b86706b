import type { RegionId, ServiceId } from '#contract/ids.ts'
import type { Perturbation } from '#mocks/world/perturbation.ts'
import { BUSY_SERVICES, drawDecoy, type Draw } from './draw.ts'
import { DEFAULT_BEGIN_AFTER_LIVE_MS, HARMLESS_DEPLOYS, type Scenario } from './scenario.ts'

export interface MemoryLeakKnobs {
  region: RegionId
  service: ServiceId
  version: string
  author: string
  /** From its start until a process has no memory left at the load its team plans for, ms. */
  fillsInMs: number
  restartMs: number
  /** Until somebody rolls it back, ms after the deploy. */
  rolledBackAfterMs: number
  beginAfterLiveMs: number
  decoy: readonly Perturbation[]
}

export const MEMORY_LEAK_DEFAULTS: MemoryLeakKnobs = {
  region: 'us-east-1',
  service: 'manifest',
  version: 'v77',
  author: 'L. Haugen',
  fillsInMs: 240_000,
  restartMs: 75_000,
  rolledBackAfterMs: 25 * 60_000,
  beginAfterLiveMs: DEFAULT_BEGIN_AFTER_LIVE_MS,
  decoy: [],
}

export function drawMemoryLeak(draw: Draw): Partial<MemoryLeakKnobs> {
  const region = draw.region()
  return {
    region,
    service: draw.pick(BUSY_SERVICES),
    version: `v${Math.round(draw.between(40, 140))}`,
    fillsInMs: draw.seconds(150, 300),
    restartMs: draw.seconds(45, 90),
    beginAfterLiveMs: draw.seconds(60, 180),
    decoy: drawDecoy(draw, region),
  }
}

/** A version keeps what it should forget: its processes fill up, slow down and are killed, and the others bear their load. */
export function createMemoryLeak(knobs: Partial<MemoryLeakKnobs> = {}): Scenario {
  const { region, service, version, author, fillsInMs, restartMs, rolledBackAfterMs, beginAfterLiveMs, decoy } = {
    ...MEMORY_LEAK_DEFAULTS,
    ...knobs,
  }
  return {
    name: 'memory-leak',
    title: `${service} ${version} leaks memory in ${region} until its processes are killed.`,
    seed: 20_157,
    beginAfterLiveMs,
    perturbations: [
      ...HARMLESS_DEPLOYS,
      ...decoy,
      { kind: 'deploy', fromMs: 0, region, service, version, author },
      { kind: 'memory-leak', fromMs: 0, untilMs: rolledBackAfterMs, region, service, fillsInMs, restartMs },
    ],
  }
}
