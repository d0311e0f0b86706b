import type { RegionId, ServiceId, ZoneId } from '#contract/ids.ts'

/**
 * What a detector should find out about a story, for scoring alone. Offsets are in ms from the scenario's start, as in
 * its timeline.
 */
export interface ScenarioTruth {
  scenario: string
  /** Null where nothing breaks: every alarm is a false one. */
  fault: Fault | null
  /** Deploys that break nothing, as `service version`. */
  innocentDeploys: readonly string[]
}

export interface Fault {
  startsAfterMs: number
  /** Null while nobody ends it. */
  endsAfterMs: number | null
  region: RegionId
  cause:
    | { kind: 'deploy'; service: ServiceId; version: string; author: string; deployedAfterMs: number }
    | { kind: 'infrastructure'; zones: readonly ZoneId[] }
  /** The service whose error share leaves its band first. */
  firstMover: ServiceId
  /** Services of the region that fail requests (beyond 1 %), in the order in which they begin to. */
  failing: readonly ServiceId[]
  /** Services that answer, but with less (degraded beyond 5 %). */
  degraded: readonly ServiceId[]
  /** Regions that stay healthy while nobody moves traffic. */
  healthyRegions: readonly RegionId[]
  /** How much of the region's own stream starts is lost once it is fully there, 0–1: at least, at most. */
  startsLostInRegion: readonly [least: number, most: number]
}
