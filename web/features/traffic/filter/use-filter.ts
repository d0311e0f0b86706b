import { useMemo } from 'react'
import type { Fleet } from '../facts/fleet.ts'
import { regionOfView, type TrafficSearch } from '../traffic-search.ts'
import { filteredOf, type Filtered } from './filtered.ts'
import { readFilter, type MapFilter } from './map-filter.ts'

export interface Filter {
  asked: MapFilter
  /** Null where nothing is filtered: no filter, or one that cannot be read. */
  filtered: Filtered | null
}

/** The address's filter and what it leaves, anew with every second. */
export function useFilter(fleet: Fleet, search: TrafficSearch): Filter {
  const { q, sel, hide } = search
  const region = regionOfView(search)
  const asked = useMemo(() => readFilter(q), [q])
  const filtered = useMemo(
    () =>
      asked.kind === 'asked'
        ? filteredOf({ fleet, expression: asked.expression, region, selected: sel, hidesOthers: hide === true })
        : null,
    [asked, fleet, region, sel, hide],
  )
  return { asked, filtered }
}
