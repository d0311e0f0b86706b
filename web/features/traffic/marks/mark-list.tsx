import { markWords } from '#web/messages/marks-en.ts'
import type { NodeMark } from '#web/fleet/node-marks.ts'
import { MarkIcon } from './mark-icon.tsx'
import { markLookOf, markText } from './mark-words.ts'
import classes from './marks.module.css'

export interface MarkListProps {
  marks: readonly NodeMark[]
  /** Of the moment shown, UTC ms. */
  now: number
  most?: number
}

/** Marks with their words, the worst first; nothing at all where there are none. */
export function MarkList({ marks, now, most = 6 }: MarkListProps) {
  if (marks.length === 0) return null
  return (
    <ul className={classes.list} aria-label={markWords.title}>
      {marks.slice(0, most).map((mark) => (
        <li key={`${mark.node} ${mark.kind} ${mark.text} ${mark.since}`}>
          <MarkIcon look={markLookOf(mark)} />
          <span>{markText(mark, now)}</span>
        </li>
      ))}
      {marks.length > most && <li className={classes.more}>{markWords.more(marks.length - most)}</li>}
    </ul>
  )
}
