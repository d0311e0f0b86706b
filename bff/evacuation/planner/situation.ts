import type { FailureKind, Profile } from '#contract/evacuation/plan.ts'
import type { InstanceReading, PlaneDescriptor, SegmentId } from '#contract/evacuation/plane.ts'
import type { RegionId, ServiceId, ZoneId } from '#contract/ids.ts'

/**
 * Everything the planner reasons from. Unknown numbers are NaN and stay unknown: no arithmetic here turns one into zero.
 * Requests are those that enter at the edge, per second, unless a name says otherwise.
 */
export interface Situation {
  /** UTC ms. */
  at: number
  regions: readonly RegionSituation[]
  demand: readonly DemandRow[]
  capacity: readonly ServiceCapacity[]
  /** Round trips somebody entered or measured; the rest is reckoned from positions. */
  roundTrips: readonly RoundTrip[]
  /** Where the users of a segment are; without it they are reckoned from the region they leave. */
  segmentPositions: Readonly<Record<SegmentId, Position>>
  forbidden: readonly ForbiddenPlacement[]
  stores: readonly StoreSituation[]
  jobs: readonly JobSituation[]
  planes: readonly PlaneSituation[]
  hooks: readonly ConfiguredHook[]
  /** κ: what a moved request weighs upon a savior with cold caches, against one it is used to. */
  uplift: { factor: number; from: 'guess' | 'entered' | 'learnt' }
  settings: PlannerSettings
}

export interface Position {
  latitude: number
  longitude: number
}

export interface RegionSituation {
  region: RegionId
  position: Position | null
  /** Why nothing may be laid upon it (sick, evacuated, frozen), one sentence; null where it may take over. */
  unfit: string | null
}

export interface DemandRow {
  segment: SegmentId
  /** Who serves it now. */
  region: RegionId
  requestsPerSecond: number
  /** `measured` is never believed of the region that fails: it is suppressed by failures and inflated by retries. */
  from: 'forecast' | 'measured' | 'entered' | 'guess'
}

/** What one service can take in one region. */
export interface ServiceCapacity {
  region: RegionId
  service: ServiceId
  readyInstances: number
  /** As load-tested, at full load; the ceiling is applied by the planner. */
  requestsPerSecondPerInstance: number
  /** Calls of this service for one request at the edge. */
  callsPerRequest: number
  /** So many can be ready, within quota and reservations; absent where nothing scales. */
  reachableInstances?: number
  /** From asking for them until they are ready: provisioning, start and warming, ms. */
  readyAfterMs?: number
  /** κ of this service where it has one of its own, because of its caches. */
  upliftFactor?: number
  /** Without it the region cannot serve: where its capacity is unknown, so is the region's. */
  critical?: boolean
  from: 'measured' | 'entered' | 'guess'
  instancesByZone?: Readonly<Record<ZoneId, number>>
}

/** From the users of a segment, or of a region, to a region, ms. */
export interface RoundTrip {
  from: SegmentId | RegionId
  to: RegionId
  ms: number
}

/** A hard constraint, such as data residency. */
export interface ForbiddenPlacement {
  segment: SegmentId
  regions: readonly RegionId[]
  why: string
}

export interface StoreSituation {
  store: ServiceId
  class: 'multi-active' | 'single-primary' | 'asynchronous'
  /** Of a single primary; null where every region writes. */
  primary: RegionId | null
  /** Regions that hold a copy. */
  regions: readonly RegionId[]
  /** Of the copy that would take over; NaN where unknown. */
  lagMs: number
  /** Configured hooks; without one a person does it. */
  fenceHook?: ServiceId
  promoteHook?: ServiceId
  resyncHook?: ServiceId
}

/** A scheduler, consumer or queue that must not run twice. */
export interface JobSituation {
  job: ServiceId
  /** Where it runs now. */
  region: RegionId
  /** Waiting, in its own unit: `12 k messages`; null where unknown. */
  backlog: string | null
  /** Whether it can run elsewhere. */
  movable: boolean
  stopHook?: ServiceId
  startHook?: ServiceId
}

export interface PlaneSituation {
  descriptor: PlaneDescriptor
  /** Of each instance that could be read. */
  readings: readonly InstanceReading[]
  /** How much of what the layer steers passes through this plane, any positive scale; absent: as much as the others. */
  covers?: number
  /** Of DNS: the time to live, ms; absent: the worst effect delay stands for it. */
  timeToLiveMs?: number
}

/** Around which steps a hook stands, in the order of time. */
export const HOOK_MOMENTS = ['first', 'before-shift', 'before-dns', 'after-shift', 'last'] as const
export type HookMoment = (typeof HOOK_MOMENTS)[number]

export interface ConfiguredHook {
  id: ServiceId
  how: 'webhook' | 'manual'
  does: string
  strength: 'strong' | 'weak'
  when: HookMoment
  directions: readonly ('evacuate' | 'failback')[]
  /** Absent: whichever region it is about. */
  regions?: readonly RegionId[]
  estimateMs: number
  budgetMs: number
}

export interface Pace {
  /** Shares of the way, 0–1, growing, the last 1. */
  stages: readonly number[]
  holdMs: number
  /** No savior's utilisation may rise by more in one step, 0–1. */
  mostRise: number
}

export interface PlannerSettings {
  /** What counts as safe, of the load-tested rate. */
  utilisationCeiling: number
  /** Below this part of the safe rate free the word is `tight`. */
  tightBelow: number
  paces: Readonly<Record<Profile | 'failback', Pace>>
  /** q: clients that never follow DNS, 0–1. */
  neverFollowShare: number
  residualShare: number
  residualFloorRequestsPerSecond: number
  /** A write, its read-back and enough samples to believe, ms. */
  observeMs: number
  verifyMs: number
  /** 75th percentile of past steps of a kind, ms; without it three times the estimate. */
  pastStepMs: Readonly<Record<string, number>>
}

export const DEFAULT_SETTINGS: PlannerSettings = {
  utilisationCeiling: 0.75,
  tightBelow: 0.1,
  paces: {
    emergency: { stages: [0.25, 0.5, 0.75, 1], holdMs: 30_000, mostRise: 0.1 },
    drill: { stages: [0.1, 0.25, 0.5, 0.75, 1], holdMs: 150_000, mostRise: 0.04 },
    failback: { stages: [0.05, 0.1, 0.2, 0.35, 0.5, 0.75, 1], holdMs: 390_000, mostRise: 0.1 },
  },
  neverFollowShare: 0.03,
  residualShare: 0.005,
  residualFloorRequestsPerSecond: 5,
  observeMs: 5_000,
  verifyMs: 60_000,
  pastStepMs: {},
}

/** What a person asks for. */
export interface Wish {
  profile: Profile
  failure: FailureKind
}
