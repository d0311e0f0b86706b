import type { Phase, Run } from './run.ts'

/**
 * What is allowed when: the one table the buttons, the server and the mocks read. It judges the run's state alone; who
 * may is the policy table's matter, except where the two cannot be told apart (nobody approves his own plan).
 */
export const RUN_VERBS = [
  'propose',
  'approve',
  'start',
  'break-glass',
  'acknowledge',
  'pause',
  'resume',
  'hold',
  'roll-back',
  'agree',
  'leave-out',
  'reassert',
  'adopt',
  'confirm-hook',
  'skip-hook',
  'take-over',
  'cancel',
  'draft-failback',
] as const
export type RunVerb = (typeof RUN_VERBS)[number]

const PHASES_OF: Readonly<Record<RunVerb, readonly Phase[]>> = {
  propose: ['draft'],
  approve: ['awaiting-approval'],
  start: ['armed'],
  // One person alone, with a reason; a second acknowledges afterwards.
  'break-glass': ['draft', 'awaiting-approval'],
  acknowledge: ['running', 'paused', 'reconciling', 'rolling-back', 'evacuated'],
  pause: ['running', 'rolling-back'],
  resume: ['paused'],
  hold: ['running', 'paused', 'reconciling', 'rolling-back', 'evacuated'],
  'roll-back': ['running', 'paused', 'reconciling', 'evacuated'],
  // As a second person, to going back into a region that fails.
  agree: ['running', 'paused', 'reconciling', 'evacuated'],
  'leave-out': ['paused', 'evacuated'],
  reassert: ['paused', 'evacuated'],
  adopt: ['paused', 'evacuated'],
  'confirm-hook': ['running', 'paused'],
  'skip-hook': ['running', 'paused'],
  'take-over': ['running', 'paused', 'reconciling', 'rolling-back', 'evacuated'],
  cancel: ['draft', 'awaiting-approval', 'armed'],
  'draft-failback': ['evacuated'],
}

export function isAllowedIn(phase: Phase, verb: RunVerb): boolean {
  return PHASES_OF[verb].includes(phase)
}

/** Two different people: the approver is never the author. */
export function mayApprove(run: Pick<Run, 'plan' | 'phase'>, person: string): boolean {
  return isAllowedIn(run.phase, 'approve') && run.plan.author !== person
}
