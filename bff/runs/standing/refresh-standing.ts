import type { RegionId } from '#contract/ids.ts'
import { standingStateOf, StandingFailure, type StandingKey, type StandingPlan } from '#contract/evacuation/standing.ts'
import type { Ctx } from '#bff/ctx.ts'
import { SYSTEM } from '#bff/evacuation/journal.ts'
import type { PlanAnswer } from '#bff/evacuation/planner/plan-evacuation.ts'
import { sealPlan } from '#bff/evacuation/planner/seal-plan.ts'
import { isStillInside } from '#bff/evacuation/planner/standing-plan.ts'
import { hashOf, type Planning } from '../plan-runs.ts'
import type { PlaneWatch } from '../watch-planes.ts'
import { whoActs } from '../who-acts.ts'
import { keepStanding, emptyStanding, loadStanding } from './keep-standing.ts'
import { planStanding } from './plan-standing.ts'

/**
 * Plans every region anew, each way it may fail, and says of each approved plan whether it is still what would be done.
 * Nothing an approval binds to is changed.
 */
export async function refreshStanding(input: {
  ctx: Ctx
  planning: Pick<Planning, 'plan'>
  planes: Pick<PlaneWatch, 'readNow'>
  regions: readonly RegionId[]
}): Promise<StandingPlan[]> {
  const { ctx, planning, planes, regions } = input
  await planes.readNow()
  const keys = regions.flatMap((region) => StandingFailure.options.map((failure) => ({ region, failure })))
  const answers = await Promise.all(keys.map(async (key) => ({ key, answer: await planStanding(planning, key) })))
  const now = ctx.clock.now()
  return ctx.store.transaction(async (tx) => {
    const refreshed: StandingPlan[] = []
    for (const { key, answer } of answers) {
      const before = await loadStanding(tx, key)
      const next = withFresh(before ?? emptyStanding(key), answer, { id: ctx.newUlid(), now })
      const kept = await keepStanding(tx, before, next, now)
      if (kept === null) throw new Error(`the standing plan of ${nameOf(key)} changed within a transaction`)
      refreshed.push(kept)
    }
    await tx.appendAudit({
      at: now,
      actor: whoActs(ctx.actor),
      action: 'standing.refreshed',
      subject: 'standing-plans',
      detail: {
        plans: refreshed.map((each) => ({
          region: each.region,
          failure: each.failure,
          state: standingStateOf(each, now),
          differences: each.differences,
        })),
      },
      requestId: ctx.requestId,
    })
    return refreshed
  })
}

/** The same standing plan after this refresh. */
export function withFresh(
  standing: StandingPlan,
  answer: PlanAnswer,
  { id, now }: { id: string; now: number },
): StandingPlan {
  const stands = standing.approved ?? standing.candidate
  if (answer.kind === 'refused') {
    return {
      ...standing,
      fresh: { at: now, plan: null, refused: [...answer.reasons] },
      differences: stands === null ? [] : answer.reasons.map((reason) => `it cannot be planned now: ${reason}`),
    }
  }
  const reason = `evacuation of ${standing.region}, should it fail`
  const plan = sealPlan(answer.plan, { id, reason, author: SYSTEM, createdAt: now }, hashOf)
  return {
    ...standing,
    fresh: { at: now, plan, refused: [] },
    differences: stands === null ? [] : [...isStillInside(stands, answer.plan).differences],
  }
}

export function nameOf({ region, failure }: StandingKey): string {
  return `${region}/${failure}`
}
