import { createColumnHelper, createSortedRowModel, rowSortingFeature, tableFeatures } from '@tanstack/react-table'
import { formatLatency, formatRequestsPerSecond, formatShare, formatWholeShare } from '#web/messages/format-numbers.ts'
import { trafficWords } from '#web/messages/traffic-en.ts'
import { healthWords } from '#web/messages/widgets-en.ts'
import { FreshnessLabel } from '#web/ui/freshness-label.tsx'
import { HealthMark } from '#web/ui/health-mark.tsx'
import { Figure } from '#web/ui/figure.tsx'
import { markWords } from '#web/messages/marks-en.ts'
import { illBy } from '#web/fleet/ill-by.ts'
import { MarkBadge } from '../marks/mark-badge.tsx'
import type { TableContent, TableRow } from './table-row.ts'
import classes from './traffic-table.module.css'

export const FEATURES = tableFeatures({ rowSortingFeature, sortedRowModel: createSortedRowModel() })

const helper = createColumnHelper<typeof FEATURES, TableRow>()
const words = trafficWords.table.columns
const SEVERITY = { failing: 4, degraded: 3, unknown: 2, healthy: 1, idle: 0 } as const

/** Unknown sorts after everything, whichever way. */
function known(value: number): number | undefined {
  return Number.isNaN(value) ? undefined : value
}

function numberColumn(
  id: NumberColumn,
  header: string,
  write: (value: number) => string,
  tonedBy?: 'errors' | 'degraded',
) {
  return helper.accessor((row) => known(row[id]), {
    id,
    header,
    sortUndefined: 'last',
    sortDescFirst: true,
    cell: ({ row }) => (
      <span
        className={classes.number}
        data-health={tonedBy !== undefined && illBy(row.original) === tonedBy ? row.original.health : undefined}
      >
        <Figure text={write(row.original[id])} />
      </span>
    ),
  })
}

type NumberColumn =
  | 'requestsPerSecond'
  | 'errorShare'
  | 'degradedShare'
  | 'p99LatencyMs'
  | 'saturation'
  | 'headroomShare'
  | 'trafficShare'

function nameColumn(header: string, onOpen: (row: TableRow) => void) {
  return helper.accessor('name', {
    id: 'name',
    header,
    sortDescFirst: false,
    cell: ({ row: { original } }) => (
      <button type="button" className={classes.name} onClick={() => onOpen(original)}>
        <HealthMark health={original.health} size={9} />
        {original.name}
        {original.about !== '' && <span className={classes.about}>{original.about}</span>}
      </button>
    ),
  })
}

const healthColumn = helper.accessor((row) => SEVERITY[row.health], {
  id: 'health',
  header: words.health,
  sortDescFirst: true,
  cell: ({ row }) => healthWords[row.original.health],
})

/** What would saturate stands before whatever has many marks. */
function weightOfMarks({ marks }: TableRow): number {
  return marks.length + (marks.some(({ kind }) => kind === 'foretold') ? MANY_MARKS : 0)
}

const MANY_MARKS = 1_000

const marksColumn = helper.accessor((row) => (row.marks.length === 0 ? undefined : weightOfMarks(row)), {
  id: 'marks',
  header: markWords.column,
  sortUndefined: 'last',
  sortDescFirst: true,
  cell: ({ row }) => <MarkBadge marks={row.original.marks} withWords />,
})

const ageColumn = helper.accessor((row) => known(row.ageMs), {
  id: 'age',
  header: words.age,
  sortUndefined: 'last',
  sortDescFirst: true,
  cell: ({ row: { original } }) => (
    <FreshnessLabel withWord state={original.freshness} ageMs={Number.isNaN(original.ageMs) ? null : original.ageMs} />
  ),
})

/** The same facts as on the map, each with its unit. */
export function columnsOf(content: TableContent, onOpen: (row: TableRow) => void) {
  const name = { regions: words.region, services: words.service, connections: words.connection }[content]
  return helper.columns([
    nameColumn(name, onOpen),
    healthColumn,
    ...(content === 'regions' ? [numberColumn('trafficShare', words.share, formatWholeShare)] : []),
    numberColumn('requestsPerSecond', words.requests, formatRequestsPerSecond),
    numberColumn('errorShare', words.failed, formatShare, 'errors'),
    numberColumn('degradedShare', words.degraded, formatShare, 'degraded'),
    numberColumn('p99LatencyMs', words.p99, formatLatency),
    ...(content === 'services' ? [numberColumn('saturation', words.saturation, formatWholeShare)] : []),
    ...(content === 'regions' ? [numberColumn('headroomShare', words.headroom, formatWholeShare)] : []),
    ...(content === 'connections' ? [helper.accessor('protocol', { id: 'protocol', header: words.protocol })] : []),
    ...(content === 'connections' ? [] : [marksColumn]),
    ageColumn,
  ])
}
