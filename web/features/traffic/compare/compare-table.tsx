import { useMemo, useState } from 'react'
import { compareWords as words } from '#web/messages/compare-en.ts'
import { trafficWords } from '#web/messages/traffic-en.ts'
import { Figure } from '#web/ui/figure.tsx'
import type { Filtered } from '#web/filter/filtered.ts'
import tableClasses from '../table/traffic-table.module.css'
import { SortHeading, VirtualTable } from '../table/virtual-table.tsx'
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

const MEASURES = ['volume', 'errors', 'latency'] as const
/** The name, and of each measure then, now and the change. */
const COLUMNS = 1 + 3 * MEASURES.length

interface ChangesTableProps {
  label: string
  rows: readonly ComparedRow[]
  /** By which change it is sorted until a heading is pressed. */
  measure: Measure
  selectedId: string | undefined
  onOpen: (row: ComparedRow) => void
}

function ChangesTable({ label, rows, measure, selectedId, onOpen }: ChangesTableProps) {
  const [pressed, setPressed] = useState<TableSort | null>(null)
  const sort: TableSort = pressed ?? { by: 'change', measure, down: true }
  return (
    <VirtualTable
      label={label}
      columns={COLUMNS}
      headings={
        <>
          <Heading column={{ by: 'name', down: false }} text={label} sort={sort} onSort={setPressed} />
          {MEASURES.map((one) => (
            <Headings key={one} measure={one} sort={sort} onSort={setPressed} />
          ))}
        </>
      }
      rows={sortedRows(rows, sort)}
      idOf={(row) => row.id}
      selectedId={selectedId}
      attributesOf={({ change }) => ({ 'data-presence': change.presence })}
      cellsOf={(row) => <RowCells row={row} onOpen={() => onOpen(row)} />}
    />
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
  const sorted = isOn && (sort.down ? 'desc' : 'asc')
  const press = () => onSort(isOn ? { ...column, down: !sort.down } : column)
  return (
    <SortHeading column={column.by} sorted={sorted} onPress={press} spoken={spoken}>
      {text}
    </SortHeading>
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
