import type { Plan } from '#contract/evacuation/plan.ts'
import type { Run } from '#contract/evacuation/run.ts'
import { victimOf } from './setting.ts'

/**
 * The regions that take load, and whose state therefore stops the run: all of the plan's but the victim. A failback
 * watches the region that comes back, too.
 */
export function watchedRegions(run: Pick<Run, 'plan'>): readonly string[] {
  const known = watched.get(run.plan)
  if (known !== undefined) return known
  const regions = reckonWatched(run.plan)
  watched.set(run.plan, regions)
  return regions
}

/** A plan is frozen, and the question is asked at every sample. */
const watched = new WeakMap<Plan, readonly string[]>()

function reckonWatched(plan: Plan): readonly string[] {
  const regions = new Set<string>()
  for (const step of plan.steps) {
    if (step.kind === 'shift') for (const region in step.shares) regions.add(region)
  }
  if (plan.direction === 'evacuate') regions.delete(victimOf(plan.scope))
  return [...regions]
}
