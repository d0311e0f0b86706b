import { clock } from '#web/messages/en.ts'
import { localTimeOf, utcTimeText } from '#web/messages/format.ts'
import classes from './top-bar.module.css'

/** The server's time, UTC beside the person's own, the zone by name. */
export function Clock({ now, timeZone }: { now: number; timeZone?: string }) {
  const local = localTimeOf(now, timeZone)
  return (
    <div className={`${classes.chip} ${classes.clock}`} title={clock.hint(local.zoneName)}>
      <time className={classes.strong} dateTime={new Date(now).toISOString()}>
        {utcTimeText(now)}
      </time>
      <span>{clock.utc}</span>
      <span className={classes.localTime}>· {local.sameAsUtc ? clock.localIsUtc : `${local.time} ${local.zone}`}</span>
    </div>
  )
}
