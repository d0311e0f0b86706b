import { evacuateWords as words } from '#web/messages/evacuation-en.ts'
import { utcTimeText } from '#web/messages/format.ts'
import classes from './stale-band.module.css'

/** Nothing old looks new: since when it is old, and why. */
export function StaleBand({ since, why }: { since: number; why: string }) {
  return (
    <div className={classes.band} role="alert">
      <strong>{words.stalePicture(utcTimeText(since))}</strong>
      <span>{words.stalePictureBody(why)}</span>
    </div>
  )
}
