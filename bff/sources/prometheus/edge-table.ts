import { edgeIdOf, type EdgeKey } from '#contract/ids.ts'
import type { EdgeNaming, SkipReason } from './edge-naming.ts'
import { filled, type Series } from './series.ts'

/** What several rows of one connection make together: rates add up, percentiles cannot be merged and show the worst. */
const COMBINE = {
  requests: 'sum',
  errors: 'sum',
  degraded: 'sum',
  callerOnly: 'sum',
  p99: 'max',
  sampleTime: 'max',
} as const
export type Measure = keyof typeof COMBINE
/** A connection without such a row has none of it, if the question was answered at all. */
const ZERO_WHERE_ABSENT: ReadonlySet<Measure> = new Set<Measure>(['errors', 'degraded', 'callerOnly'])

export interface EdgeRow {
  id: string
  key: EdgeKey
  /** Per step: 1 where requests were told. */
  told: number[]
  /** Per step; NaN where unknown. Rates a second, milliseconds, and seconds since 1970 for sampleTime. */
  columns: Record<Measure, number[]>
}

/** One reporter's view of the connections, over the steps of a report. */
export interface EdgeTable {
  readonly rows: ReadonlyMap<string, EdgeRow>
  /** Adds an answer; returns why rows were left out, with how many. */
  add(measure: Measure, series: readonly Series[], naming: EdgeNaming): Skipped[]
}

export interface Skipped {
  reason: SkipReason
  rows: number
}

export function createEdgeTable(input: { steps: number; answered: ReadonlySet<Measure> }): EdgeTable {
  const rows = new Map<string, EdgeRow>()
  function rowOf(key: EdgeKey): EdgeRow {
    const id = edgeIdOf(key)
    const known = rows.get(id)
    if (known !== undefined) return known
    const row = emptyRow(id, key, input)
    rows.set(id, row)
    return row
  }
  return {
    rows,
    add(measure, list, naming) {
      const skipped = new Map<string, Skipped>()
      for (const series of list) {
        const named = naming(series.labels)
        if (named.kind === 'edge') combine(rowOf(named.key), measure, series)
        else count(skipped, named.reason)
      }
      return [...skipped.values()]
    },
  }
}

function emptyRow(id: string, key: EdgeKey, input: { steps: number; answered: ReadonlySet<Measure> }): EdgeRow {
  const column = (measure: Measure) => {
    const isZero = ZERO_WHERE_ABSENT.has(measure) && input.answered.has(measure)
    return filled(input.steps, isZero ? 0 : NaN)
  }
  return {
    id,
    key,
    told: filled(input.steps, 0),
    columns: {
      requests: column('requests'),
      errors: column('errors'),
      degraded: column('degraded'),
      callerOnly: column('callerOnly'),
      p99: column('p99'),
      sampleTime: column('sampleTime'),
    },
  }
}

function combine(row: EdgeRow, measure: Measure, series: Series): void {
  const column = row.columns[measure]
  for (let step = 0; step < column.length; step += 1) {
    if (series.present[step] !== 1) continue
    const value = series.values[step] ?? NaN
    const held = column[step] ?? NaN
    if (COMBINE[measure] === 'max') {
      if (!(value <= held)) column[step] = Number.isNaN(value) ? held : value
    } else if (measure === 'requests') {
      column[step] = row.told[step] === 1 ? held + value : value
      row.told[step] = 1
    } else {
      column[step] = held + value
    }
  }
}

function count(skipped: Map<string, Skipped>, reason: SkipReason): void {
  const key = JSON.stringify(reason)
  const known = skipped.get(key)
  if (known === undefined) skipped.set(key, { reason, rows: 1 })
  else known.rows += 1
}
