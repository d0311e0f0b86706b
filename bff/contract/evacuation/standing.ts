import { z } from 'zod'
import { EpochMs, RegionId, Ulid } from '../ids.ts'
import type { Permission } from '../permissions.ts'
import { Plan } from './plan.ts'
import { Approval } from './run.ts'

/**
 * A standing plan: the evacuation of a region as it would be done today, adopted by one person and approved by another
 * in daylight, so that in the night a leader arms it by one proof of who he is. It is planned anew each night; the
 * approval holds as long as the new plan lies inside what was approved, and not longer than its time.
 */

/** How the region fails decides the order, so each way has a plan of its own. */
export const StandingFailure = z.enum(['edge-alive', 'edge-dark'])
export type StandingFailure = z.infer<typeof StandingFailure>

export const StandingKey = z.strictObject({ region: RegionId, failure: StandingFailure })
export type StandingKey = z.infer<typeof StandingKey>

export const StandingPlan = z.strictObject({
  ...StandingKey.shape,
  /** Grows by one with every change. */
  version: z.number().int().min(0),
  /** As planned at the last refresh, by `system`; without a plan where the planner refuses, with every reason. */
  fresh: z.strictObject({ at: EpochMs, plan: Plan.nullable(), refused: z.array(z.string()) }).nullable(),
  /** Adopted by a person, who is its author; waits for a second one. */
  candidate: Plan.nullable(),
  approved: Plan.nullable(),
  /** Binds to the approved plan's hash. */
  approval: Approval.nullable(),
  /** How the last refresh differs from the approved plan, or from the candidate where none is approved; in words. */
  differences: z.array(z.string()),
  /** Where its runbook was last written for the day Spillway is gone; null: not yet, or it could not be. */
  runbook: z.strictObject({ file: z.string(), at: EpochMs }).nullable(),
})
export type StandingPlan = z.infer<typeof StandingPlan>

/**
 * `none`: the planner refuses or has not run. `unadopted`: nobody stands for it. `outside`: what would be done now is
 * not what was approved. `expired`: the approval has run out.
 */
export const StandingState = z.enum(['none', 'unadopted', 'awaiting-approval', 'approved', 'outside', 'expired'])
export type StandingState = z.infer<typeof StandingState>

export function standingStateOf(standing: StandingPlan, now: number): StandingState {
  const { approved, approval, candidate, fresh, differences } = standing
  if (approved !== null && approval !== null) {
    if (now >= approval.expiresAt) return 'expired'
    return differences.length === 0 && fresh?.plan !== null ? 'approved' : 'outside'
  }
  if (candidate !== null) return 'awaiting-approval'
  return fresh === null || fresh.plan === null ? 'none' : 'unadopted'
}

const seen = { version: z.number().int().min(0) }
const planHash = z.string().regex(/^[0-9a-f]{64}$/)

/** The acts upon a standing plan, each `POST …/<verb>` with its body. */
export const STANDING_ACTS = {
  /** Takes the plan of the last refresh as one's own and asks for its approval. */
  adopt: z.strictObject({ ...seen, planHash, reason: z.string().trim().min(1).max(500) }),
  approve: z.strictObject({ ...seen, planHash }),
  refuse: z.strictObject({ ...seen, reason: z.string().trim().min(1).max(500) }),
  /** Takes back what waits for approval; where nothing does, what is approved. */
  withdraw: z.strictObject({ ...seen, reason: z.string().trim().min(1).max(500) }),
} as const
export type StandingActVerb = keyof typeof STANDING_ACTS

export const StandingAct = z.discriminatedUnion('verb', [
  STANDING_ACTS.adopt.extend({ verb: z.literal('adopt') }),
  STANDING_ACTS.approve.extend({ verb: z.literal('approve') }),
  STANDING_ACTS.refuse.extend({ verb: z.literal('refuse') }),
  STANDING_ACTS.withdraw.extend({ verb: z.literal('withdraw') }),
])
export type StandingAct = z.infer<typeof StandingAct>

/**
 * Makes an armed run of the approved plan: planned from this moment, and refused with the differences where that lies
 * outside of what was approved. Names no version: a refresh in between must not hinder it.
 */
export const ArmStanding = z.strictObject({ planHash })
export type ArmStanding = z.infer<typeof ArmStanding>

export const PERMISSION_OF_STANDING_ACT: Readonly<Record<StandingActVerb | 'arm' | 'refresh', Permission>> = {
  adopt: 'evacuation.propose',
  approve: 'evacuation.approve',
  refuse: 'evacuation.approve',
  withdraw: 'evacuation.propose',
  arm: 'evacuation.start',
  refresh: 'evacuation.propose',
}

/** What is allowed when; read by buttons and server alike. That nobody approves his own is `mayApproveStanding`. */
export function isStandingAllowed(standing: StandingPlan, verb: StandingActVerb | 'arm', now: number): boolean {
  switch (verb) {
    case 'adopt':
      return standing.fresh !== null && standing.fresh.plan !== null
    case 'approve':
    case 'refuse':
      return standing.candidate !== null
    case 'withdraw':
      return standing.candidate !== null || standing.approved !== null
    case 'arm':
      // Also where the last refresh lay outside: what counts is how it is now.
      return ['approved', 'outside'].includes(standingStateOf(standing, now))
  }
}

export function mayApproveStanding(standing: StandingPlan, person: string): boolean {
  return standing.candidate !== null && standing.candidate.author !== person
}

/** A plan as lists show it: its steps by their titles alone. */
export const StandingOutline = Plan.pick({
  id: true,
  hash: true,
  author: true,
  reason: true,
  createdAt: true,
  envelope: true,
  prediction: true,
}).extend({ steps: z.array(z.string()) })
export type StandingOutline = z.infer<typeof StandingOutline>

/** `GET /api/v1/standing-plans`. */
export const StandingPlans = z.strictObject({
  at: EpochMs,
  /** When they are planned anew by themselves; null where there is nothing to evacuate with. */
  nextRefreshAt: EpochMs.nullable(),
  /** Why the last refresh failed, or a runbook could not be written; null when all is well. */
  problem: z.string().nullable(),
  /** Where the runbooks are written, on the server's machine. */
  runbooks: z.string(),
  plans: z.array(
    z.strictObject({
      ...StandingKey.shape,
      version: z.number().int().min(0),
      state: StandingState,
      refreshedAt: EpochMs.nullable(),
      refused: z.array(z.string()),
      fresh: StandingOutline.nullable(),
      candidate: StandingOutline.nullable(),
      approved: StandingOutline.nullable(),
      approval: Approval.nullable(),
      differences: z.array(z.string()),
      runbook: z.strictObject({ file: z.string(), at: EpochMs }).nullable(),
      /** The run that was armed by it and is not over; null when none. */
      armedRun: Ulid.nullable(),
    }),
  ),
})
export type StandingPlans = z.infer<typeof StandingPlans>
export type StandingLine = StandingPlans['plans'][number]
