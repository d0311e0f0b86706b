import { timeline as words } from '#web/messages/en.ts'
import { utcMinuteText, utcTimeText } from '#web/messages/format.ts'
import type { Change } from '#contract/change.ts'
import { placeChanges } from './place-changes.ts'
import classes from './timeline.module.css'

export interface ChangeMarksProps {
  changes: readonly Change[]
  from: number
  to: number
  width: number
}

/** A diamond and a name where something changed; all of them also as a list for those who do not see the strip. */
export function ChangeMarks({ changes, from, to, width }: ChangeMarksProps) {
  const marks = placeChanges({ changes, from, to, width })
  if (marks.length === 0) return null
  return (
    <>
      <div className={classes.marks} aria-hidden>
        {marks.map(({ change, x, label }) => (
          <div key={change.id} className={classes.mark} style={{ left: `${x}px` }}>
            <span className={classes.diamond} title={`${utcMinuteText(change.startedAt)} ${change.title}`} />
            {label !== null && (
              <span className={classes.markLabel} data-side={label.side} style={{ maxWidth: `${label.width}px` }}>
                {change.title}
              </span>
            )}
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
