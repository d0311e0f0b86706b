import { FilterBar } from '#web/filter/filter-bar.tsx'
import type { Filter } from '#web/filter/use-filter.ts'
import type { Fleet } from '#web/fleet/fleet.ts'
import { withFilter, withHidden, type TrafficSearch } from '../traffic-search.ts'
import { filterAskedBy } from './filter-asked-by.ts'

export interface TrafficFilterBarProps {
  fleet: Fleet
  search: TrafficSearch
  filter: Filter
  onSearch: (next: TrafficSearch, how?: { replace: boolean }) => void
}

/** Find and hide, as this screen's address has it. */
export function TrafficFilterBar({ fleet, search, filter, onSearch }: TrafficFilterBarProps) {
  return (
    <FilterBar
      fleet={fleet}
      asked={filterAskedBy(search)}
      filter={filter}
      onFilter={(text, how) => onSearch(withFilter(search, text), how)}
      onHide={(hides) => onSearch(withHidden(search, hides), { replace: true })}
    />
  )
}
