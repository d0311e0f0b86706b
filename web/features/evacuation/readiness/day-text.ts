import { utcMomentText } from '#web/messages/format.ts'

/** `2026-11-22 14:03`, UTC: seconds tell nothing of an approval that lives for weeks. */
export function dayText(epochMs: number): string {
  return utcMomentText(epochMs).slice(0, 16)
}
