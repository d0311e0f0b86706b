import { useState } from 'react'
import type { SourceProblem } from '#contract/source-status.ts'
import { utcWhenText } from '#web/messages/format.ts'
import { sources as words } from '#web/messages/sources-en.ts'
import { ActionButton } from '#web/ui/action-button.tsx'
import classes from './sources-screen.module.css'

const SHOWN = 3

/** What went wrong, newest first, in the words of the server. */
export function ProblemList({ problems, now }: { problems: readonly SourceProblem[]; now: number }) {
  const [unfolded, setUnfolded] = useState(false)
  if (problems.length === 0) return <p className={classes.quiet}>{words.problems.none}</p>
  const shown = unfolded ? problems : problems.slice(0, SHOWN)
  const older = problems.length - SHOWN
  return (
    <>
      <ol className={classes.problems}>
        {shown.map(({ asked, message, at }, index) => (
          <li key={`${at}-${index}`} className={classes.problem}>
            <time className={classes.when} dateTime={new Date(at).toISOString()}>
              {words.problems.when(utcWhenText(at, now))}
            </time>
            <span className={classes.asked}>{asked}</span>
            <span>{message}</span>
          </li>
        ))}
      </ol>
      {older > 0 && (
        <ActionButton size="small" onClick={() => setUnfolded(!unfolded)}>
          {unfolded ? words.problems.fewer : words.problems.more(older)}
        </ActionButton>
      )}
    </>
  )
}
