import type { NodeMark } from '#web/fleet/node-marks.ts'
import { MarkIcon } from './mark-icon.tsx'
import { markLookOf, marksSummary } from './mark-words.ts'
import classes from './marks.module.css'

/** Several marks as the worst one, with all of them in words; nothing where there are none. */
export function MarkBadge({ marks, withWords = false }: { marks: readonly NodeMark[]; withWords?: boolean }) {
  const [worst] = marks
  if (worst === undefined) return null
  const summary = marksSummary(marks)
  return (
    <span className={classes.badge} title={summary}>
      <MarkIcon look={markLookOf(worst)} />
      <span className={withWords ? undefined : 'visually-hidden'}>{summary}</span>
    </span>
  )
}
