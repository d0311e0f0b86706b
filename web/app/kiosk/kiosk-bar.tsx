import { useNavigate, useRouterState } from '@tanstack/react-router'
import { TrafficSearch } from '#web/features/traffic/traffic-search.ts'
import { useLive } from '#web/live/use-live.ts'
import { mapWords } from '#web/messages/map-en.ts'
import { PATHS } from '#web/urls/urls.ts'
import { ServerClock } from '../shell/server-clock.tsx'
import { SimulatedWorld } from '../shell/simulated-world.tsx'
import { TimeIndicator } from '../shell/time-indicator.tsx'
import { useCrumbs } from '../shell/use-crumbs.ts'
import { useDocumentTitle } from '../shell/use-document-title.ts'
import classes from './kiosk-bar.module.css'
import { useIdle } from './use-idle.ts'
import { useRotation } from './use-rotation.ts'

/** What a wall display keeps of the chrome: which view it is, whether it is now, what time it is, that it is simulated. */
export function KioskBar({ rotationMs }: { rotationMs: number | null }) {
  const crumbs = useCrumbs()
  useDocumentTitle(crumbs)
  const simulated = useLive((live) => live.simulated)
  const scenario = useLive((live) => live.scenario)
  const navigate = useNavigate()
  const search = useRouterState({ select: (state) => state.location.search })
  const idle = useIdle()
  useRotation(rotationMs)
  const view = crumbs.at(-1)?.label ?? ''
  const leave = (): void => {
    const { kiosk: _kiosk, rotate: _rotate, ...rest } = TrafficSearch.parse(search)
    void navigate({ to: PATHS.traffic, search: rest })
  }
  const words = mapWords.kiosk
  return (
    <header className={classes.bar} data-idle={idle || undefined} aria-label={words.label}>
      <strong
        className={classes.view}
        aria-label={rotationMs === null ? view : words.rotating(view, rotationMs / 1_000)}
      >
        {view}
      </strong>
      {simulated && <SimulatedWorld scenario={scenario} />}
      <div className={classes.room} />
      <button type="button" className={classes.leave} onClick={leave}>
        {words.leave}
      </button>
      <TimeIndicator />
      <ServerClock />
    </header>
  )
}
