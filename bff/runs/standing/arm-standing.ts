import type { Plan } from '#contract/evacuation/plan.ts'
import type { Run } from '#contract/evacuation/run.ts'
import {
  PERMISSION_OF_STANDING_ACT,
  standingStateOf,
  type StandingKey,
  type StandingPlan,
} from '#contract/evacuation/standing.ts'
import { requirePermission } from '#bff/auth/require-permission.ts'
import type { Ctx } from '#bff/ctx.ts'
import { tell } from '#bff/evacuation/journal.ts'
import { draftRun } from '#bff/evacuation/lifecycle.ts'
import type { PlanDraft } from '#bff/evacuation/planner/plan-evacuation.ts'
import { sealPlan } from '#bff/evacuation/planner/seal-plan.ts'
import { isStillInside } from '#bff/evacuation/planner/standing-plan.ts'
import type { EvacuationSettings } from '#bff/evacuation/settings.ts'
import { Failure } from '#bff/failure.ts'
import type { StoreScope } from '#bff/store/store.ts'
import { createRunStore } from '../keep-runs.ts'
import { hashOf, type KeepDraft, type Planning } from '../plan-runs.ts'
import type { PlaneWatch } from '../watch-planes.ts'
import { whoActs } from '../who-acts.ts'
import { demandStanding } from './keep-standing.ts'
import { planStanding } from './plan-standing.ts'
import { recordRefusals } from './record-refusals.ts'
import { nameOf } from './refresh-standing.ts'

interface Arming {
  /** Outside of any transaction: planning asks the store itself. */
  ctx: Ctx
  key: StandingKey
  /** Of the approved plan as it was seen. */
  planHash: string
  planning: Pick<Planning, 'plan'>
  planes: Pick<PlaneWatch, 'readNow'>
  settings: Pick<EvacuationSettings, 'approvalMs'>
}

/**
 * Makes an armed run of an approved standing plan. Its steps are planned from this moment, from what the planes say now;
 * its bounds, author and approval are those of the standing plan, and where the two do not fit together the differences
 * are the answer. Nothing moves: who starts it types the region's name as always.
 */
export async function armStanding(arming: Arming): Promise<KeepDraft> {
  const { ctx, key, planning, planes } = arming
  return recordRefusals(arming, 'arm', async () => {
    requirePermission(ctx, PERMISSION_OF_STANDING_ACT.arm)
    armable(await demandStanding(ctx.store, key), arming.planHash, ctx.clock.now())
    await planes.readNow()
    const answer = await planStanding(planning, key)
    if (answer.kind === 'refused') {
      throw new Failure({ code: 'conflict', message: `It cannot be planned now: ${answer.reasons.join('; ')}.` })
    }
    await judge({ ...arming, store: ctx.store, now: ctx.clock.now(), draft: answer.plan })
    return (filing) => keepArmed({ ...arming, filing, draft: answer.plan })
  })
}

type Judged = { approved: Plan; approval: NonNullable<StandingPlan['approval']> }

/** Fails where this draft may not be armed; asked once before, where refusals are recorded, and once where it is kept. */
async function judge(
  input: Pick<Arming, 'key' | 'planHash'> & { store: StoreScope; now: number; draft: PlanDraft },
): Promise<Judged> {
  const { key, planHash, store, now, draft } = input
  const judged = armable(await demandStanding(store, key), planHash, now)
  const { differences } = isStillInside(judged.approved, draft)
  if (differences.length > 0) throw outside(differences)
  const runs = createRunStore({ store, clock: { now: () => now } })
  const other = (await runs.unfinished()).find(({ plan }) => plan.standing?.planHash === planHash)
  if (other === undefined) return judged
  throw new Failure({
    code: 'conflict',
    message: 'A run has been armed by this plan already, and is not over.',
    path: 'armedRun',
    expected: other.id,
  })
}

/** Within one transaction: what was approved, that nobody has armed it yet, and the run. */
function keepArmed(arming: Arming & { filing: Ctx; draft: PlanDraft }): Promise<Run> {
  const { key, planHash, filing, draft, settings } = arming
  return filing.store.transaction(async (tx) => {
    const now = filing.clock.now()
    const { approved, approval } = await judge({ key, planHash, store: tx, now, draft })
    const plan = sealArmed({ draft, approved, id: filing.newUlid(), now })
    const by = whoActs(filing.actor)
    const run = armedRun({ plan, approval, by, now, approvalMs: settings.approvalMs })
    if (!(await createRunStore({ store: tx, clock: filing.clock }).save(run, 0))) {
      throw new Failure({ code: 'conflict', message: 'It exists already.' })
    }
    await tx.appendAudit({
      at: now,
      actor: by,
      action: 'standing.armed',
      subject: nameOf(key),
      detail: { planHash, run: run.id },
      requestId: filing.requestId,
    })
    return run
  })
}

function armable(standing: StandingPlan, planHash: string, now: number): Judged {
  const { approved, approval } = standing
  if (approved === null || approval === null) {
    throw new Failure({ code: 'conflict', message: 'Nobody has approved this standing plan.' })
  }
  if (standingStateOf(standing, now) === 'expired') {
    throw new Failure({ code: 'conflict', message: 'The approval of this standing plan has run out.' })
  }
  if (approved.hash !== planHash || approval.planHash !== planHash) {
    throw new Failure({ code: 'conflict', message: 'The plan is another one than was seen.', path: 'planHash' })
  }
  if (approval.by === approved.author) {
    throw new Failure({ code: 'forbidden', message: 'Nobody approves a plan of his own.', expected: 'somebody else' })
  }
  return { approved, approval }
}

/** The standing plan's author and reason, and the bounds that were approved: the steps alone are of now. */
function sealArmed(input: { draft: PlanDraft; approved: Plan; id: string; now: number }): Plan {
  const { draft, approved, id, now } = input
  return sealPlan(
    { ...draft, envelope: approved.envelope, standing: { planId: approved.id, planHash: approved.hash } },
    { id, reason: approved.reason, author: approved.author, createdAt: now },
    hashOf,
  )
}

function armedRun(input: {
  plan: Plan
  approval: NonNullable<StandingPlan['approval']>
  by: string
  now: number
  approvalMs: number
}): Run {
  const { plan, approval, by, now, approvalMs } = input
  const expiresAt = Math.min(now + approvalMs, approval.expiresAt)
  const day = new Date(approval.at).toISOString().slice(0, 10)
  const hash = (plan.standing?.planHash ?? '').slice(0, 12)
  const drafted = draftRun({ id: plan.id, plan, now })
  const approved = tell(
    { ...drafted, approval: { by: approval.by, at: approval.at, planHash: plan.hash, expiresAt } },
    { at: now, who: approval.by, kind: 'approved', says: `on ${day}, as standing plan ${hash}, which holds it` },
  )
  return tell(
    { ...approved, phase: 'armed', nextAt: expiresAt },
    { at: now, who: by, kind: 'armed', says: 'from the standing plan; may be started' },
  )
}

function outside(differences: readonly string[]): Failure {
  return new Failure({
    code: 'conflict',
    message: `It is no longer what was approved: ${differences.join('; ')}. It needs a new approval.`,
    path: 'differences',
    expected: 'a plan inside of what was approved',
  })
}
