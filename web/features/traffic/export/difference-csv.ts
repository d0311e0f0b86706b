import { instantTextOf } from '#web/urls/urls.ts'
import { amountOf } from '../compare/change.ts'
import { comparedRowsOf, mostChangedFirst, type ComparedContent, type ComparedRow } from '../compare/compared-rows.ts'
import type { Facts } from '#web/fleet/fleet.ts'
import { WORLD_VIEW, type Measure } from '../traffic-search.ts'
import { csvOf } from '#web/ui/csv.ts'
import type { ShownComparison, ShownFleet } from './map-picture.ts'

type Column = readonly [header: string, cell: (row: ComparedRow) => string | number]

interface MeasureColumns {
  measure: Measure
  name: string
  unit: string
  changeUnit: string
  value(facts: Facts): number
}

const MEASURES: readonly MeasureColumns[] = [
  {
    measure: 'volume',
    name: 'requests',
    unit: 'requests/s',
    changeUnit: 'ratio',
    value: (facts) => facts.requestsPerSecond,
  },
  {
    measure: 'errors',
    name: 'failed',
    unit: 'share 0-1',
    changeUnit: 'points, 0.01 is one percent',
    value: (facts) => facts.errorShare,
  },
  { measure: 'latency', name: 'p99 latency', unit: 'ms', changeUnit: 'ratio', value: (facts) => facts.p99LatencyMs },
]

/** Of whatever was there at both moments nothing is said. */
const PRESENCE = { both: '', new: 'new', gone: 'gone' } as const

/**
 * The difference's twin with raw numbers: both moments of every row and the change, what changed most first. What is
 * gone or new says so, and has numbers of the one moment at which it was there.
 */
export function differenceCsv(
  shown: ShownFleet & { comparison: ShownComparison },
  content: ComparedContent,
  region: string | null,
): string {
  const { comparison, filter } = shown
  const { fleets, measure } = comparison
  const rows = comparedRowsOf({ fleets, content, region, filtered: filter?.filtered ?? null })
  const columns: readonly Column[] = [
    ['id', ({ id }) => id],
    ['name', ({ name }) => name],
    ['about', ({ about }) => about],
    ['new or gone', ({ change }) => PRESENCE[change.presence]],
    ...MEASURES.flatMap(columnsOf),
    ...columnsAbout(shown, region),
  ]
  return csvOf(
    columns.map(([header]) => header),
    mostChangedFirst(rows, measure).map((row) => columns.map(([, cell]) => cell(row))),
  )
}

function columnsOf({ measure, name, unit, changeUnit, value }: MeasureColumns): Column[] {
  return [
    [`${name} (${unit})`, ({ change }) => value(change.now)],
    [`${name} then (${unit})`, ({ change }) => value(change.before)],
    [`${name} change (${changeUnit})`, ({ change }) => amountOf(change, measure)],
  ]
}

function columnsAbout({ comparison, filter, simulated }: ShownFleet, region: string | null): readonly Column[] {
  const instantOf = (side: 'now' | 'before') =>
    comparison === null ? '' : instantTextOf(comparison.fleets[side].frame.worldAt)
  const [at, against] = [instantOf('now'), instantOf('before')]
  return [
    ['view', () => region ?? WORLD_VIEW],
    ['at (UTC)', () => at],
    ['against (UTC)', () => against],
    ['filter', () => filter?.text.trim() ?? ''],
    ['simulated', () => (simulated ? 'yes' : 'no')],
  ]
}
