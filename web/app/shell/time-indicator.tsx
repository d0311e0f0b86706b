import { useTimeTravel } from '../timeline/use-time-travel.ts'
import { LiveStreamIndicator } from './live-stream-indicator.tsx'
import classes from './time-indicator.module.css'
import bar from './top-bar.module.css'

/** How the stream stands; or, while the past is shown, which moment of it. Never both: only one of them is on screen. */
export function TimeIndicator() {
  const { words } = useTimeTravel()
  if (words === null) return <LiveStreamIndicator />
  return (
    <div className={`${bar.chip} ${classes.past}`} data-tone={words.tone} role="group" aria-label={words.title}>
      <span className={classes.title}>{words.title}</span>
      <span>{words.moment}</span>
      <span className={classes.ago}>· {words.ago}</span>
    </div>
  )
}
