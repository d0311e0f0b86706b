import { timeline as words } from '#web/messages/en.ts'
import { utcMinuteText, utcTimeText } from '#web/messages/format.ts'
import type { Change } from '#contract/change.ts'
import { changeMarksOf } from './place-changes.ts'
import classes from './timeline.module.css'

const LABEL_PX = 132

export interface ChangeMarksProps {
  changes: readonly Change[]
  from: number
  to: number
  width: number
}

/** A diamond and a name where something changed; all of them also as a list for those who do not see the strip. */
export function ChangeMarks({ changes, from, to, width }: ChangeMarksProps) {
  const marks = changeMarksOf({ changes, from, to, width, labelWidth: LABEL_PX })
  if (marks.length === 0) return null
  return (
    <>
      <div className={classes.marks} aria-hidden>
        {marks.map(({ change, x, labelled, side }) => (
          <div key={change.id} className={classes.mark} style={{ left: `${x}px` }} data-side={side}>
            <span className={classes.diamond} title={`${utcMinuteText(change.startedAt)} ${change.title}`} />
            {labelled && <span className={classes.markLabel}>{change.title}</span>}
          </div>
        ))}
      </div>
      <div className="visually-hidden">
        <p>{words.changes}</p>
        <ul>
          {marks.map(({ change }) => (
            <li key={change.id}>{changeText(change)}</li>
          ))}
        </ul>
      </div>
    </>
  )
}

function changeText({ startedAt, title, regions }: Change): string {
  const where = regions.length === 0 ? words.everywhere : words.inPlaces(regions.join(', '))
  return words.change(utcTimeText(startedAt), title, where)
}
