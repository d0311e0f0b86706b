import { useVirtualizer } from '@tanstack/react-virtual'
import { useMemo, useRef, useState } from 'react'
import { compareWords as words } from '#web/messages/compare-en.ts'
import { trafficWords } from '#web/messages/traffic-en.ts'
import { Figure } from '#web/ui/figure.tsx'
import type { Filtered } from '#web/filter/filtered.ts'
import tableClasses from '../table/traffic-table.module.css'
import { regionOfView, withSelection, withView, type Measure, type TrafficSearch } from '../traffic-search.ts'
import { ChangeValue } from './change-value.tsx'
import { valueText } from './change-words.ts'
import classes from './compare-table.module.css'
import { comparedRowsOf, type ComparedContent, type ComparedRow } from './compared-rows.ts'
import { sortedRows, type TableSort } from './sorted-rows.ts'
import type { UnitedFleets } from './unite-fleets.ts'

export interface CompareTableProps {
  fleets: UnitedFleets
  search: TrafficSearch
  onSearch: (next: TrafficSearch) => void
  /** Null while nothing is filtered. */
  filtered: Filtered | null
}

const WORLD_CONTENTS = ['regions', 'services', 'connections'] as const
const REGION_CONTENTS = ['services', 'connections'] as const

/** The difference's twin: both moments of everything with the change, what changed most first. */
export function CompareTable({ fleets, search, onSearch, filtered }: CompareTableProps) {
  const region = regionOfView(search)
  const contents: readonly ComparedContent[] = region === null ? WORLD_CONTENTS : REGION_CONTENTS
  const [asked, setAsked] = useState<ComparedContent>(contents[0] ?? 'services')
  const content = contents.includes(asked) ? asked : 'services'
  const rows = useMemo(() => comparedRowsOf({ fleets, content, region, filtered }), [fleets, content, region, filtered])
  const open = ({ id }: ComparedRow): void =>
    onSearch(content === 'regions' ? withView(search, id) : withSelection(search, id))
  return (
    <div className={`${tableClasses.twin} ${classes.twin}`}>
      <div className={tableClasses.tabs} role="tablist" aria-label={trafficWords.table.label}>
        {contents.map((one) => (
          <button key={one} type="button" role="tab" aria-selected={one === content} onClick={() => setAsked(one)}>
            {trafficWords.table[one]}
            {one === content && <span>{rows.length}</span>}
          </button>
        ))}
      </div>
      {rows.length === 0 ? (
        <p className={tableClasses.empty}>{trafficWords.table.empty}</p>
      ) : (
        <ChangesTable
          key={content}
          label={trafficWords.table[content]}
          rows={rows}
          measure={search.measure ?? 'volume'}
          selectedId={search.sel}
          onOpen={open}
        />
      )}
    </div>
  )
}

const ROW_PX = 36
const VIRTUAL_FROM = 80
const MEASURES = ['volume', 'errors', 'latency'] as const

interface ChangesTableProps {
  label: string
  rows: readonly ComparedRow[]
  /** By which change it is sorted until a heading is pressed. */
  measure: Measure
  selectedId: string | undefined
  onOpen: (row: ComparedRow) => void
}

function ChangesTable({ label, rows, measure, selectedId, onOpen }: ChangesTableProps) {
  const scroller = useRef<HTMLDivElement>(null)
  const [pressed, setPressed] = useState<TableSort | null>(null)
  const sort: TableSort = pressed ?? { by: 'change', measure, down: true }
  const sorted = sortedRows(rows, sort)
  const virtual = sorted.length >= VIRTUAL_FROM
  // oxlint-disable-next-line react/incompatible-library -- its functions stay in this component, so nothing stale is remembered anywhere
  const virtualizer = useVirtualizer({
    count: sorted.length,
    enabled: virtual,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_PX,
    overscan: 12,
  })
  const items = virtualizer.getVirtualItems()
  const first = virtual ? (items[0]?.index ?? 0) : 0
  const end = virtual ? (items.at(-1)?.index ?? -1) + 1 : sorted.length
  return (
    <div ref={scroller} className={tableClasses.scroller} tabIndex={0} role="region" aria-label={label}>
      <table className={tableClasses.table} aria-label={label} aria-rowcount={sorted.length + 1}>
        <thead>
          <tr aria-rowindex={1}>
            <Heading column={{ by: 'name', down: false }} text={label} sort={sort} onSort={setPressed} />
            {MEASURES.map((one) => (
              <Headings key={one} measure={one} sort={sort} onSort={setPressed} />
            ))}
          </tr>
        </thead>
        <tbody>
          <Space rows={first} />
          {sorted.slice(first, end).map((row, index) => (
            <tr
              key={row.id}
              aria-rowindex={first + index + 2}
              aria-selected={row.id === selectedId}
              data-row={row.id}
              data-presence={row.change.presence}
            >
              <RowCells row={row} onOpen={() => onOpen(row)} />
            </tr>
          ))}
          <Space rows={sorted.length - end} />
        </tbody>
      </table>
    </div>
  )
}

interface HeadingsProps {
  measure: Measure
  sort: TableSort
  onSort: (sort: TableSort) => void
}

function Headings({ measure, sort, onSort }: HeadingsProps) {
  const name = { volume: words.table.requests, errors: words.table.failed, latency: words.table.p99 }[measure]
  return (
    <>
      <Heading
        column={{ by: 'before', measure, down: true }}
        text={`${name} ${words.table.was}`}
        {...{ sort, onSort }}
      />
      <Heading column={{ by: 'now', measure, down: true }} text={name} {...{ sort, onSort }} />
      <Heading
        column={{ by: 'change', measure, down: true }}
        text={words.table.change}
        spoken={words.table.spoken[measure]}
        {...{ sort, onSort }}
      />
    </>
  )
}

interface HeadingProps {
  column: TableSort
  text: string
  spoken?: string
  sort: TableSort
  onSort: (sort: TableSort) => void
}

/** Pressed once it sorts by its column, pressed again the other way. */
function Heading({ column, text, spoken, sort, onSort }: HeadingProps) {
  const isOn = column.by === sort.by && column.measure === sort.measure
  return (
    <th
      scope="col"
      data-column={column.by}
      aria-sort={isOn ? (sort.down ? 'descending' : 'ascending') : 'none'}
      aria-label={spoken}
    >
      <button type="button" aria-label={spoken} onClick={() => onSort(isOn ? { ...column, down: !sort.down } : column)}>
        {text}
        <span aria-hidden>{isOn ? (sort.down ? ' ↓' : ' ↑') : ''}</span>
      </button>
    </th>
  )
}

function RowCells({ row, onOpen }: { row: ComparedRow; onOpen: () => void }) {
  const { change } = row
  return (
    <>
      <td data-column="name">
        <button type="button" className={tableClasses.name} onClick={onOpen}>
          {row.name}
          <span className={tableClasses.about}>{row.about}</span>
          {change.presence !== 'both' && <span className={classes.presence}>{words.presence[change.presence]}</span>}
        </button>
      </td>
      {MEASURES.map((measure) => (
        <MeasureCells key={measure} row={row} measure={measure} />
      ))}
    </>
  )
}

function MeasureCells({ row: { change }, measure }: { row: ComparedRow; measure: Measure }) {
  return (
    <>
      <td data-column="before">
        <Figure text={valueText(change.before, measure)} />
      </td>
      <td data-column="now">
        <Figure text={valueText(change.now, measure)} />
      </td>
      <td data-column="change">
        <ChangeValue change={change} measure={measure} />
      </td>
    </>
  )
}

const COLUMNS = 10

function Space({ rows }: { rows: number }) {
  if (rows <= 0) return null
  return (
    <tr aria-hidden>
      <td colSpan={COLUMNS} style={{ height: rows * ROW_PX, padding: 0, border: 0 }} />
    </tr>
  )
}
