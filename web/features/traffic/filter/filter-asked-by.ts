import type { FilterAsked } from '#web/filter/use-filter.ts'
import { regionOfView, type TrafficSearch } from '../traffic-search.ts'

/** What this screen's address asks of a filter. */
export function filterAskedBy(search: TrafficSearch): FilterAsked {
  return { q: search.q, hide: search.hide, region: regionOfView(search), selected: search.sel }
}
