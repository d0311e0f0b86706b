import { useTable } from '@tanstack/react-table'
import { useMemo } from 'react'
import { columnsOf, FEATURES } from './table-columns.tsx'
import type { TableContent, TableRow } from './table-row.ts'
import { SortHeading, VirtualTable } from './virtual-table.tsx'

export interface SortableTableProps {
  label: string
  content: TableContent
  rows: TableRow[]
  selectedId: string | undefined
  onOpen: (row: TableRow) => void
  /** Those with marks first, until a heading is pressed. */
  marksFirst?: boolean
}

/** Equals keep the order they come in: by volume. */
const WORST_FIRST = [{ id: 'errorShare', desc: true }]
const MARKS_FIRST = [{ id: 'marks', desc: true }, ...WORST_FIRST]

/** Worst first until a heading is pressed. */
export function SortableTable({ label, content, rows, selectedId, onOpen, marksFirst = false }: SortableTableProps) {
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
  const headings = table.getHeaderGroups().flatMap(({ headers }) =>
    headers.map((header) => (
      <SortHeading
        key={header.id}
        column={header.id}
        sorted={header.column.getIsSorted()}
        onPress={header.column.getToggleSortingHandler()}
      >
        <table.FlexRender header={header} />
      </SortHeading>
    )),
  )
  return (
    <VirtualTable
      label={label}
      columns={columns.length}
      headings={headings}
      rows={table.getRowModel().rows}
      idOf={(row) => row.id}
      selectedId={selectedId}
      attributesOf={({ original }) => ({
        'data-freshness': original.freshness,
        'data-dimmed': !original.matches || undefined,
      })}
      cellsOf={(row) =>
        row.getAllCells().map((cell) => (
          <td key={cell.id} data-column={cell.column.id}>
            <table.FlexRender cell={cell} />
          </td>
        ))
      }
    />
  )
}
