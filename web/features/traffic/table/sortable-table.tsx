import { useTable } from '@tanstack/react-table'
import { useVirtualizer } from '@tanstack/react-virtual'
import { useMemo, useRef } from 'react'
import { columnsOf, FEATURES } from './table-columns.tsx'
import type { TableContent, TableRow } from './table-row.ts'
import classes from './traffic-table.module.css'

export interface SortableTableProps {
  label: string
  content: TableContent
  rows: TableRow[]
  selectedId: string | undefined
  onOpen: (row: TableRow) => void
  /** Those with marks first, until a heading is pressed. */
  marksFirst?: boolean
}

const ROW_PX = 36
/** Fewer rows are simply all there: nothing to gain, and the browser's own search finds them. */
const VIRTUAL_FROM = 80
/** Equals keep the order they come in: by volume. */
const WORST_FIRST = [{ id: 'errorShare', desc: true }]
const MARKS_FIRST = [{ id: 'marks', desc: true }, ...WORST_FIRST]

/** Worst first until a heading is pressed. */
export function SortableTable({ label, content, rows, selectedId, onOpen, marksFirst = false }: SortableTableProps) {
  const scroller = useRef<HTMLDivElement>(null)
  const columns = useMemo(() => columnsOf(content, onOpen), [content, onOpen])
  const table = useTable({
    features: FEATURES,
    columns,
    data: rows,
    getRowId: (row) => row.id,
    enableSortingRemoval: false,
    autoResetAll: false,
    initialState: { sorting: marksFirst ? MARKS_FIRST : WORST_FIRST },
  })
  const sorted = table.getRowModel().rows
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
    <div ref={scroller} className={classes.scroller} tabIndex={0} role="region" aria-label={label}>
      <table className={classes.table} aria-label={label} aria-rowcount={sorted.length + 1}>
        <thead>
          {table.getHeaderGroups().map((group) => (
            <tr key={group.id} aria-rowindex={1}>
              {group.headers.map((header) => (
                <th
                  key={header.id}
                  scope="col"
                  data-column={header.id}
                  aria-sort={ariaSortOf(header.column.getIsSorted())}
                >
                  <button type="button" onClick={header.column.getToggleSortingHandler()}>
                    <table.FlexRender header={header} />
                    <span aria-hidden>{SORT_ARROW[String(header.column.getIsSorted())] ?? ''}</span>
                  </button>
                </th>
              ))}
            </tr>
          ))}
        </thead>
        <tbody>
          <Space rows={first} columns={columns.length} />
          {sorted.slice(first, end).map((row, index) => (
            <tr
              key={row.id}
              aria-rowindex={first + index + 2}
              aria-selected={row.id === selectedId}
              data-row={row.id}
              data-freshness={row.original.freshness}
              data-dimmed={!row.original.matches || undefined}
            >
              {row.getAllCells().map((cell) => (
                <td key={cell.id} data-column={cell.column.id}>
                  <table.FlexRender cell={cell} />
                </td>
              ))}
            </tr>
          ))}
          <Space rows={sorted.length - end} columns={columns.length} />
        </tbody>
      </table>
    </div>
  )
}

const SORT_ARROW: Readonly<Record<string, string>> = { asc: ' ↑', desc: ' ↓' }

function ariaSortOf(sorted: false | 'asc' | 'desc'): 'ascending' | 'descending' | 'none' {
  if (sorted === false) return 'none'
  return sorted === 'asc' ? 'ascending' : 'descending'
}

/** Stands for rows that are not in view. */
function Space({ rows, columns }: { rows: number; columns: number }) {
  if (rows <= 0) return null
  return (
    <tr aria-hidden>
      <td colSpan={columns} style={{ height: rows * ROW_PX, padding: 0, border: 0 }} />
    </tr>
  )
}
