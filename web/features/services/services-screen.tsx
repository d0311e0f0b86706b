import { useQuery } from '@tanstack/react-query'
import { servicesQuery } from '#web/api/services.ts'
import { LoadingState } from '#web/fleet/loading-state.tsx'
import { useLive } from '#web/live/use-live.ts'
import { useNow } from '#web/live/use-now.ts'
import { servicesWords as words } from '#web/messages/services-en.ts'
import { useServicesFleet } from './board/use-services-fleet.ts'
import { KnownServices } from './known-services.tsx'
import type { ServicesSearch } from './services-search.ts'
import classes from './services.module.css'

export interface ServicesScreenProps {
  search: ServicesSearch
  onSearch: (next: ServicesSearch, how?: { replace: boolean }) => void
  onGo: (href: string) => void
}

/** Every service, worst first: the map's twin, with what the fleet's other systems know beside it. */
export function ServicesScreen(props: ServicesScreenProps) {
  const fleet = useServicesFleet()
  const asked = useQuery(servicesQuery())
  return (
    <div className={classes.screen}>
      <h1 className="visually-hidden">{words.title}</h1>
      {fleet === null ? (
        <Waiting />
      ) : (
        <KnownServices {...props} fleet={fleet} answer={asked.data} error={asked.error} />
      )}
    </div>
  )
}

function Waiting() {
  const stream = useLive((live) => live.stream)
  const hasRoster = useLive((live) => live.roster !== null)
  const skewMs = useLive((live) => live.skewMs)
  const now = useNow()
  return <LoadingState stream={stream} hasRoster={hasRoster} elapsedMs={Math.max(0, now + skewMs - stream.since)} />
}
