import type { Plan } from '#contract/evacuation/plan.ts'
import type { StandingKey } from '#contract/evacuation/standing.ts'
import { standingEnvelopeOf } from '#bff/evacuation/planner/standing-plan.ts'
import type { PlanAnswer, PlanDraft } from '#bff/evacuation/planner/plan-evacuation.ts'
import type { Planning } from '../plan-runs.ts'

/** The region's evacuation as it would be done from now, in an emergency, within bounds that hold at any hour. */
export async function planStanding(planning: Pick<Planning, 'plan'>, key: StandingKey): Promise<PlanAnswer> {
  const { answer } = await planning.plan({
    scope: { kind: 'region', region: key.region },
    profile: 'emergency',
    failure: key.failure,
    placement: 'headroom',
  })
  if (answer.kind === 'refused') return answer
  return { kind: 'planned', plan: { ...answer.plan, envelope: standingEnvelopeOf(answer.plan.prediction) } }
}

/** A sealed plan without what its author put to it. */
export function draftOf(plan: Plan): PlanDraft {
  const { id: _id, reason: _reason, author: _author, createdAt: _at, hash: _hash, ...draft } = plan
  return draft
}
