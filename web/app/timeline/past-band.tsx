import { replayWords as words } from '#web/messages/replay-en.ts'
import classes from './past-band.module.css'
import { useTimeTravel } from './use-time-travel.ts'

/** Around the picture while it is not of now: nobody may take the past for the present. */
export function PastBand() {
  const { words: moment } = useTimeTravel()
  if (moment === null) return null
  const isOther = moment.tone === 'waiting' || moment.tone === 'failed'
  return (
    <>
      {isOther && <div className={classes.veil} aria-hidden />}
      <div className={classes.frame} data-tone={moment.tone} aria-hidden />
      <aside className={classes.band} data-tone={moment.tone} aria-label={words.past}>
        <span className={classes.title}>{moment.title}</span>
        <time className={classes.moment}>{moment.moment}</time>
        <span className={classes.ago}>{moment.ago}</span>
        {moment.note !== '' && <span className={classes.note}>{moment.note}</span>}
      </aside>
    </>
  )
}
