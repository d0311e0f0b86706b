import {
  isStandingAllowed,
  mayApproveStanding,
  PERMISSION_OF_STANDING_ACT,
  type StandingAct,
  type StandingKey,
  type StandingPlan,
} from '#contract/evacuation/standing.ts'
import { requirePermission } from '#bff/auth/require-permission.ts'
import type { Ctx } from '#bff/ctx.ts'
import { isStillInside } from '#bff/evacuation/planner/standing-plan.ts'
import { sealPlan } from '#bff/evacuation/planner/seal-plan.ts'
import type { EvacuationSettings } from '#bff/evacuation/settings.ts'
import { Failure } from '#bff/failure.ts'
import { hashOf } from '../plan-runs.ts'
import { whoActs } from '../who-acts.ts'
import { demandStanding, keepStanding } from './keep-standing.ts'
import { draftOf } from './plan-standing.ts'
import { recordRefusals } from './record-refusals.ts'
import { nameOf } from './refresh-standing.ts'

interface StandingActing {
  ctx: Ctx
  key: StandingKey
  act: StandingAct
  settings: Pick<EvacuationSettings, 'standing'>
}

/** One act of a person upon a standing plan, by whoever saw its present version. */
export function actOnStanding(acting: StandingActing): Promise<StandingPlan> {
  return recordRefusals(acting, acting.act.verb, () => perform(acting))
}

function perform(acting: StandingActing): Promise<StandingPlan> {
  const { ctx, key, act } = acting
  requirePermission(ctx, PERMISSION_OF_STANDING_ACT[act.verb])
  return ctx.store.transaction(async (tx) => {
    const before = await demandStanding(tx, key)
    const now = ctx.clock.now()
    if (act.version !== before.version) throw outdated(before)
    if (!isStandingAllowed(before, act.verb, now)) {
      throw new Failure({ code: 'conflict', message: WHY_NOT[act.verb] })
    }
    const { next, says } = changed(before, acting, now)
    const kept = await keepStanding(tx, before, next, now)
    if (kept === null) throw outdated(before)
    await tx.appendAudit({
      at: now,
      actor: whoActs(ctx.actor),
      action: `standing.${DONE[act.verb]}`,
      subject: nameOf(key),
      detail: says,
      requestId: ctx.requestId,
    })
    return kept
  })
}

const DONE = { adopt: 'adopted', approve: 'approved', refuse: 'refused', withdraw: 'withdrawn' } as const

const WHY_NOT = {
  adopt: 'There is no plan to adopt: the last refresh could make none.',
  approve: 'Nothing waits for approval.',
  refuse: 'Nothing waits for approval.',
  withdraw: 'There is nothing to withdraw.',
} as const

function changed(
  before: StandingPlan,
  { ctx, act, settings }: StandingActing,
  now: number,
): { next: StandingPlan; says: Record<string, string> } {
  const by = whoActs(ctx.actor)
  switch (act.verb) {
    case 'adopt': {
      const fresh = before.fresh?.plan ?? null
      if (fresh === null || fresh.hash !== act.planHash) throw anotherPlan()
      const signed = { id: ctx.newUlid(), reason: act.reason, author: by, createdAt: now }
      const candidate = sealPlan(draftOf(fresh), signed, hashOf)
      const differences = before.approved === null ? [] : before.differences
      return { next: { ...before, candidate, differences }, says: { planHash: candidate.hash, reason: act.reason } }
    }
    case 'approve':
      return approved(before, { by, planHash: act.planHash, now, settings })
    case 'refuse': {
      if (!mayApproveStanding(before, by)) throw samePerson('An author withdraws his plan, others refuse it.')
      const says = { planHash: before.candidate?.hash ?? '', reason: act.reason }
      return { next: { ...before, candidate: null }, says }
    }
    case 'withdraw': {
      const gone = before.candidate ?? before.approved
      const next =
        before.candidate === null
          ? { ...before, approved: null, approval: null, differences: [] }
          : { ...before, candidate: null }
      return { next, says: { planHash: gone?.hash ?? '', reason: act.reason } }
    }
  }
}

/** By another person than its author, bound to what was seen, and only while it is still what would be done. */
function approved(
  before: StandingPlan,
  input: { by: string; planHash: string; now: number; settings: Pick<EvacuationSettings, 'standing'> },
): { next: StandingPlan; says: Record<string, string> } {
  const { by, planHash, now, settings } = input
  const { candidate, fresh } = before
  if (candidate === null || candidate.hash !== planHash) throw anotherPlan()
  if (!mayApproveStanding(before, by)) throw samePerson('Nobody approves a plan of his own.')
  const differences =
    fresh === null || fresh.plan === null
      ? ['the last refresh could make none']
      : isStillInside(candidate, draftOf(fresh.plan)).differences
  if (differences.length > 0) {
    throw new Failure({
      code: 'conflict',
      message: `It is no longer what would be done: ${differences.join('; ')}. Adopt the plan of the last refresh.`,
    })
  }
  const approval = { by, at: now, planHash, expiresAt: now + settings.standing.approvalMs }
  return {
    next: { ...before, approved: candidate, approval, candidate: null, differences: [] },
    says: { planHash, author: candidate.author },
  }
}

function anotherPlan(): Failure {
  return new Failure({ code: 'conflict', message: 'The plan is another one than was seen.', path: 'planHash' })
}

function samePerson(message: string): Failure {
  return new Failure({ code: 'forbidden', message, expected: 'somebody else' })
}

function outdated(standing: StandingPlan): Failure {
  return new Failure({
    code: 'conflict',
    message: 'It has changed since you looked; look again before you act.',
    path: 'version',
    expected: String(standing.version),
  })
}
