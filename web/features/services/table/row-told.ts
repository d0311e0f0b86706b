import { FRESHNESSES, HEALTHS, type ServiceBoard } from '../board/service-board.ts'
import { sumOfPlaces } from '../board/fact-columns.ts'
import type { ColumnId } from './column-choice.ts'

/** What a row says by marks: plain values that can be compared, so that a row of which none moved is not rendered. */
export interface RowTold {
  /** Into HEALTHS. */
  health: number
  /** Into FRESHNESSES. */
  freshness: number
  /** `44-`: the health of each region as its code, one letter a region. */
  codes: string
  up: number
  total: number
  suspect: number
  critical: number
  warning: number
  ageSeconds: number
  /** Where p50 and p90 would be asked for; undefined where that is not shown. */
  asked: string | undefined
}

const UNKNOWN = FRESHNESSES.indexOf('unknown')
export const ABSENT = '-'

export function rowTold(board: ServiceBoard, row: number, columns: readonly ColumnId[]): RowTold {
  const { index, facts } = board
  const sum = (of: Float64Array): number => sumOfPlaces(index, of, row)
  const has = (column: ColumnId): boolean => columns.includes(column)
  const isAsked = has('p50') || has('p90')
  return {
    health: board.health[row] ?? HEALTHS.indexOf('unknown'),
    freshness: board.freshness[row] ?? UNKNOWN,
    codes: has('regions') ? codesOf(board, row) : '',
    up: has('instances') ? sum(facts.instancesUp) : NaN,
    total: has('instances') ? sum(facts.instancesTotal) : NaN,
    suspect: has('instances') ? sum(facts.instancesSuspect) : NaN,
    critical: has('alerts') ? sum(facts.alertsCritical) : NaN,
    warning: has('alerts') ? sum(facts.alertsWarning) : NaN,
    ageSeconds: has('age') ? Math.floor((board.ageMs[row] ?? NaN) / 1_000) : NaN,
    asked: isAsked ? worstRegion(board, row) : undefined,
  }
}

/** Not a number is the same as not a number. */
export function isSameTold(one: RowTold, other: RowTold): boolean {
  return (
    one.health === other.health &&
    one.freshness === other.freshness &&
    one.codes === other.codes &&
    Object.is(one.up, other.up) &&
    Object.is(one.total, other.total) &&
    Object.is(one.suspect, other.suspect) &&
    Object.is(one.critical, other.critical) &&
    Object.is(one.warning, other.warning) &&
    Object.is(one.ageSeconds, other.ageSeconds) &&
    one.asked === other.asked
  )
}

function codesOf({ index, places }: ServiceBoard, row: number): string {
  const [from = 0, to = 0] = [index.firstPlace[row], index.firstPlace[row + 1]]
  const codes = index.regions.map(() => ABSENT)
  for (let place = from; place < to; place += 1) {
    const region = index.regionRow[place] ?? -1
    if (region >= 0) codes[region] = String(places.health[place] ?? 0)
  }
  return codes.join('')
}

/** Where most fails; the first where nothing is known. */
function worstRegion({ index, places }: ServiceBoard, row: number): string | undefined {
  const [from = 0, to = 0] = [index.firstPlace[row], index.firstPlace[row + 1]]
  let worst = from
  for (let place = from; place < to; place += 1) {
    if ((places.errorShare[place] ?? NaN) > (places.errorShare[worst] ?? -1)) worst = place
  }
  return index.regions[index.regionRow[worst] ?? -1]
}
