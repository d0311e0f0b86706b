import type { PlaneDescriptor } from '#contract/evacuation/plane.ts'
import type { Run } from '#contract/evacuation/run.ts'
import { shiftAt } from './goal.ts'

/** Until what the present step writes acts on users, by its slowest plane, ms; behind the last shift, by the slowest of all. */
export function effectDelay(run: Run, descriptors: readonly PlaneDescriptor[]): { usual: number; worst: number } {
  const step = shiftAt(run)
  let usual = 0
  let worst = 0
  for (const descriptor of descriptors) {
    if (step !== null && !step.splits.some((split) => split.plane === descriptor.id)) continue
    usual = Math.max(usual, descriptor.effectDelayMs.usual)
    worst = Math.max(worst, descriptor.effectDelayMs.worst)
  }
  return { usual, worst }
}
