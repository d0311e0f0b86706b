import { useNow } from '#web/live/use-now.ts'
import { useReplay } from '#web/live/use-replay.ts'
import { compareWords as words } from '#web/messages/compare-en.ts'
import { ageText, utcWhenText } from '#web/messages/format.ts'
import classes from './side-label.module.css'

/** Of which moment this one of two maps is, and how old that is. */
export function SideLabel() {
  const now = useNow()
  const at = useReplay((replay) => replay.at)
  return (
    <p className={classes.label} data-live={at === null || undefined}>
      <strong>{at === null ? words.live : words.momentUtc(utcWhenText(at, now))}</strong>
      <span>{at === null ? words.momentUtc(utcWhenText(now, now)) : words.ago(ageText(now - at))}</span>
    </p>
  )
}
