import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { errorCodeOf } from '#web/api/request-error.ts'
import { serviceQuery } from '#web/api/services.ts'
import type { Fleet } from '#web/fleet/fleet.ts'
import { LoadingState } from '#web/fleet/loading-state.tsx'
import { useLive } from '#web/live/use-live.ts'
import { useNow } from '#web/live/use-now.ts'
import { useServicesFleet } from './board/use-services-fleet.ts'
import { KnownService } from './page/known-service.tsx'
import page from './page/page.module.css'
import { UnknownService } from './page/unknown-service.tsx'
import type { ServiceSearch } from './service-search.ts'

export interface ServiceScreenProps {
  service: string
  search: ServiceSearch
  onSearch: (next: ServiceSearch, how?: { replace: boolean }) => void
  /** Draws the callers and callees of the service in a region; another screen's picture. */
  neighbourhood: (fleet: Fleet, region: string) => ReactNode
}

/** All that is known of one service, in every region. */
export function ServiceScreen({ service, search, onSearch, neighbourhood }: ServiceScreenProps) {
  const fleet = useServicesFleet()
  const { data, error } = useQuery(serviceQuery(service))
  const isInFleet = fleet?.roster.nodes.some((node) => node.service === service && node.gone !== true) === true
  return (
    <div className={page.page} data-scroller>
      {fleet === null ? (
        <Waiting />
      ) : !isInFleet && (data === undefined || data.facts.length === 0) && (error !== null || data !== undefined) ? (
        <UnknownService
          service={service}
          roster={fleet.roster}
          why={errorCodeOf(error) === 'not_found' ? null : error}
        />
      ) : (
        <KnownService
          key={service}
          service={service}
          fleet={fleet}
          detail={data}
          error={error}
          search={search}
          onSearch={onSearch}
          neighbourhood={neighbourhood}
        />
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
