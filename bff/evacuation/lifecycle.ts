import { isAllowedIn } from '#contract/evacuation/allowed.ts'
import type { Forecast } from '#contract/evacuation/forecast.ts'
import type { Plan } from '#contract/evacuation/plan.ts'
import type { Run } from '#contract/evacuation/run.ts'
import { SYSTEM, tell } from './journal.ts'
import type { EvacuationSettings } from './settings.ts'
import { LEAST_REASON } from './told.ts'

/**
 * The part of a run's life in which nothing is written to a plane: from a draft to the moment it may start. Who may do
 * what, and whether a sign-in is recent, is checked before; what the state of the run allows is checked here.
 */
export type Filed = { kind: 'done'; run: Run } | { kind: 'refused'; code: FilingCode; why: string }
export type FilingCode =
  | 'not-now'
  | 'same-person'
  | 'plan-changed'
  | 'no-approval'
  | 'approval-expired'
  | 'step-up-needed'
  | 'name-mistyped'
  | 'reason-needed'

type Refused = Extract<Filed, { kind: 'refused' }>

function refuse(code: FilingCode, why: string): Refused {
  return { kind: 'refused', code, why }
}

export function draftRun(input: { id: string; plan: Plan; now: number }): Run {
  const { id, plan, now } = input
  const run: Run = {
    id,
    plan,
    phase: 'draft',
    version: 0,
    epoch: 0,
    owner: null,
    approval: null,
    breakGlass: null,
    wayBackAsked: null,
    leftOut: [],
    startedAt: null,
    endedAt: null,
    heading: 'onward',
    step: 0,
    stage: 'waiting',
    stageSince: now,
    nextAt: null,
    pause: null,
    verdict: 'settling',
    witnesses: [],
    guards: [],
    findings: [],
    overrides: [],
    planes: [],
    ledger: [],
    stepsDone: [],
    stuckClients: null,
    shares: [],
    events: [],
  }
  return tell(run, { at: now, who: plan.author, kind: 'drafted', says: plan.reason })
}

export function proposeRun(run: Run, input: { by: string; now: number }): Filed {
  if (!isAllowedIn(run.phase, 'propose')) return refuse('not-now', `a ${run.phase} run is not proposed`)
  const proposed: Run = { ...run, phase: 'awaiting-approval' }
  return done(tell(proposed, { at: input.now, who: input.by, kind: 'proposed', says: 'waits for a second person' }))
}

/** Bound to the plan as it was seen, and only by another person than its author. */
export function approveRun(
  run: Run,
  input: { by: string; planHash: string; now: number; settings: EvacuationSettings },
): Filed {
  if (!isAllowedIn(run.phase, 'approve')) return refuse('not-now', `a ${run.phase} run is not approved`)
  if (input.by === run.plan.author) return refuse('same-person', 'nobody approves a plan of his own')
  if (input.planHash !== run.plan.hash) return refuse('plan-changed', 'the plan is another one than was seen')
  const expiresAt = input.now + input.settings.approvalMs
  const approval = { by: input.by, at: input.now, planHash: input.planHash, expiresAt }
  const approved = tell(
    { ...run, approval },
    { at: input.now, who: input.by, kind: 'approved', says: `plan ${run.plan.hash.slice(0, 12)}` },
  )
  return done(
    tell(
      { ...approved, phase: 'armed', nextAt: expiresAt },
      { at: input.now, who: SYSTEM, kind: 'armed', says: 'may be started' },
    ),
  )
}

export function cancelRun(run: Run, input: { by: string; now: number; why: string }): Filed {
  if (!isAllowedIn(run.phase, 'cancel')) return refuse('not-now', `a ${run.phase} run is not cancelled`)
  const ended: Run = { ...run, phase: 'cancelled', endedAt: input.now, nextAt: null }
  return done(tell(ended, { at: input.now, who: input.by, kind: 'ended', says: `cancelled: ${input.why}` }))
}

/** A second person says no: the plan is withdrawn, and another one can be drafted. */
export function refuseRun(run: Run, input: { by: string; now: number; why: string }): Filed {
  if (!isAllowedIn(run.phase, 'approve')) return refuse('not-now', `a ${run.phase} run is not refused`)
  if (input.by === run.plan.author) return refuse('same-person', 'an author withdraws his plan, others refuse it')
  const ended: Run = { ...run, phase: 'cancelled', endedAt: input.now, nextAt: null }
  return done(tell(ended, { at: input.now, who: input.by, kind: 'refused', says: input.why }))
}

/** An armed run whose approval has run out asks for it again. */
export function expireApproval(run: Run, now: number): Run {
  if (run.phase !== 'armed' || run.approval === null || now < run.approval.expiresAt) return run
  const asking: Run = { ...run, phase: 'awaiting-approval', approval: null, nextAt: null }
  return tell(asking, { at: now, who: SYSTEM, kind: 'refused', says: 'the approval has expired' })
}

export interface StartRequest {
  by: string
  /** When this person last proved who they are by a step-up, UTC ms; null when never. */
  steppedUpAt: number | null
  /** The region's name as it was typed. */
  typed: string
  reason?: string
  /** Rules to break by name. */
  overrides?: readonly string[]
  /** One person alone; a second acknowledges afterwards. */
  breakGlass: boolean
  /** What is foretold at this moment, to be kept with the run. */
  forecast?: Forecast
}

/** Why it may not start, or null. */
export function refusalOfStart(
  run: Run,
  request: StartRequest,
  now: number,
  settings: EvacuationSettings,
): Refused | null {
  if (!isAllowedIn(run.phase, request.breakGlass ? 'break-glass' : 'start')) {
    return refuse('not-now', `a run that is ${run.phase} is not started`)
  }
  if (request.typed !== run.plan.scope.region) return refuse('name-mistyped', `type ${run.plan.scope.region}`)
  if (request.steppedUpAt === null || now - request.steppedUpAt > settings.stepUpMs || request.steppedUpAt > now) {
    return refuse('step-up-needed', 'confirm who you are once more')
  }
  const reasoned = (request.reason ?? '').trim().length >= LEAST_REASON
  if ((request.breakGlass || (request.overrides ?? []).length > 0) && !reasoned) {
    return refuse('reason-needed', `a reason of ${LEAST_REASON} characters or more`)
  }
  return request.breakGlass ? null : refusalOfApproval(run, now)
}

function refusalOfApproval(run: Run, now: number): Refused | null {
  const { approval, plan } = run
  if (approval === null) return refuse('no-approval', 'nobody has approved it')
  if (approval.by === plan.author) return refuse('same-person', 'nobody approves a plan of his own')
  if (approval.planHash !== plan.hash) return refuse('plan-changed', 'the plan was changed after its approval')
  if (now >= approval.expiresAt) return refuse('approval-expired', 'the approval has expired')
  return null
}

/** Under way, under this lease. */
export function startedRun(
  run: Run,
  request: StartRequest,
  input: { epoch: number; owner: string; now: number; settings: EvacuationSettings },
): Run {
  const { epoch, owner, now, settings } = input
  const breakGlass = request.breakGlass
    ? { reason: (request.reason ?? '').trim(), acknowledgeBy: now + settings.acknowledgeWithinMs, acknowledgedBy: null }
    : null
  const { forecast } = request
  const started: Run = {
    ...run,
    phase: 'running',
    epoch,
    owner,
    startedAt: now,
    nextAt: null,
    breakGlass,
    ...(forecast === undefined ? {} : { forecast }),
  }
  const says = breakGlass === null ? 'started' : `started alone: ${breakGlass.reason}`
  return tell(started, { at: now, who: request.by, kind: 'started', says })
}

function done(run: Run): Filed {
  return { kind: 'done', run }
}
