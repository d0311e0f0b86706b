import { useLive } from '#web/live/use-live.ts'
import { Breadcrumb } from './breadcrumb.tsx'
import { SearchField } from './search-field.tsx'
import { ServerClock } from './server-clock.tsx'
import { SimulatedWorld } from './simulated-world.tsx'
import { TimeIndicator } from './time-indicator.tsx'
import classes from './top-bar.module.css'
import { useDocumentTitle } from './use-document-title.ts'
import { useCrumbs } from './use-crumbs.ts'
import { WhoYouAre } from './who-you-are.tsx'

export interface TopBarProps {
  onSearch: () => void
  /** Somebody is about to search: a good moment to fetch what that needs. */
  onApproachSearch: () => void
}

/** Where you are, whether what you see is now, what time it is, who you are. */
export function TopBar({ onSearch, onApproachSearch }: TopBarProps) {
  const crumbs = useCrumbs()
  useDocumentTitle(crumbs)
  const simulated = useLive((live) => live.simulated)
  const scenario = useLive((live) => live.scenario)
  return (
    <header className={classes.bar}>
      <Breadcrumb crumbs={crumbs} />
      {simulated && <SimulatedWorld scenario={scenario} />}
      <div className={classes.room} />
      <SearchField onOpen={onSearch} onApproach={onApproachSearch} />
      <TimeIndicator />
      <ServerClock />
      <WhoYouAre />
    </header>
  )
}
