import { useCallback, useState } from 'react'
import { trafficWords } from '#web/messages/traffic-en.ts'
import type { Fleet } from '#web/fleet/fleet.ts'
import type { Filtered } from '#web/filter/filtered.ts'
import { SortableTable } from './table/sortable-table.tsx'
import { tableRowsOf, type TableContent, type TableRow } from './table/table-row.ts'
import classes from './table/traffic-table.module.css'
import { regionOfView, withSelection, withView, type TrafficSearch } from './traffic-search.ts'

export interface TrafficTableProps {
  fleet: Fleet
  search: TrafficSearch
  onSearch: (next: TrafficSearch) => void
  /** Null while nothing is filtered. */
  filtered: Filtered | null
}

/**
 * The map's twin: the same facts for keyboards, screen readers, and whoever trusts numbers more than dots. The world
 * lists its regions first, a region its services; every service and connection of the world is one tab away.
 */
export function TrafficTable({ fleet, search, onSearch, filtered }: TrafficTableProps) {
  const region = regionOfView(search)
  const contents = region === null ? WORLD_CONTENTS : REGION_CONTENTS
  const [asked, setAsked] = useState<TableContent>('regions')
  const content = contents.find((one) => one === asked) ?? contents[0]
  const rows = tableRowsOf(fleet, content, region, filtered)
  // What would saturate is what was asked.
  const marksFirst = content !== 'connections' && (fleet.foretold?.size ?? 0) > 0
  const words = trafficWords.table
  const open = useCallback(
    (row: TableRow) => onSearch(content === 'regions' ? withView(search, row.id) : withSelection(search, row.id)),
    [content, onSearch, search],
  )

  return (
    <div className={classes.twin}>
      <div className={classes.tabs} role="tablist" aria-label={words.label}>
        {contents.map((one) => (
          <button key={one} type="button" role="tab" aria-selected={one === content} onClick={() => setAsked(one)}>
            {words[one]}
            {one === content && <span>{rows.length}</span>}
          </button>
        ))}
      </div>
      {rows.length === 0 ? (
        <p className={classes.empty}>{words.empty}</p>
      ) : (
        <SortableTable
          key={`${content} ${marksFirst}`}
          marksFirst={marksFirst}
          label={words[content]}
          content={content}
          rows={rows}
          selectedId={search.sel}
          onOpen={open}
        />
      )}
    </div>
  )
}

const WORLD_CONTENTS = ['regions', 'services', 'connections'] as const
const REGION_CONTENTS = ['services', 'connections'] as const
