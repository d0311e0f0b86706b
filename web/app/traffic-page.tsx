import { useNavigate, useSearch } from '@tanstack/react-router'
import { TrafficScreen } from '#web/features/traffic/traffic-screen.tsx'
import { useLive } from '#web/live/use-live.ts'
import { nav } from '#web/messages/en.ts'
import { PATHS } from '#web/urls/urls.ts'
import { Timeline } from './timeline/timeline.tsx'
import classes from './traffic-page.module.css'

/** The traffic screen with time along its bottom. */
export function TrafficPage() {
  const thresholds = useLive((live) => live.health)
  const search = useSearch({ from: PATHS.traffic })
  const navigate = useNavigate({ from: PATHS.traffic })
  return (
    <div className={classes.page}>
      <h1 className="visually-hidden">{nav.traffic}</h1>
      <div className={classes.screen}>
        <TrafficScreen
          search={search}
          onSearch={(next, how) => void navigate({ search: next, replace: how?.replace ?? false })}
        />
      </div>
      <Timeline thresholds={thresholds} />
    </div>
  )
}
