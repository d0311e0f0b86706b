import type { Run } from '#contract/evacuation/run.ts'
import { FINAL_PHASES, type Phase } from '#contract/evacuation/run.ts'

const NOT_BEGUN: readonly Phase[] = ['draft', 'awaiting-approval', 'armed']

/**
 * Whether this person has had a hand in a run that is under way, as its author, approver or by any act: then their session
 * does not end by itself, since whoever would have to sign in anew cannot act meanwhile.
 */
export function takesPart(runs: Iterable<Pick<Run, 'phase' | 'events'>>, personId: string): boolean {
  for (const { phase, events } of runs) {
    if (FINAL_PHASES.includes(phase) || NOT_BEGUN.includes(phase)) continue
    if (events.some(({ who }) => who === personId)) return true
  }
  return false
}
