import { instantTextOf } from '#web/urls/urls.ts'
import { csvOf } from '#web/ui/csv.ts'
import { latestOfPlaces, sumOfPlaces } from './board/fact-columns.ts'
import { FRESHNESSES, HEALTHS, type ServiceBoard } from './board/service-board.ts'

export interface ServicesCsvInput {
  board: ServiceBoard
  /** Rows of the index's services, in their order. */
  order: Int32Array
  /** As typed; empty for none. */
  filter: string
  matches: Uint8Array | null
  simulated: boolean
}

type Cell = string | number | null

/** The rows as they stand, with raw numbers; the moment and its zone in every line, since the format has no comments. */
export function servicesCsv({ board, order, filter, matches, simulated }: ServicesCsvInput): string {
  const { index, facts } = board
  const at = instantTextOf(board.worldAt)
  const columns: readonly (readonly [header: string, cell: (row: number) => Cell])[] = [
    ['service', (row) => index.services[row]?.id ?? ''],
    ['name', (row) => index.services[row]?.name ?? ''],
    ['kind', (row) => index.services[row]?.kind ?? ''],
    ['health of the worst region', (row) => HEALTHS[board.health[row] ?? 0] ?? ''],
    ...index.regions.map((name, region): readonly [string, (row: number) => Cell] => [
      `health in ${name}`,
      (row) => healthIn(board, row, region),
    ]),
    ['requests of all regions (requests/s)', (row) => board.requestsPerSecond[row] ?? NaN],
    ['failed of the worst region (share 0-1)', (row) => board.errorShare[row] ?? NaN],
    ['degraded of the worst region (share 0-1)', (row) => board.degradedShare[row] ?? NaN],
    ['p99 latency of the worst region (ms)', (row) => board.p99LatencyMs[row] ?? NaN],
    ['saturation of the worst region (share 0-1)', (row) => board.saturation[row] ?? NaN],
    ['circuit breakers open', (row) => board.breakersOpen[row] ?? NaN],
    ['circuit breakers', (row) => sumOfPlaces(index, facts.breakersTotal, row)],
    ['instances up', (row) => sumOfPlaces(index, facts.instancesUp, row)],
    ['instances', (row) => sumOfPlaces(index, facts.instancesTotal, row)],
    ['critical alerts', (row) => sumOfPlaces(index, facts.alertsCritical, row)],
    ['warnings', (row) => sumOfPlaces(index, facts.alertsWarning, row)],
    ['newest version runs since (UTC)', (row) => momentText(latestOfPlaces(index, facts.deployedAt, row))],
    ['team', (row) => facts.owners[row]?.team ?? index.services[row]?.owner ?? ''],
    ['on call', (row) => facts.owners[row]?.onCall ?? ''],
    ['tier', (row) => facts.owners[row]?.tier ?? null],
    ['score of the worst region (0-100)', (row) => board.points[row] ?? NaN],
    ['freshness', (row) => FRESHNESSES[board.freshness[row] ?? 3] ?? ''],
    ['age of data (s)', (row) => (board.ageMs[row] ?? NaN) / 1_000],
    ['at', () => at],
    ['time zone', () => 'UTC'],
    ['filter', () => filter.trim()],
    ['matches the filter', (row) => (matches === null ? '' : matches[row] === 1 ? 'yes' : 'no')],
    ['simulated', () => (simulated ? 'yes' : 'no')],
  ]
  return csvOf(
    columns.map(([header]) => header),
    [...order].map((row) => columns.map(([, cell]) => cell(row))),
  )
}

/** `spillway-services-2026-11-22T14-02-11Z.csv`. */
export function servicesCsvName({ worldAt }: ServiceBoard, isFiltered: boolean): string {
  return `spillway-services${isFiltered ? '-filtered' : ''}-${instantTextOf(worldAt).replaceAll(':', '-')}.csv`
}

function momentText(epochMs: number): string {
  return Number.isNaN(epochMs) ? '' : instantTextOf(epochMs)
}

function healthIn({ index, places }: ServiceBoard, row: number, region: number): string {
  const [from = 0, to = 0] = [index.firstPlace[row], index.firstPlace[row + 1]]
  for (let place = from; place < to; place += 1) {
    if (index.regionRow[place] === region) return HEALTHS[places.health[place] ?? 0] ?? ''
  }
  return ''
}
