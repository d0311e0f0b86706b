import { utcMinuteText, utcTimeText, utcWhenText } from './format.ts'
import { replayWords as words } from './replay-en.ts'

/** `Nothing was recorded 13:02–13:05 UTC`. */
export function gapText(gap: { from: number | null; to: number | null } | null, now: number): string {
  const { from = null, to = null } = gap ?? {}
  if (from === null) return to === null ? words.gapEverywhere : words.gapUntil(utcWhenText(to, now))
  if (to === null) return words.gapSince(utcWhenText(from, now))
  const [start, end] =
    to - from < 180_000 ? [utcTimeText(from), utcTimeText(to)] : [utcMinuteText(from), utcMinuteText(to)]
  return words.gap(start, end)
}
