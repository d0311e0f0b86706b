import type { RefObject } from 'react'
import type { Comparison } from '../compare/use-comparison.ts'
import { ExportMenu } from '../export/export-menu.tsx'
import type { MapPicture } from '../export/map-picture.ts'
import type { Fleet } from '#web/fleet/fleet.ts'
import type { Filter } from '#web/filter/use-filter.ts'
import { regionOfView, serviceOfView, type TrafficSearch } from '../traffic-search.ts'
import { MapMenu } from './map-menu.tsx'

export interface MapToolsProps {
  fleet: Fleet
  search: TrafficSearch
  filter: Filter
  comparison: Comparison
  onSearch: (next: TrafficSearch) => void
  picture: RefObject<MapPicture | null>
  /** The table stands in for the map. */
  asTable: boolean
}

/** The map's own menus in the toolbar. */
export function MapTools({ fleet, search, filter, comparison, onSearch, picture, asTable }: MapToolsProps) {
  const region = regionOfView(search)
  const { asked, filtered } = filter
  const isGrouped = region !== null && serviceOfView(search) === null
  return (
    <>
      {!asTable && region === null && <MapMenu search={search} onSearch={onSearch} />}
      <ExportMenu
        fleet={fleet}
        filter={asked.kind === 'asked' && filtered !== null ? { text: asked.text, filtered } : null}
        group={isGrouped ? (search.group ?? null) : null}
        region={region}
        geographic={region === null && search.map === 'geographic'}
        picture={picture}
        asTable={asTable}
        comparison={
          comparison.kind === 'ready' ? { fleets: comparison.fleets, measure: search.measure ?? 'volume' } : null
        }
        bySide={search.side === true}
      />
    </>
  )
}
