import type { RegionId, ServiceId, ZoneId } from '#contract/ids.ts'
import { REGIONS } from '#mocks/world/regions.ts'
import { SERVICE_SPECS } from '#mocks/world/services.ts'
import { BAD_DEPLOY_DEFAULTS, type BadDeployKnobs } from '../bad-deploy.ts'
import type { CacheLossKnobs } from '../cache-loss.ts'
import type { MemoryLeakKnobs } from '../memory-leak.ts'
import type { PartialOutageKnobs } from '../partial-outage.ts'
import type { RegionFailureKnobs } from '../region-failure.ts'
import type { RetryStormKnobs } from '../retry-storm.ts'
import type { SlowDependencyKnobs } from '../slow-dependency.ts'
import type { OneOfTwo, TwoAtOnceKnobs } from '../two-at-once.ts'
import type { ZoneDegradedKnobs } from '../zone-degraded.ts'
import { callersOf, reachOf, storesBehind } from './reach-of.ts'
import type { Fault } from './scenario-truth.ts'

const EVERY_SERVICE: readonly ServiceId[] = SERVICE_SPECS.map(({ service }) => service)

/** What is the same of every fault that begins in one service. */
function faultOf(region: RegionId, service: ServiceId) {
  return {
    startsAfterMs: 0,
    endsAfterMs: null,
    region,
    cause: { kind: 'service', service },
    firstMover: service,
    // Each of them waits for it: within a second of its trouble theirs begins.
    alsoFirst: callersOf(service),
    reach: reachOf(service),
    failing: [],
    degraded: [],
    healthyRegions: othersThan(region),
    startsLostInRegion: null,
  } as const
}

export function badDeployFault(knobs: BadDeployKnobs): Fault {
  const { region, service, version, author, firstErrorAfterMs, rolledBackAfterMs, errorShare } = knobs
  // Its callers and what they do without it are known here for the service of the usual story alone.
  const isUsual = service === BAD_DEPLOY_DEFAULTS.service
  return {
    ...faultOf(region, service),
    kind: 'bad-deploy',
    startsAfterMs: firstErrorAfterMs,
    endsAfterMs: rolledBackAfterMs ?? null,
    cause: { kind: 'deploy', service, version, author, deployedAfterMs: 0 },
    firstMeasure: 'errors',
    failing: isUsual ? [service, 'playback-api', 'edge-proxy'] : [],
    degraded: isUsual ? ['downloads'] : [],
    startsLostInRegion: isUsual ? [errorShare * 0.8, errorShare * 1.05] : null,
  }
}

export function regionFailureFault({ region, zones, lastsMs }: RegionFailureKnobs): Fault {
  return {
    // All move within the same seconds; the edge is where it shows first and most.
    ...faultOf(region, 'edge-proxy'),
    kind: 'region-failure',
    endsAfterMs: lastsMs ?? null,
    cause: { kind: 'infrastructure', zones: zones.flatMap((zone) => zoneOf(region, zone)) },
    firstMeasure: 'errors',
    alsoFirst: EVERY_SERVICE,
    reach: EVERY_SERVICE,
    failing: ['edge-proxy', 'playback-api', 'api', 'device-gateway', 'website', 'playback-license'],
    startsLostInRegion: [0.6, 1],
  }
}

export function zoneDegradedFault({ region, zone, lastsMs }: ZoneDegradedKnobs): Fault {
  return {
    ...faultOf(region, 'edge-proxy'),
    kind: 'zone-degraded',
    endsAfterMs: lastsMs,
    cause: { kind: 'infrastructure', zones: zoneOf(region, zone) },
    firstMeasure: 'errors',
    alsoFirst: EVERY_SERVICE,
    reach: EVERY_SERVICE,
  }
}

/** The callee moves first; that it is asked again and again is its caller's doing, since a deploy of minutes before. */
export function retryStormFault(knobs: RetryStormKnobs): Fault {
  const { region, caller, callee, version, author, deployedBeforeMs, lastsMs } = knobs
  return {
    ...faultOf(region, callee),
    kind: 'retry-storm',
    endsAfterMs: lastsMs,
    cause: { kind: 'deploy', service: caller, version, author, deployedAfterMs: -deployedBeforeMs },
    firstMeasure: 'saturation',
  }
}

export function slowDependencyFault({ region, service, lastsMs }: SlowDependencyKnobs): Fault {
  return {
    ...faultOf(region, service),
    kind: 'slow-dependency',
    endsAfterMs: lastsMs,
    firstMeasure: 'latency',
  }
}

export function memoryLeakFault({ region, service, version, author, rolledBackAfterMs }: MemoryLeakKnobs): Fault {
  return {
    ...faultOf(region, service),
    kind: 'memory-leak',
    endsAfterMs: rolledBackAfterMs,
    cause: { kind: 'deploy', service, version, author, deployedAfterMs: 0 },
    firstMeasure: 'saturation',
    alsoFirst: [],
  }
}

export function cacheLossFault({ region, cache }: CacheLossKnobs): Fault {
  const stores = storesBehind(cache, (service) => STORES.has(service))
  return {
    ...faultOf(region, cache),
    kind: 'cache-loss',
    firstMeasure: 'errors',
    // What the cache forgot is asked of them in the same second, and everybody waits for that.
    alsoFirst: reachOf(cache, ...stores),
    reach: reachOf(cache, ...stores),
  }
}

const STORES = new Set(SERVICE_SPECS.flatMap(({ service, domain }) => (domain === 'data' ? [service] : [])))

export function partialOutageFault({ region, service, lastsMs }: PartialOutageKnobs): Fault {
  return {
    ...faultOf(region, service),
    kind: 'partial-outage',
    endsAfterMs: lastsMs,
    firstMeasure: 'errors',
  }
}

export function twoFaults({ first, second, secondAfterMs }: TwoAtOnceKnobs): readonly Fault[] {
  const one = oneFault(first)
  const other = oneFault(second)
  // Each leaves all other regions alone; the other's is not among them.
  const healthyRegions = one.healthyRegions.filter((region) => region !== other.region)
  return [
    { ...one, healthyRegions },
    { ...later(other, secondAfterMs), healthyRegions },
  ]
}

function oneFault(part: OneOfTwo): Fault {
  switch (part.kind) {
    case 'bad-deploy':
      return badDeployFault(part.knobs)
    case 'partial-outage':
      return partialOutageFault(part.knobs)
    case 'slow-dependency':
      return slowDependencyFault(part.knobs)
  }
}

function later(fault: Fault, byMs: number): Fault {
  const { cause } = fault
  return {
    ...fault,
    startsAfterMs: fault.startsAfterMs + byMs,
    endsAfterMs: fault.endsAfterMs === null ? null : fault.endsAfterMs + byMs,
    cause: cause.kind === 'deploy' ? { ...cause, deployedAfterMs: cause.deployedAfterMs + byMs } : cause,
  }
}

function zoneOf(region: RegionId, zone: number): readonly ZoneId[] {
  const named = REGIONS.find(({ id }) => id === region)?.zones[zone]
  return named === undefined ? [] : [named]
}

function othersThan(region: string): string[] {
  return REGIONS.flatMap(({ id }) => (id === region ? [] : [id]))
}
