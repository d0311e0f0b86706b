import { useVirtualizer } from '@tanstack/react-virtual'
import { useRef, type ReactNode } from 'react'
import classes from './traffic-table.module.css'

export interface VirtualTableProps<Row> {
  label: string
  columns: number
  /** The cells of the row of headings. */
  headings: ReactNode
  rows: readonly Row[]
  /** Unique, and what `data-row` says. */
  idOf: (row: Row) => string
  selectedId: string | undefined
  /** What else a row says of itself, for its looks. */
  attributesOf: (row: Row) => Readonly<Record<`data-${string}`, string | boolean | undefined>>
  cellsOf: (row: Row) => ReactNode
}

const ROW_PX = 36
/** Fewer rows are simply all there: nothing to gain, and the browser's own search finds them. */
const VIRTUAL_FROM = 80

/** A table of rows of one height, of which only those in view are in the page, and all are counted. */
export function VirtualTable<Row>(props: VirtualTableProps<Row>) {
  const { label, columns, rows, idOf } = props
  const scroller = useRef<HTMLDivElement>(null)
  const virtual = rows.length >= VIRTUAL_FROM
  // oxlint-disable-next-line react/incompatible-library -- its functions stay in this component, so nothing stale is remembered anywhere
  const virtualizer = useVirtualizer({
    count: rows.length,
    enabled: virtual,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_PX,
    overscan: 12,
  })
  const items = virtualizer.getVirtualItems()
  const first = virtual ? (items[0]?.index ?? 0) : 0
  const end = virtual ? (items.at(-1)?.index ?? -1) + 1 : rows.length
  return (
    <div ref={scroller} className={classes.scroller} tabIndex={0} role="region" aria-label={label}>
      <table className={classes.table} aria-label={label} aria-rowcount={rows.length + 1}>
        <thead>
          <tr aria-rowindex={1}>{props.headings}</tr>
        </thead>
        <tbody>
          <Space rows={first} columns={columns} />
          {rows.slice(first, end).map((row, index) => (
            <tr
              key={idOf(row)}
              aria-rowindex={first + index + 2}
              aria-selected={idOf(row) === props.selectedId}
              data-row={idOf(row)}
              {...props.attributesOf(row)}
            >
              {props.cellsOf(row)}
            </tr>
          ))}
          <Space rows={rows.length - end} columns={columns} />
        </tbody>
      </table>
    </div>
  )
}

export interface SortHeadingProps {
  column: string
  sorted: 'asc' | 'desc' | false
  onPress: ((event: unknown) => void) | undefined
  /** Where the text says too little when it is heard alone. */
  spoken?: string | undefined
  children: ReactNode
}

const ARROWS = { asc: ' ↑', desc: ' ↓' } as const
const SPOKEN = { asc: 'ascending', desc: 'descending' } as const

export function SortHeading({ column, sorted, onPress, spoken, children }: SortHeadingProps) {
  const ariaSort = sorted === false ? 'none' : SPOKEN[sorted]
  return (
    <th scope="col" data-column={column} aria-sort={ariaSort} aria-label={spoken}>
      <button type="button" aria-label={spoken} onClick={onPress}>
        {children}
        <span aria-hidden>{sorted === false ? '' : ARROWS[sorted]}</span>
      </button>
    </th>
  )
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
