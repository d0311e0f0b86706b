import type { Run } from '#contract/evacuation/run.ts'
import { SYSTEM, tell } from './journal.ts'

/**
 * The evacuation a failback leads back from, after that has ended. Restored or left as it is, nothing remains to be
 * watched. Null when it stays evacuated, because the failback was undone.
 */
export function settledOrigin(origin: Run, failback: Run, now: number): Run | null {
  const { phase } = failback
  if (phase !== 'restored' && phase !== 'held' && phase !== 'taken-over') return null
  const ended: Run = { ...origin, phase, endedAt: now, nextAt: null, pause: null }
  return tell(ended, { at: now, who: SYSTEM, kind: 'ended', says: `${phase} by the failback ${failback.id}` })
}
