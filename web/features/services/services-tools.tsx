import IconDownload from '@tabler/icons-react/dist/esm/icons/IconDownload.mjs'
import IconLayoutGrid from '@tabler/icons-react/dist/esm/icons/IconLayoutGrid.mjs'
import { memo, useState } from 'react'
import { FilterBar } from '#web/filter/filter-bar.tsx'
import type { Filter, FilterAsked } from '#web/filter/use-filter.ts'
import type { Fleet } from '#web/fleet/fleet.ts'
import { servicesWords as words } from '#web/messages/services-en.ts'
import { ActionButton } from '#web/ui/action-button.tsx'
import { ToolLabel } from '#web/ui/tool-label.tsx'
import type { ServicesSearch } from './services-search.ts'
import { columnsText, storeColumns, type ColumnId } from './table/column-choice.ts'
import { ColumnsMenu } from './table/columns-menu.tsx'
import classes from './services.module.css'

export interface ServicesToolsProps {
  /** As the filter reads it: every few seconds another one. */
  fleet: Fleet
  asked: FilterAsked
  filter: Filter
  search: ServicesSearch
  onSearch: (next: ServicesSearch, how?: { replace: boolean }) => void
  columns: readonly ColumnId[]
  /** Null where nothing is filtered. */
  matching: number | null
  all: number
  /** Writes the table into a file; answers its name. */
  onWrite: () => string
}

/** Find and hide, how many are left, pictures or table, which columns, and the file; not rendered with each second. */
export const ServicesTools = memo(ServicesToolsOf)

function ServicesToolsOf(props: ServicesToolsProps) {
  const { fleet, asked, filter, search, onSearch, columns, matching, all, onWrite } = props
  const [said, setSaid] = useState('')
  return (
    <div className={classes.tools}>
      <FilterBar
        fleet={fleet}
        asked={asked}
        filter={filter}
        placeholder={words.filterPlaceholder}
        onFilter={(text, how) => onSearch({ ...search, q: text === '' ? undefined : text }, how)}
        onHide={(hide) => onSearch({ ...search, hide: hide || undefined }, { replace: true })}
      />
      <span className={classes.space} />
      <span className={classes.count}>{words.count(matching, all)}</span>
      <ActionButton
        size="small"
        pressed={search.grid === true}
        hint={words.gridHint}
        onClick={() => onSearch({ ...search, grid: search.grid === true ? undefined : true })}
      >
        <ToolLabel icon={IconLayoutGrid}>{words.grid}</ToolLabel>
      </ActionButton>
      {search.grid !== true && (
        <ColumnsMenu
          columns={columns}
          onColumns={(next) => {
            storeColumns(next)
            onSearch({ ...search, cols: next === null ? undefined : columnsText(next) }, { replace: true })
          }}
        />
      )}
      <ActionButton size="small" hint={words.csvHint} onClick={() => setSaid(words.written(onWrite()))}>
        <ToolLabel icon={IconDownload}>{words.csv}</ToolLabel>
      </ActionButton>
      <span className="visually-hidden" role="status">
        {said}
      </span>
    </div>
  )
}
