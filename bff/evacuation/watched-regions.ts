import type { Run } from '#contract/evacuation/run.ts'
import { victimOf } from './setting.ts'

/**
 * The regions that take load, and whose state therefore stops the run: all of the plan's but the victim. A failback
 * watches the region that comes back, too.
 */
export function watchedRegions(run: Pick<Run, 'plan'>): readonly string[] {
  const regions = new Set<string>()
  for (const step of run.plan.steps) {
    if (step.kind === 'shift') for (const region in step.shares) regions.add(region)
  }
  if (run.plan.direction === 'evacuate') regions.delete(victimOf(run.plan.scope))
  return [...regions]
}
