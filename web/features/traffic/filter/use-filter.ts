import { useMemo } from 'react'
import type { Fleet } from '../facts/fleet.ts'
import { regionOfView, type TrafficSearch } from '../traffic-search.ts'
import { askFilter } from './ask-filter.ts'
import type { Filtered } from './filtered.ts'
import type { MapFilter } from './map-filter.ts'
import { useFilterLanguage } from './use-filter-language.ts'

export interface Filter {
  asked: MapFilter
  /** Null where nothing is filtered: no filter, or one that cannot be read (yet). */
  filtered: Filtered | null
}

/** The address's filter and what it leaves, anew with every second. */
export function useFilter(fleet: Fleet, search: TrafficSearch): Filter {
  const { q, sel, hide } = search
  const region = regionOfView(search)
  const language = useFilterLanguage()
  const asked = useMemo(() => askFilter(language, q), [language, q])
  const filtered = useMemo(
    () =>
      asked.kind === 'asked' && language !== null && language !== 'failed'
        ? language.filteredOf({
            fleet,
            expression: asked.expression,
            region,
            selected: sel,
            hidesOthers: hide === true,
          })
        : null,
    [language, asked, fleet, region, sel, hide],
  )
  return { asked, filtered }
}
