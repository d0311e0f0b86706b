import { compareWords as words } from '#web/messages/compare-en.ts'
import { ageText, utcWhenText } from '#web/messages/format.ts'
import { ActionButton } from '#web/ui/action-button.tsx'
import classes from './compare-bar.module.css'
import type { MissingMoment } from './use-comparison.ts'
import { useRecordedSince } from './use-recorded-since.ts'

export interface MissingNoteProps {
  /** The moment asked for, in words. */
  moment: string
  why: MissingMoment
  /** UTC ms. */
  now: number
  onCompareWith: (at: number) => void
}

/** Why there is nothing to compare with, what the history holds instead, and the way there. */
export function MissingNote({ moment, why, now, onCompareWith }: MissingNoteProps) {
  const { since } = useRecordedSince(true)
  if (why.kind === 'failed') {
    return (
      <span className={classes.note} role="alert">
        {words.failed(why.problem)}
      </span>
    )
  }
  const near = why.kind === 'not-recorded' ? [why.from, why.to].filter((end) => end !== null) : []
  return (
    <>
      <span className={classes.note} role="alert">
        {why.kind === 'not-yet' ? words.notYet(moment) : `${words.notRecorded(moment)}.`} {heldText(since, now)}
      </span>
      {near.map((end) => {
        const at = Math.ceil(end / 1_000) * 1_000
        return (
          <ActionButton key={end} size="small" onClick={() => onCompareWith(at)}>
            {words.toRecorded(words.momentUtc(utcWhenText(at, now)))}
          </ActionButton>
        )
      })}
    </>
  )
}

function heldText(since: number | null | undefined, now: number): string {
  if (since === undefined) return ''
  return since === null ? words.heldNothing : words.held(words.momentUtc(utcWhenText(since, now)), ageText(now - since))
}
