import { z } from 'zod'
import { EpochMs, RegionId, ServiceId, Ulid, ZoneId } from '../ids.ts'
import { InstanceId, PlaneId, SegmentId, Weights } from './plane.ts'

const share = z.number().min(0).max(1)
const requestsPerSecond = z.number().min(0)

/** What leaves where. Everything else stays as it is. */
export const EvacuationScope = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('region'), region: RegionId }),
  z.strictObject({ kind: z.literal('zone'), region: RegionId, zone: ZoneId }),
  z.strictObject({ kind: z.literal('service'), region: RegionId, service: ServiceId }),
  z.strictObject({ kind: z.literal('segment'), region: RegionId, segment: SegmentId }),
])
export type EvacuationScope = z.infer<typeof EvacuationScope>

export const Direction = z.enum(['evacuate', 'failback'])
export type Direction = z.infer<typeof Direction>

/** `drill` is slower and stops sooner. */
export const Profile = z.enum(['emergency', 'drill'])
export type Profile = z.infer<typeof Profile>

/** Decides the order: which planes first, and whose silence may not block. */
export const FailureKind = z.enum(['edge-alive', 'edge-dark', 'backend-sick'])
export type FailureKind = z.infer<typeof FailureKind>

/** How the moved traffic is laid upon the saviors. */
export const Placement = z.enum(['headroom', 'proximity', 'share'])
export type Placement = z.infer<typeof Placement>

/**
 * One segment of one plane before this step (as read when the plan was made, later as the steps before leave it), and as
 * this step wants it. Absolute: going back over a step is writing what was.
 */
export const PlannedSplit = z.strictObject({
  plane: PlaneId,
  segment: SegmentId,
  was: Weights,
  wanted: Weights,
})
export type PlannedSplit = z.infer<typeof PlannedSplit>

const step = {
  id: ServiceId,
  /** One line: `Proxy 31 → 20 %`. */
  title: z.string(),
  /** How long it should take, ms, and beyond what it counts as stuck. */
  estimateMs: z.number().min(0),
  budgetMs: z.number().min(0),
}

export const HookStep = z.strictObject({
  ...step,
  kind: z.literal('hook'),
  hook: ServiceId,
  /** `manual` waits for a person who says it is done. */
  how: z.enum(['webhook', 'manual']),
  /** What is to happen, in words: `promote license-db in us-west-2`. */
  does: z.string(),
  /** A weak one may be skipped by name in an emergency. */
  strength: z.enum(['strong', 'weak']),
})
export const ScaleStep = z.strictObject({
  ...step,
  kind: z.literal('scale'),
  needs: z.array(z.strictObject({ region: RegionId, service: ServiceId, instancesReady: z.number().int().min(0) })),
})
export const ShiftStep = z.strictObject({
  ...step,
  kind: z.literal('shift'),
  layer: z.enum(['proxy', 'dns', 'switch']),
  /**
   * What each region should serve of the scope's demand after this step, from the rounded weights; sums to 1. Of a zone's
   * evacuation by zone, of that region's demand.
   */
  shares: z.record(RegionId, share),
  splits: z.array(PlannedSplit).min(1),
  /** How long the verified picture must stand before the next step, ms. */
  holdMs: z.number().min(0),
})
export const DrainStep = z.strictObject({
  ...step,
  kind: z.literal('drain'),
  /** Drained when the victim serves less than this share of what it did, or less than the floor. */
  residualShare: share,
  floorRequestsPerSecond: requestsPerSecond,
  /** At least one time-to-live. */
  leastMs: z.number().min(0),
})
export const VerifyStep = z.strictObject({ ...step, kind: z.literal('verify') })

export const Step = z.discriminatedUnion('kind', [HookStep, ScaleStep, ShiftStep, DrainStep, VerifyStep])
export type Step = z.infer<typeof Step>
export type ShiftStep = z.infer<typeof ShiftStep>
export type HookStep = z.infer<typeof HookStep>
export type ScaleStep = z.infer<typeof ScaleStep>
export type DrainStep = z.infer<typeof DrainStep>

/** What one region would carry. requests/s; null is unknown. */
export const RegionLoad = z.strictObject({
  region: RegionId,
  beforeRequestsPerSecond: requestsPerSecond.nullable(),
  afterRequestsPerSecond: requestsPerSecond.nullable(),
  /** By its tightest service; null when no capacity is configured or measured. */
  safeRequestsPerSecond: requestsPerSecond.nullable(),
  tightestService: ServiceId.nullable(),
  /** Services over their safe rate after, tightest first. */
  saturating: z.array(z.strictObject({ service: ServiceId, utilisation: z.number().min(0) })),
})
export type RegionLoad = z.infer<typeof RegionLoad>

/** What acting would do, as arithmetic: every number of it can be followed. */
export const Prediction = z.strictObject({
  at: EpochMs,
  /** Where the demand comes from: `same minute last week × today's healthy regions`, or `entered by hand`. */
  demandFrom: z.string(),
  /** As it will weigh upon the saviors: with its uplift. */
  movedRequestsPerSecond: requestsPerSecond.nullable(),
  /** Uplift κ laid upon moved traffic, and whether it is a guess or learnt. */
  uplift: z.strictObject({ factor: z.number().min(1), from: z.enum(['guess', 'entered', 'learnt']) }),
  regions: z.array(RegionLoad),
  /** What does not fit, requests/s, and of what is moved, 0–1; null is unknown, 0 is none. */
  shortfallRequestsPerSecond: requestsPerSecond.nullable(),
  shortfallShare: share.nullable(),
  /** `feasible`, `tight` under a tenth of headroom, `short`, or `unknown` with its reasons in `guesses`. */
  word: z.enum(['feasible', 'tight', 'short', 'unknown']),
  /** Could another region be lost afterwards? */
  survivesOneMore: z.boolean().nullable(),
  stores: z.array(
    z.strictObject({
      store: ServiceId,
      class: z.enum(['multi-active', 'single-primary', 'asynchronous']),
      lagMs: z.number().min(0).nullable(),
      /** In words: `42 s of writes may be lost`. */
      loss: z.string(),
    }),
  ),
  /** Until the region serves nobody but clients that never follow. */
  estimateMs: z.number().min(0),
  /** Numbers nobody measured, each in words. */
  guesses: z.array(z.string()),
  /** Which service in which savior reaches its safe rate first, and how far on the way, 0–1; null when none does. */
  firstToSaturate: z.strictObject({ region: RegionId, service: ServiceId, atShare: share }).nullable().optional(),
  /** What else a person must know, each in words: services that exist only there, jobs that stop, planes left out. */
  cautions: z.array(z.string()).optional(),
})
export type Prediction = z.infer<typeof Prediction>

/** What was approved: the run may refresh freely inside and must ask again outside. */
export const Envelope = z.strictObject({
  /** At most, per savior, requests/s. */
  ceilings: z.record(RegionId, requestsPerSecond),
  /** Data loss at most, ms of writes; null is no bound: no store is concerned, or its lag was unknown and approved so. */
  dataLossMs: z.number().min(0).nullable(),
  shortfallShare: share,
})
export type Envelope = z.infer<typeof Envelope>

/** Everything the approver says yes to. Frozen when proposed; a changed plan is another plan. */
export const Plan = z.strictObject({
  id: Ulid,
  direction: Direction,
  scope: EvacuationScope,
  profile: Profile,
  failure: FailureKind,
  placement: Placement,
  /** The evacuation this one leads back from. */
  of: Ulid.nullable(),
  /** Made from a standing plan, whose approval it lies inside of; absent where it was approved for itself. */
  standing: z.strictObject({ planId: Ulid, planHash: z.string() }).optional(),
  steps: z.array(Step).min(1),
  envelope: Envelope,
  prediction: Prediction,
  reason: z.string().min(1).max(500),
  author: z.string(),
  createdAt: EpochMs,
  /** SHA-256 of the canonical JSON of everything above. What an approval binds to. */
  hash: z.string().regex(/^[0-9a-f]{64}$/),
})
export type Plan = z.infer<typeof Plan>

/** One line of the dry run: what would be written where, in order. */
export const PlannedWrite = z.strictObject({
  step: z.number().int().min(0),
  order: z.number().int().min(0),
  plane: PlaneId,
  instance: InstanceId,
  segment: SegmentId,
  /** As read now; null where the instance could not be read. */
  before: Weights.nullable(),
  after: Weights,
})
export type PlannedWrite = z.infer<typeof PlannedWrite>
