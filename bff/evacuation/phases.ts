import { FINAL_PHASES, type Phase } from '#contract/evacuation/run.ts'

/** Phases in which a run holds the lease and is driven. */
const EXECUTING: readonly Phase[] = ['running', 'paused', 'reconciling', 'rolling-back']

export const WATCHED_AFTERWARDS: Phase = 'evacuated'

export function isExecuting(phase: Phase): boolean {
  return EXECUTING.includes(phase)
}

export function isDriven(phase: Phase): boolean {
  return phase === WATCHED_AFTERWARDS || EXECUTING.includes(phase)
}

export function isFinal(phase: Phase): boolean {
  return FINAL_PHASES.includes(phase)
}
