import type { RefObject } from 'react'
import { ExportMenu } from '../export/export-menu.tsx'
import type { MapPicture } from '../export/map-picture.ts'
import type { Fleet } from '../facts/fleet.ts'
import { regionOfView, type TrafficSearch } from '../traffic-search.ts'
import { MapMenu } from './map-menu.tsx'

export interface MapToolsProps {
  fleet: Fleet
  search: TrafficSearch
  onSearch: (next: TrafficSearch) => void
  picture: RefObject<MapPicture | null>
  /** The table stands in for the map. */
  asTable: boolean
}

/** The map's own menus in the toolbar. */
export function MapTools({ fleet, search, onSearch, picture, asTable }: MapToolsProps) {
  const region = regionOfView(search)
  return (
    <>
      {!asTable && region === null && <MapMenu search={search} onSearch={onSearch} />}
      <ExportMenu
        fleet={fleet}
        region={region}
        geographic={region === null && search.map === 'geographic'}
        picture={picture}
        asTable={asTable}
      />
    </>
  )
}
