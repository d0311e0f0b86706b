import type { Plan } from '#contract/evacuation/plan.ts'
import type { PlanDraft } from './plan-evacuation.ts'

/**
 * Gives a draft its id, author, reason and time, and the hash an approval binds to. `hashOf` is the SHA-256, in
 * hexadecimal, of the canonical JSON of what it is given: an effect of no purity's concern, but of Node's.
 */
export function sealPlan(
  draft: PlanDraft,
  signed: Pick<Plan, 'id' | 'reason' | 'author' | 'createdAt'>,
  hashOf: (plan: Omit<Plan, 'hash'>) => string,
): Plan {
  const plan = { ...draft, ...signed }
  return { ...plan, hash: hashOf(plan) }
}

/** Whether a plan still is what its hash says. */
export function isSealed(plan: Plan, hashOf: (plan: Omit<Plan, 'hash'>) => string): boolean {
  const { hash, ...rest } = plan
  return hashOf(rest) === hash
}
