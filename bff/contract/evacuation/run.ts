import { z } from 'zod'
import { EpochMs, RegionId, Ulid } from '../ids.ts'
import { Forecast } from './forecast.ts'
import { InstanceId, InstanceState, PlaneId, SegmentId, Weights } from './plane.ts'
import { Plan } from './plan.ts'
import { Finding, Override } from './rules.ts'

/**
 * The phases of an evacuation or a failback. `reconciling`: a write's outcome is unknown, or the server began anew;
 * nothing is written until the planes have been read until they stand still.
 */
export const Phase = z.enum([
  'draft',
  'awaiting-approval',
  'armed',
  'running',
  'paused',
  'reconciling',
  'rolling-back',
  'evacuated',
  'restored',
  'held',
  'rolled-back',
  'taken-over',
  'cancelled',
  'expired',
])
export type Phase = z.infer<typeof Phase>

/** Nothing moves any more by this record; its lock is free (but for `evacuated`, which is watched and keeps it). */
export const FINAL_PHASES: readonly Phase[] = ['restored', 'held', 'rolled-back', 'taken-over', 'cancelled', 'expired']

/** Within a shifting step; a step of another kind waits, then is verified. */
export const Stage = z.enum(['waiting', 'writing', 'reading-back', 'settling', 'observing', 'holding', 'verified'])
export type Stage = z.infer<typeof Stage>

export const PauseCause = z.enum([
  'operator',
  'guard',
  'stuck',
  'plane',
  'restart',
  'unknown-write',
  'not-effective',
  'drift',
  // A break-glass run nobody else has acknowledged in time: it holds the share it has.
  'unacknowledged',
])
export type PauseCause = z.infer<typeof PauseCause>

/** One logical write: committed before the call; the same key whenever it is tried again. */
export const LedgerEntry = z.strictObject({
  key: z.string(),
  epoch: z.number().int().min(0),
  step: z.number().int().min(0),
  plane: PlaneId,
  instance: InstanceId,
  segment: SegmentId,
  weights: Weights,
  state: z.enum(['intended', 'accepted', 'refused', 'unknown', 'confirmed', 'superseded']),
  intendedAt: EpochMs,
  answeredAt: EpochMs.nullable(),
  attempts: z.number().int().min(0),
  /** The plane's words where it did not accept. */
  why: z.string().nullable(),
})
export type LedgerEntry = z.infer<typeof LedgerEntry>

/** One witness at one step. Shares are of the scope's demand, 0–1; null is unknown and never agrees. */
export const Witness = z.strictObject({
  who: z.enum(['planes', 'arrivals', 'probes']),
  victimShare: z.number().min(0).max(1).nullable(),
  /** Half-width within which it can tell, 0–1. */
  within: z.number().min(0).nullable(),
  samples: z.number().int().min(0).nullable(),
  observedAt: EpochMs.nullable(),
  agrees: z.enum(['yes', 'no', 'unknown']),
})
export type Witness = z.infer<typeof Witness>

/** `not-effective`: the planes say so and the traffic does not. `foreign`: the traffic moved and the planes say no. */
export const StepVerdict = z.enum(['verified', 'settling', 'not-effective', 'foreign', 'unknown'])
export type StepVerdict = z.infer<typeof StepVerdict>

export const Guard = z.strictObject({
  id: z.string(),
  /** `savior errors`. */
  name: z.string(),
  /** As printed, with its unit: `0.24 %`. */
  value: z.string(),
  limit: z.string(),
  state: z.enum(['holds', 'waits', 'broken', 'unknown']),
  hard: z.boolean(),
})
export type Guard = z.infer<typeof Guard>

/** The immutable timeline; the report is made from it. */
export const RunEvent = z.strictObject({
  seq: z.number().int().min(0),
  at: EpochMs,
  /** A person, `system`, or a plane's instance. */
  who: z.string(),
  kind: z.enum([
    'drafted',
    'proposed',
    'approved',
    'refused',
    'armed',
    'started',
    'step-began',
    'wrote',
    'read-back',
    'verified',
    'paused',
    'resumed',
    'reconciling',
    'reconciled',
    'overridden',
    'hook',
    'guard',
    'drift',
    'hold',
    'rolling-back',
    'ended',
    'acknowledged',
    'note',
  ]),
  says: z.string(),
})
export type RunEvent = z.infer<typeof RunEvent>

export const Approval = z.strictObject({ by: z.string(), at: EpochMs, planHash: z.string(), expiresAt: EpochMs })
export type Approval = z.infer<typeof Approval>

export const ObservedShares = z.strictObject({
  at: EpochMs,
  /** What was wanted at that instant, and what was seen; null is unknown. */
  target: z.record(RegionId, z.number().min(0).max(1)),
  observed: z.record(RegionId, z.number().min(0).max(1).nullable()),
})
export type ObservedShares = z.infer<typeof ObservedShares>

/**
 * A place the run goes on without, by a person's word, for as long as it cannot be read. What it says stays unknown, and
 * whom it serves counts as not moved. Once it answers again and has stood still it is taken along, and leaves the list.
 */
export const LeftOut = z.strictObject({
  plane: PlaneId,
  instance: InstanceId,
  by: z.string(),
  at: EpochMs,
  reason: z.string(),
})
export type LeftOut = z.infer<typeof LeftOut>

/** Somebody asks to go back into a region that fails, or that nobody sees: another person has to agree in time. */
export const WayBackAsked = z.strictObject({ by: z.string(), at: EpochMs, reason: z.string(), expiresAt: EpochMs })
export type WayBackAsked = z.infer<typeof WayBackAsked>

/** One evacuation or failback from draft to its end: what `/evacuate/:id` shows. */
export const Run = z.strictObject({
  id: Ulid,
  plan: Plan,
  phase: Phase,
  /** Grows by one with every change; a change names the one it saw. */
  version: z.number().int().min(0),
  /** Of the lease under which it writes; a later one fences the earlier off. */
  epoch: z.number().int().min(0),
  owner: z.string().nullable(),
  approval: Approval.nullable(),
  /** One person began it alone; a second must say so by then, or it holds. */
  breakGlass: z
    .strictObject({ reason: z.string(), acknowledgeBy: EpochMs, acknowledgedBy: z.string().nullable() })
    .nullable(),
  /** Null while nobody asks for it. */
  wayBackAsked: WayBackAsked.nullable().default(null),
  /** Runs stored by earlier versions have none. */
  leftOut: z.array(LeftOut).default([]),
  startedAt: EpochMs.nullable(),
  /** As it was foretold when it started; absent before, and where nothing could be foretold. */
  forecast: Forecast.optional(),
  endedAt: EpochMs.nullable(),
  /** Which way the steps are walked; a pause in a rollback goes on back. */
  heading: z.enum(['onward', 'back']),
  /** Index into the plan's steps; the number of steps when all are done. Heading back: the step being undone. */
  step: z.number().int().min(0),
  stage: Stage,
  stageSince: EpochMs,
  /** When the next thing happens by itself, for the countdown; null when nothing will. */
  nextAt: EpochMs.nullable(),
  /** Why it stands still; on an evacuated run the standing alarm of its watch (`drift`; `plane`: one cannot be read). */
  pause: z.strictObject({ cause: PauseCause, why: z.string(), by: z.string(), at: EpochMs }).nullable(),
  verdict: StepVerdict,
  witnesses: z.array(Witness),
  guards: z.array(Guard),
  findings: z.array(Finding),
  overrides: z.array(Override),
  planes: z.array(InstanceState),
  ledger: z.array(LedgerEntry),
  /** When each verified step began and was verified, in the plan's order. */
  stepsDone: z.array(z.strictObject({ step: z.number().int().min(0), beganAt: EpochMs, verifiedAt: EpochMs })),
  /** Clients that never follow: `4.2 k sticky, 310 streams`; null while none are known. */
  stuckClients: z.string().nullable(),
  shares: z.array(ObservedShares),
  events: z.array(RunEvent),
})
export type Run = z.infer<typeof Run>
