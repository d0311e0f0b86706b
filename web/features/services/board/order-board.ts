import type { Sort, SortColumn } from './sort.ts'
import { latestOfPlaces, sumOfPlaces } from './fact-columns.ts'
import { shareOf, type ServiceBoard } from './service-board.ts'

/** Rows of the index's services in their order; unknown ones last whichever way, equals by volume, then by name. */
export function orderBoard(board: ServiceBoard, sort: Sort, shown: Uint8Array | null): Int32Array {
  const { services } = board.index
  const rows = Int32Array.from(services.keys()).filter((row) => shown === null || shown[row] === 1)
  const way = sort.descending ? -1 : 1
  const byText = textOf(board, sort.column)
  if (byText !== null) {
    const texts = services.map((_, row) => byText(row))
    return rows.sort(
      (one, other) => compareTexts(texts[one] ?? null, texts[other] ?? null, way) || tie(board, one, other),
    )
  }
  const valueOf = numberOf(board, sort.column)
  const values = Float64Array.from(services, (_, row) => valueOf(row))
  return rows.sort(
    (one, other) => compareNumbers(values[one] ?? NaN, values[other] ?? NaN, way) || tie(board, one, other),
  )
}

function tie({ index, requestsPerSecond }: ServiceBoard, one: number, other: number): number {
  const byVolume = compareNumbers(requestsPerSecond[one] ?? NaN, requestsPerSecond[other] ?? NaN, -1)
  return byVolume || ((index.services[one]?.id ?? '') < (index.services[other]?.id ?? '') ? -1 : 1)
}

function compareNumbers(one: number, other: number, way: number): number {
  if (Number.isNaN(one) || Number.isNaN(other)) return Number(Number.isNaN(one)) - Number(Number.isNaN(other))
  return (one - other) * way
}

function compareTexts(one: string | null, other: string | null, way: number): number {
  if (one === null || other === null) return Number(one === null) - Number(other === null)
  return (one < other ? -1 : Number(one > other)) * way
}

function textOf({ index, facts }: ServiceBoard, column: SortColumn): ((row: number) => string | null) | null {
  if (column === 'name') return (row) => index.services[row]?.name ?? null
  if (column === 'owner') return (row) => facts.owners[row]?.team ?? index.services[row]?.owner ?? null
  return null
}

function numberOf(board: ServiceBoard, column: SortColumn): (row: number) => number {
  const { index, facts } = board
  const sum = (of: Float64Array, row: number) => sumOfPlaces(index, of, row)
  switch (column) {
    case 'regions':
      return (row) => board.health[row] ?? NaN
    case 'requests':
      return (row) => board.requestsPerSecond[row] ?? NaN
    case 'errors':
      // As printed: what differs by noise alone goes by volume.
      return (row) => Math.round((board.errorShare[row] ?? NaN) * 1_000)
    case 'degraded':
      return (row) => board.degradedShare[row] ?? NaN
    case 'p99':
      return (row) => board.p99LatencyMs[row] ?? NaN
    case 'saturation':
      return (row) => board.saturation[row] ?? NaN
    case 'breakers':
      return (row) => board.breakersOpen[row] ?? NaN
    case 'instances':
      return (row) => 1 - shareOf(sum(facts.instancesUp, row), sum(facts.instancesTotal, row))
    case 'deploy':
      return (row) => latestOfPlaces(index, facts.deployedAt, row)
    case 'alerts':
      return (row) => 1_000 * sum(facts.alertsCritical, row) + sum(facts.alertsWarning, row)
    case 'tier':
      return (row) => facts.owners[row]?.tier ?? NaN
    case 'score':
      return (row) => board.points[row] ?? NaN
    case 'age':
      return (row) => board.ageMs[row] ?? NaN
    case 'name':
    case 'owner':
      return () => NaN
  }
}
