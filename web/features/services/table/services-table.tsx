import { useVirtualizer } from '@tanstack/react-virtual'
import { memo, useLayoutEffect, useRef, useState } from 'react'
import type { FactKind } from '#contract/services/identity.ts'
import { servicesWords as words } from '#web/messages/services-en.ts'
import { SORTS, firstDirection, type Sort, type SortColumn } from '../board/sort.ts'
import type { ServiceBoard } from '../board/service-board.ts'
import { useSteadyOrder } from '../board/use-steady-order.ts'
import { createCellWriters } from './cell-writers.ts'
import type { ColumnId } from './column-choice.ts'
import { COLUMN_WIDTHS, NAME_WIDTH } from './column-widths.ts'
import { rowTold } from './row-told.ts'
import { useRowKeys } from './use-row-keys.ts'
import { ServiceRow } from './service-row.tsx'
import classes from './services-table.module.css'

export interface ServicesTableProps {
  board: ServiceBoard
  columns: readonly ColumnId[]
  sort: Sort
  onSort: (sort: Sort) => void
  /** Rows left by the filter: 1; null for all. */
  matches: Uint8Array | null
  /** What does not match is left out, not dimmed. */
  hides: boolean
  /** Kinds of facts that are too old to be trusted. */
  old: ReadonlySet<FactKind>
  onOpen: (service: string) => void
}

const ROW_PX = 36
/** Fewer rows are simply all there: nothing to gain, and the browser's own search finds them. */
const VIRTUAL_FROM = 40

/** Every service, worst first. Only rows in view are there; their numbers change each second, their order does not. */
export function ServicesTable({ board, columns, sort, onSort, matches, hides, old, onOpen }: ServicesTableProps) {
  const scroller = useRef<HTMLDivElement>(null)
  const [writers] = useState(createCellWriters)
  const [isPointedAt, setPointedAt] = useState(false)
  const { order, isHeld, orderNow } = useSteadyOrder(board, sort, hides ? matches : null, isPointedAt)
  // oxlint-disable-next-line react/incompatible-library -- its functions stay in this component, so nothing stale is remembered anywhere
  const virtualizer = useVirtualizer({
    count: order.length,
    enabled: order.length >= VIRTUAL_FROM,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_PX,
    getItemKey: (index) => order[index] ?? index,
    overscan: 6,
  })
  const items =
    order.length >= VIRTUAL_FROM
      ? virtualizer.getVirtualItems()
      : Array.from(order, (_, index) => ({ index, start: index * ROW_PX }))
  const template = `${NAME_WIDTH} ${columns.map((id) => COLUMN_WIDTHS[id]).join(' ')}`
  const onKeyDown = useRowKeys(scroller, order.length, (place) => virtualizer.scrollToIndex(place))
  // After the rows: those that came now are written before anybody sees them.
  useLayoutEffect(() => writers.write(board))
  return (
    <div
      ref={scroller}
      className={classes.scroller}
      tabIndex={0}
      role="region"
      aria-label={words.label}
      onKeyDown={onKeyDown}
      onPointerLeave={() => setPointedAt(false)}
    >
      {isHeld && (
        <button type="button" className={classes.held} onClick={orderNow} title={words.held}>
          {words.reorder}
        </button>
      )}
      <div
        role="table"
        className={classes.table}
        aria-label={words.label}
        aria-rowcount={order.length + 1}
        aria-colcount={columns.length + 1}
      >
        <Headings columns={columns} template={template} sort={sort} onSort={onSort} />
        <div
          role="rowgroup"
          className={classes.body}
          style={{ height: order.length * ROW_PX }}
          onPointerEnter={() => setPointedAt(true)}
          onPointerLeave={() => setPointedAt(false)}
          onFocus={() => setPointedAt(true)}
          onBlur={() => setPointedAt(false)}
        >
          {items.map((item) => {
            const row = order[item.index] ?? 0
            const service = board.index.services[row]
            if (service === undefined) return null
            return (
              <ServiceRow
                // By its place: in another order rows say something else, and none is made anew.
                key={item.index}
                service={service}
                regions={board.index.regions}
                told={rowTold(board, row, columns)}
                writers={writers}
                row={row}
                place={item.index}
                top={item.start}
                template={template}
                columns={columns}
                isDimmed={matches !== null && matches[row] !== 1}
                old={old}
                onOpen={onOpen}
              />
            )
          })}
        </div>
      </div>
    </div>
  )
}

interface HeadingsProps {
  columns: readonly ColumnId[]
  template: string
  sort: Sort
  onSort: (sort: Sort) => void
}

const Headings = memo(function HeadingsOf({ columns, template, sort, onSort }: HeadingsProps) {
  return (
    <div role="row" className={classes.head} aria-rowindex={1} style={{ gridTemplateColumns: template }}>
      <Heading column="name" sort={sort} onSort={onSort} />
      {columns.map((id) => (
        <Heading key={id} column={id} sort={sort} onSort={onSort} />
      ))}
    </div>
  )
})

interface HeadingProps {
  column: ColumnId | 'name'
  sort: Sort
  onSort: (sort: Sort) => void
}

function Heading({ column, sort, onSort }: HeadingProps) {
  const sortable: SortColumn | undefined = SORTS.find((one) => one === column)
  const isSorted = sort.column === column
  const direction = sort.descending ? 'descending' : 'ascending'
  const next = isSorted ? !sort.descending : firstDirection(sortable ?? 'name')
  return (
    <div
      role="columnheader"
      className={classes.heading}
      data-column={column}
      aria-sort={isSorted ? direction : 'none'}
      title={words.hints[column]}
    >
      {sortable === undefined ? (
        words.columns[column]
      ) : (
        <button type="button" onClick={() => onSort({ column: sortable, descending: next })}>
          {words.columns[column]}
          {isSorted && <span aria-hidden> {sort.descending ? '↓' : '↑'}</span>}
        </button>
      )}
    </div>
  )
}
