import type { Fleet } from '../facts/fleet.ts'
import { tableRowsOf, type TableContent, type TableRow } from '../table/table-row.ts'
import { csvOf } from './csv.ts'

type Cell = (row: TableRow) => string | number

const EVERY_ROW: readonly [header: string, cell: Cell][] = [
  ['health', (row) => row.health],
  ['requests (requests/s)', (row) => row.requestsPerSecond],
  ['failed (share 0-1)', (row) => row.errorShare],
  ['degraded (share 0-1)', (row) => row.degradedShare],
  ['p99 latency (ms)', (row) => row.p99LatencyMs],
]

const OF_CONTENT: Record<TableContent, readonly [header: string, cell: Cell][]> = {
  regions: [
    ['traffic (share 0-1)', (row) => row.trafficShare],
    ['headroom (share 0-1)', (row) => row.headroomShare],
  ],
  services: [['saturation (share 0-1)', (row) => row.saturation]],
  connections: [['protocol', (row) => row.protocol]],
}

const FRESHNESS: readonly [header: string, cell: Cell][] = [
  ['freshness', (row) => row.freshness],
  ['age of data (s)', (row) => row.ageMs / 1_000],
]

/** The table twin's rows with raw numbers, worst first. */
export function tableCsv(fleet: Fleet, content: TableContent, region: string | null): string {
  const columns: readonly [header: string, cell: Cell][] = [
    ['id', (row) => row.id],
    ['name', (row) => row.name],
    ['about', (row) => row.about],
    ...EVERY_ROW,
    ...OF_CONTENT[content],
    ...FRESHNESS,
  ]
  return csvOf(
    columns.map(([header]) => header),
    tableRowsOf(fleet, content, region).map((row) => columns.map(([, cell]) => cell(row))),
  )
}
