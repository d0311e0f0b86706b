import { z } from 'zod'
import { EpochMs, RegionId, Ulid } from '../ids.ts'
import type { Permission } from '../permissions.ts'
import { LossCurve } from './forecast.ts'
import { InstanceId, InstanceState, PlaneDescriptor, PlaneId } from './plane.ts'
import { Direction, EvacuationScope, FailureKind, Placement, PlannedWrite, Prediction, Profile, Step } from './plan.ts'
import { Finding, Override } from './rules.ts'
import { Phase, Run } from './run.ts'
import { RegionVerdict } from './verdict.ts'

/** What is asked of the evacuation's routes, and what they answer. */

/** What somebody would like to do; nothing is kept of it. */
export const Intention = z.strictObject({
  scope: EvacuationScope,
  profile: Profile.default('emergency'),
  failure: FailureKind.default('edge-alive'),
  placement: Placement.default('headroom'),
})
export type Intention = z.infer<typeof Intention>

export const WhatIf = z.strictObject({
  at: EpochMs,
  intention: Intention,
  prediction: Prediction,
  /** Empty where it is refused. */
  steps: z.array(Step),
  /** Every reason at once, each a sentence. */
  refused: z.array(z.string()),
  findings: z.array(Finding),
  /** Null where the present loss is unknown. */
  doNothing: LossCurve.nullable(),
  act: LossCurve.nullable(),
  /** Customer minutes each minute of waiting costs; null is unknown. */
  costOfAMinute: z.number().min(0).nullable(),
})
export type WhatIf = z.infer<typeof WhatIf>

export const NewDraft = Intention.extend({ reason: z.string().trim().min(1).max(500) })
export type NewDraft = z.infer<typeof NewDraft>

export const RunSummary = z.strictObject({
  id: Ulid,
  version: z.number().int().min(0),
  phase: Phase,
  direction: Direction,
  region: RegionId,
  createdAt: EpochMs,
  updatedAt: EpochMs,
})
export type RunSummary = z.infer<typeof RunSummary>

/** What `/evacuate` shows. */
export const Evacuations = z.strictObject({
  at: EpochMs,
  verdicts: z.array(RegionVerdict),
  /** Unfinished ones whole, so that no click lies between the crisis and its run. */
  open: z.array(Run),
  /** Newest first. */
  past: z.array(RunSummary),
  planes: z.array(z.strictObject({ descriptor: PlaneDescriptor, instances: z.array(InstanceState) })),
  /** Vantage points and when each was last heard; null: never. */
  vantages: z.array(z.strictObject({ id: z.string(), heardAt: EpochMs.nullable() })),
})
export type Evacuations = z.infer<typeof Evacuations>

/** The dry run: the exact writes in order, as planned from what the planes say now. */
export const DryRun = z.strictObject({
  at: EpochMs,
  writes: z.array(PlannedWrite),
  /** What the planes that can be asked answered; absent where none can. */
  answers: z.array(z.strictObject({ order: z.number().int().min(0), says: z.string() })),
})
export type DryRun = z.infer<typeof DryRun>

/** What planes and rules say of a run before it starts, all at once; nothing is written. */
export const Preflight = z.strictObject({ at: EpochMs, findings: z.array(Finding) })
export type Preflight = z.infer<typeof Preflight>

/** What would stand in the way of leaving a region, found on a calm day. */
export const ReadinessFinding = z.strictObject({
  about: z.enum(['drill', 'capacity', 'stores', 'services', 'jobs', 'planes', 'credentials', 'dependencies', 'plan']),
  state: z.enum(['ready', 'warns', 'not-ready', 'unknown']),
  /** One sentence with its numbers. */
  says: z.string(),
})
export type ReadinessFinding = z.infer<typeof ReadinessFinding>

/** Something this console itself needs to see, to act, or to let people in. */
export const OwnDependency = z.strictObject({
  kind: z.enum(['metrics', 'plane', 'identity', 'named']),
  what: z.string(),
  /** Where it stands; null is unknown. */
  region: RegionId.nullable(),
  /** When it last answered or failed to; null: never asked. */
  checkedAt: EpochMs.nullable(),
  /** Null is unknown. */
  works: z.boolean().nullable(),
  /** One sentence. */
  says: z.string(),
})
export type OwnDependency = z.infer<typeof OwnDependency>

/** `GET /api/v1/readiness`: every region, the least ready first, and what leaving it would do by now. */
export const RegionsReadiness = z.strictObject({
  at: EpochMs,
  regions: z.array(
    z.strictObject({
      region: RegionId,
      findings: z.array(ReadinessFinding),
      prediction: Prediction,
      /** Numbers nobody measured, and the key of the configuration under which each is entered; null: time teaches it. */
      guesses: z.array(z.strictObject({ says: z.string(), enter: z.string().nullable() })),
    }),
  ),
  dependencies: z.array(OwnDependency),
})
export type RegionsReadiness = z.infer<typeof RegionsReadiness>

/** Every change names the version it saw, so that nobody acts upon a picture that is gone. */
const seen = { version: z.number().int().min(0) }
const reason = z.string().trim().min(15).max(500)
const overrides = Override.pick({ rules: true, reason: true })

/**
 * The acts upon a run, each `POST …/<verb>` with its body. `start`, `break-glass`, and `roll-back` into a sick region,
 * want the region's id typed. Where rules block, the answer is 409 with their names in `expected`; `override` names them
 * with a reason, for this attempt alone.
 */
export const RUN_ACTS = {
  propose: z.strictObject({ ...seen }),
  approve: z.strictObject({ ...seen, planHash: z.string() }),
  refuse: z.strictObject({ ...seen, reason: z.string().trim().min(1).max(500) }),
  start: z.strictObject({ ...seen, typedRegion: z.string(), override: overrides.optional() }),
  'break-glass': z.strictObject({ ...seen, typedRegion: z.string(), reason, override: overrides.optional() }),
  acknowledge: z.strictObject({ ...seen }),
  // No version: pausing is never refused because the picture moved on.
  pause: z.strictObject({}),
  resume: z.strictObject({ ...seen, override: overrides.optional() }),
  hold: z.strictObject({ ...seen }),
  // Into a region that fails it only asks, with the reason; another person's `agree` begins it.
  'roll-back': z.strictObject({
    ...seen,
    typedRegion: z.string().optional(),
    reason: reason.optional(),
    override: overrides.optional(),
  }),
  agree: z.strictObject({ ...seen }),
  // Goes on without places that cannot be read, each by its name, until they answer again.
  'leave-out': z.strictObject({
    ...seen,
    places: z
      .array(z.strictObject({ plane: PlaneId, instance: InstanceId }))
      .min(1)
      .max(100),
    reason,
  }),
  reassert: z.strictObject({ ...seen, override: overrides.optional() }),
  adopt: z.strictObject({ ...seen, reason }),
  'confirm-hook': z.strictObject({ ...seen, step: z.number().int().min(0) }),
  'skip-hook': z.strictObject({ ...seen, step: z.number().int().min(0), reason }),
  'take-over': z.strictObject({ ...seen, reason }),
  cancel: z.strictObject({ ...seen }),
  note: z.strictObject({ says: z.string().trim().min(1).max(500) }),
} as const
export type RunActVerb = keyof typeof RUN_ACTS

/** An act with its verb: what a verb of the server is given. */
export const RunAct = z.discriminatedUnion('verb', [
  RUN_ACTS.propose.extend({ verb: z.literal('propose') }),
  RUN_ACTS.approve.extend({ verb: z.literal('approve') }),
  RUN_ACTS.refuse.extend({ verb: z.literal('refuse') }),
  RUN_ACTS.start.extend({ verb: z.literal('start') }),
  RUN_ACTS['break-glass'].extend({ verb: z.literal('break-glass') }),
  RUN_ACTS.acknowledge.extend({ verb: z.literal('acknowledge') }),
  RUN_ACTS.pause.extend({ verb: z.literal('pause') }),
  RUN_ACTS.resume.extend({ verb: z.literal('resume') }),
  RUN_ACTS.hold.extend({ verb: z.literal('hold') }),
  RUN_ACTS['roll-back'].extend({ verb: z.literal('roll-back') }),
  RUN_ACTS.agree.extend({ verb: z.literal('agree') }),
  RUN_ACTS['leave-out'].extend({ verb: z.literal('leave-out') }),
  RUN_ACTS.reassert.extend({ verb: z.literal('reassert') }),
  RUN_ACTS.adopt.extend({ verb: z.literal('adopt') }),
  RUN_ACTS['confirm-hook'].extend({ verb: z.literal('confirm-hook') }),
  RUN_ACTS['skip-hook'].extend({ verb: z.literal('skip-hook') }),
  RUN_ACTS['take-over'].extend({ verb: z.literal('take-over') }),
  RUN_ACTS.cancel.extend({ verb: z.literal('cancel') }),
  RUN_ACTS.note.extend({ verb: z.literal('note') }),
])
export type RunAct = z.infer<typeof RunAct>

/** Who may do each. */
export const PERMISSION_OF_ACT: Readonly<Record<RunActVerb, Permission>> = {
  propose: 'evacuation.propose',
  approve: 'evacuation.approve',
  refuse: 'evacuation.approve',
  start: 'evacuation.start',
  'break-glass': 'evacuation.start',
  acknowledge: 'evacuation.acknowledge',
  pause: 'evacuation.pause',
  resume: 'evacuation.steer',
  hold: 'evacuation.steer',
  'roll-back': 'evacuation.steer',
  agree: 'evacuation.acknowledge',
  'leave-out': 'evacuation.steer',
  reassert: 'evacuation.steer',
  adopt: 'evacuation.steer',
  'confirm-hook': 'evacuation.steer',
  'skip-hook': 'evacuation.steer',
  'take-over': 'evacuation.start',
  cancel: 'evacuation.propose',
  note: 'fleet.annotate',
}

export const NewFailback = z.strictObject({ reason: z.string().trim().min(1).max(500) })
export type NewFailback = z.infer<typeof NewFailback>
