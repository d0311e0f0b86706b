import { TrafficScreen } from './traffic-placeholder.tsx'
import { useLive } from '#web/live/use-live.ts'
import { Timeline } from './timeline/timeline.tsx'
import classes from './traffic-page.module.css'

/** The traffic screen with time along its bottom. */
export function TrafficPage() {
  const thresholds = useLive((live) => live.health)
  return (
    <div className={classes.page}>
      <div className={classes.screen}>
        <TrafficScreen />
      </div>
      <Timeline thresholds={thresholds} />
    </div>
  )
}
