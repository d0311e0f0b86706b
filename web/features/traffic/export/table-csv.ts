import { instantTextOf } from '#web/urls/urls.ts'
import { marksSummary } from '../marks/mark-words.ts'
import { tableRowsOf, type TableContent, type TableRow } from '../table/table-row.ts'
import { WORLD_VIEW } from '../traffic-search.ts'
import { csvOf } from '#web/ui/csv.ts'
import type { ShownFleet } from './map-picture.ts'

type Column = readonly [header: string, cell: (row: TableRow) => string | number]

const EVERY_ROW: readonly Column[] = [
  ['health', (row) => row.health],
  ['requests (requests/s)', (row) => row.requestsPerSecond],
  ['failed (share 0-1)', (row) => row.errorShare],
  ['degraded (share 0-1)', (row) => row.degradedShare],
  ['p99 latency (ms)', (row) => row.p99LatencyMs],
]

const OF_CONTENT: Record<TableContent, readonly Column[]> = {
  regions: [
    ['marks', marksCell],
    ['traffic (share 0-1)', (row) => row.trafficShare],
    ['headroom (share 0-1)', (row) => row.headroomShare],
  ],
  services: [
    ['saturation (share 0-1)', (row) => row.saturation],
    ['marks', marksCell],
  ],
  connections: [['protocol', (row) => row.protocol]],
}

function marksCell({ marks }: TableRow): string {
  return marksSummary(marks)
}

const FRESHNESS: readonly Column[] = [
  ['freshness', (row) => row.freshness],
  ['age of data (s)', (row) => row.ageMs / 1_000],
]

/**
 * The table twin's rows with raw numbers, worst first; what a filter hides is left out here too. What the rows are of
 * stands in columns, because this format has no comments: lines of two files can be put together and still say it.
 */
export function tableCsv(shown: ShownFleet, content: TableContent, region: string | null): string {
  const columns: readonly Column[] = [
    ['id', (row) => row.id],
    ['name', (row) => row.name],
    ['about', (row) => row.about],
    ...EVERY_ROW,
    ...OF_CONTENT[content],
    ...FRESHNESS,
    ...columnsAbout(shown, region),
  ]
  return csvOf(
    columns.map(([header]) => header),
    tableRowsOf(shown.fleet, content, region, shown.filter?.filtered ?? null).map((row) =>
      columns.map(([, cell]) => cell(row)),
    ),
  )
}

function columnsAbout({ fleet, filter, simulated }: ShownFleet, region: string | null): readonly Column[] {
  const at = instantTextOf(fleet.frame.worldAt)
  const view = region ?? WORLD_VIEW
  return [
    ['view', () => view],
    ['at (UTC)', () => at],
    ['filter', () => filter?.text.trim() ?? ''],
    ['matches the filter', ({ matches }) => (filter === null ? '' : matches ? 'yes' : 'no')],
    ['simulated', () => (simulated ? 'yes' : 'no')],
  ]
}
