import { useMemo } from 'react'
import type { Fleet } from '#web/fleet/fleet.ts'
import { askFilter } from './ask-filter.ts'
import type { Filtered } from './filtered.ts'
import type { MapFilter } from './map-filter.ts'
import { useFilterLanguage } from './use-filter-language.ts'

export interface Filter {
  asked: MapFilter
  /** Null where nothing is filtered: no filter, or one that cannot be read (yet). */
  filtered: Filtered | null
}

/** What an address says of its filter, and of where that is asked. */
export interface FilterAsked {
  q: string | undefined
  /** What does not match is left out; else it is dimmed. */
  hide: boolean | undefined
  /** The region shown, or null for the world. */
  region: string | null
  selected: string | undefined
}

/** The address's filter and what it leaves, anew with every second. */
export function useFilter(fleet: Fleet, { q, hide, region, selected }: FilterAsked): Filter {
  const language = useFilterLanguage()
  const asked = useMemo(() => askFilter(language, q), [language, q])
  const filtered = useMemo(
    () =>
      asked.kind === 'asked' && language !== null && language !== 'failed'
        ? language.filteredOf({
            fleet,
            expression: asked.expression,
            region,
            selected,
            hidesOthers: hide === true,
          })
        : null,
    [language, asked, fleet, region, selected, hide],
  )
  return useMemo(() => ({ asked, filtered }), [asked, filtered])
}
