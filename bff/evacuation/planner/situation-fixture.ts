import type { PlaneDescriptor, PlaneLayer, Weights } from '#contract/evacuation/plane.ts'
import {
  DEFAULT_SETTINGS,
  type DemandRow,
  type PlaneSituation,
  type ServiceCapacity,
  type Situation,
} from './situation.ts'

/** The worked example of the references: three regions, thousands of requests/s, one service that limits each. */
export const NOON = 1_800_000_000_000
export const THREE = ['use1', 'usw2', 'euw1'] as const

export function situation(parts: Partial<Situation> = {}): Situation {
  return {
    at: NOON,
    regions: [
      { region: 'use1', position: { latitude: 39, longitude: -77 }, unfit: null },
      { region: 'usw2', position: { latitude: 46, longitude: -119 }, unfit: null },
      { region: 'euw1', position: { latitude: 53, longitude: -8 }, unfit: null },
    ],
    demand: [demand('use1', 400_000), demand('usw2', 300_000), demand('euw1', 300_000)],
    capacity: [capacity('use1', 500_000), capacity('usw2', 480_000), capacity('euw1', 460_000)],
    roundTrips: [],
    segmentPositions: {},
    forbidden: [],
    stores: [],
    jobs: [],
    planes: [],
    hooks: [],
    uplift: { factor: 1.15, from: 'entered' },
    settings: DEFAULT_SETTINGS,
    ...parts,
  }
}

export function demand(region: string, requestsPerSecond: number, segment = 'all'): DemandRow {
  return { segment, region, requestsPerSecond, from: 'forecast' }
}

/** A service whose safe rate is this: a hundred instances under the ceiling. */
export function capacity(region: string, safe: number, parts: Partial<ServiceCapacity> = {}): ServiceCapacity {
  return {
    region,
    service: 'api',
    readyInstances: 100,
    requestsPerSecondPerInstance: safe / 100 / DEFAULT_SETTINGS.utilisationCeiling,
    callsPerRequest: 1,
    from: 'measured',
    ...parts,
  }
}

export function plane(
  layer: PlaneLayer,
  weights: Readonly<Record<string, Weights>>,
  parts: Partial<PlaneDescriptor> = {},
): PlaneSituation {
  const id = parts.id ?? { proxy: 'edge-proxies', dns: 'public-dns', switch: 'routing-switch' }[layer]
  const instances = parts.instances ?? ['one']
  const targets = [...new Set(Object.values(weights).flatMap((each) => Object.keys(each)))]
  const descriptor: PlaneDescriptor = {
    driver: 'webhook',
    layer,
    targets: targets.map((target) => ({ id: target, region: target })),
    segments: Object.keys(weights),
    granularity: { least: 0, most: layer === 'switch' ? 1 : 256 },
    atomicScope: 'segment',
    compareAndSet: false,
    readBack: 'setting',
    effectDelayMs: layer === 'dns' ? { usual: 30_000, worst: 61_000 } : { usual: 200, worst: 1_000 },
    stickiness: 'none',
    zeroAll: 'outage',
    dryRun: false,
    metadataSlot: false,
    ...parts,
    id,
    instances,
  }
  const segments = Object.entries(weights).map(([segment, each]) => ({ segment, weights: each }))
  const readings = instances.map((instance) => ({ instance, at: NOON, segments }))
  return { descriptor, readings, ...(layer === 'dns' ? { timeToLiveMs: 60_000 } : {}) }
}

/** Weights as the demand of the worked example lies. */
export function bothPlanes(): PlaneSituation[] {
  const weights = { use1: 40, usw2: 30, euw1: 30 }
  return [plane('proxy', { all: weights }), plane('dns', { all: weights })]
}
