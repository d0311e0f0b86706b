import { useEffect, useState } from 'react'
import type { Engine } from '#web/engine/engine.ts'
import { OtherMoment } from '#web/live/other-moment.tsx'
import { useFleet } from '#web/fleet/use-fleet.ts'
import { useFilter } from '#web/filter/use-filter.ts'
import { filterAskedBy } from '../filter/filter-asked-by.ts'
import { TrafficMap } from '../map/traffic-map.tsx'
import { cameraOf, withCamera, type TrafficSearch } from '../traffic-search.ts'
import { HALF_TELLING } from './half-telling.ts'
import { linkMaps } from './link-maps.ts'
import { SideLabel } from './side-label.tsx'

export interface SideMapProps {
  search: TrafficSearch
  onSearch: (next: TrafficSearch, how?: { replace: boolean }) => void
  /** The map of the moment shown, whose camera this one follows and leads; null until it is drawn. */
  beside: Engine | null
}

/** The moment compared with, as a map of its own beside the other. */
export function SideMap(props: SideMapProps) {
  return (
    <OtherMoment>
      <MapOfThen {...props} />
      <SideLabel />
    </OtherMoment>
  )
}

function MapOfThen({ search, onSearch, beside }: SideMapProps) {
  const fleet = useFleet()
  const [engine, setEngine] = useState<Engine | null>(null)
  useEffect(() => {
    return engine === null || beside === null ? undefined : linkMaps(beside, engine)
  }, [engine, beside])
  if (fleet === null) return null
  return <MapOfFleet fleet={fleet} search={search} onSearch={onSearch} onEngine={setEngine} />
}

interface MapOfFleetProps extends Omit<SideMapProps, 'beside'> {
  fleet: NonNullable<ReturnType<typeof useFleet>>
  onEngine: (engine: Engine | null) => void
}

function MapOfFleet({ fleet, search, onSearch, onEngine }: MapOfFleetProps) {
  const { filtered } = useFilter(fleet, filterAskedBy(search))
  return (
    <TrafficMap
      fleet={fleet}
      search={withCamera(search, null)}
      onSearch={(next, how) => {
        // Where the camera is, the map beside it says.
        if (how?.replace === true) return
        onSearch(next.view === search.view ? withCamera(next, cameraOf(search)) : next)
      }}
      onTrouble={() => {}}
      onEngine={onEngine}
      filtered={filtered}
      telling={HALF_TELLING}
    />
  )
}
