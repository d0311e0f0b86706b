import type { Run, RunEvent } from '#contract/evacuation/run.ts'

/** One more line of the run's timeline. Lines are only ever added. */
export function tell(run: Run, line: { at: number; who: string; kind: RunEvent['kind']; says: string }): Run {
  return { ...run, events: [...run.events, { seq: run.events.length, ...line }] }
}

export const SYSTEM = 'system'
