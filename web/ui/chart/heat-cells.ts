import { stepOf, type ChartSpan } from './chart-line.ts'

/** One row of a heat strip; null where nothing is known. */
export interface HeatRow {
  name: string
  /** 0–1, one for each instant. */
  values: readonly (number | null)[]
}

/** A stretch of a row, as shares of the span. */
export interface HeatCell {
  from: number
  to: number
  value: number
}

/** What is told at an instant is told of the time before it, but never of more than three usual steps. */
export function heatCells(
  at: readonly number[],
  values: readonly (number | null)[],
  { from, to }: ChartSpan,
): HeatCell[] {
  const most = 3 * stepOf(at.slice(-2))
  const cells: HeatCell[] = []
  for (let index = 1; index < at.length; index += 1) {
    const [value, until, before] = [values[index] ?? null, at[index] ?? NaN, at[index - 1] ?? NaN]
    const since = Math.max(before, until - most, from)
    if (value === null || !(until > since) || since >= to) continue
    cells.push({ from: (since - from) / (to - from), to: Math.min(1, (until - from) / (to - from)), value })
  }
  return cells
}
