import type { Run } from '#contract/evacuation/run.ts'
import { noticeWords } from '#web/messages/evacuation-notices-en.ts'
import { pauseCauses } from '#web/messages/evacuation-run-en.ts'

/** Latched, a plane that cannot be read is an alarm: nothing is paused by it, and nothing refuses. */
export function isSilenceAlarm({ phase, pause }: Pick<Run, 'phase' | 'pause'>): boolean {
  return phase === 'evacuated' && pause?.cause === 'plane'
}

/** Why it stands still, or what its watch has to say; null while neither. */
export function pauseTitleOf(run: Pick<Run, 'phase' | 'pause'>): string | null {
  if (run.pause === null) return null
  return isSilenceAlarm(run) ? noticeWords.silent : pauseCauses[run.pause.cause]
}
