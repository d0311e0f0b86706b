import type { Facts } from '#web/fleet/fleet.ts'
import type { Measure } from '../traffic-search.ts'
import { amountOf, weightOf } from './change.ts'
import type { ComparedRow } from './compared-rows.ts'

export interface TableSort {
  by: 'name' | 'before' | 'now' | 'change'
  /** Of all but names. */
  measure?: Measure
  /** Largest first. */
  down: boolean
}

/** What is not known comes last, whichever way. Changes go by how much they matter, both directions alike. */
export function sortedRows(rows: readonly ComparedRow[], { by, measure = 'volume', down }: TableSort): ComparedRow[] {
  if (by === 'name') {
    const byName = rows.toSorted((one, other) => one.name.localeCompare(other.name, 'en'))
    return down ? byName.toReversed() : byName
  }
  const value = new Map(rows.map((row): [ComparedRow, number] => [row, valueOf(row, by, measure)]))
  return rows.toSorted((one, other) => {
    const [a = NaN, b = NaN] = [value.get(one), value.get(other)]
    if (Number.isNaN(a) || Number.isNaN(b)) return Number(Number.isNaN(a)) - Number(Number.isNaN(b))
    return (down ? b - a : a - b) || one.row - other.row
  })
}

function valueOf({ change }: ComparedRow, by: 'before' | 'now' | 'change', measure: Measure): number {
  if (by !== 'change') return numberOf(change[by], measure)
  return change.presence === 'both' && Number.isNaN(amountOf(change, measure)) ? NaN : weightOf(change, measure)
}

function numberOf(facts: Facts, measure: Measure): number {
  return { volume: facts.requestsPerSecond, errors: facts.errorShare, latency: facts.p99LatencyMs }[measure]
}
