import type { RegionId, ServiceId, ZoneId } from '#contract/ids.ts'

/**
 * What a detector should find out about a story, for scoring alone. Offsets are in ms from the scenario's start, as in
 * its timeline.
 */
export interface ScenarioTruth {
  scenario: string
  /** The distinct problems, in the order in which they begin; empty where nothing breaks and every alarm is a false one. */
  faults: readonly Fault[]
  /** Deploys that break nothing, as `service version`. */
  innocentDeploys: readonly string[]
}

export type FaultKind =
  | 'bad-deploy'
  | 'region-failure'
  | 'zone-degraded'
  | 'retry-storm'
  | 'slow-dependency'
  | 'memory-leak'
  | 'cache-loss'
  | 'partial-outage'

/** Of a service's row, what leaves its band. */
export type Measure = 'errors' | 'latency' | 'load' | 'saturation'

export interface Fault {
  kind: FaultKind
  /** When it begins to act; what can be seen of it may come later (`first-moves.ts`). */
  startsAfterMs: number
  /** Null while nobody ends it. */
  endsAfterMs: number | null
  region: RegionId
  cause:
    | { kind: 'deploy'; service: ServiceId; version: string; author: string; deployedAfterMs: number }
    | { kind: 'infrastructure'; zones: readonly ZoneId[] }
    /** Nobody changed anything that we are told of: it began in this service. */
    | { kind: 'service'; service: ServiceId }
  /** The service whose measures leave their bands first. */
  firstMover: ServiceId
  /** Its measure that moves first. */
  firstMeasure: Measure
  /** Services that move within the same seconds: no order of them and the first is wrong. */
  alsoFirst: readonly ServiceId[]
  /**
   * Services of the region that can fail or answer with less because of it: the first mover and whoever calls it,
   * directly or not. What those call may get more requests (retries) or fewer than usual.
   */
  reach: readonly ServiceId[]
  /** Services of the region known to fail requests (beyond 1 %), in the order in which they begin to. */
  failing: readonly ServiceId[]
  /** Services known to answer with less (degraded beyond 5 %). */
  degraded: readonly ServiceId[]
  /** Regions that stay healthy while nobody moves traffic. */
  healthyRegions: readonly RegionId[]
  /** How much of the region's own stream starts is lost once it is fully there, 0–1: at least, at most; null: not known. */
  startsLostInRegion: readonly [least: number, most: number] | null
}
