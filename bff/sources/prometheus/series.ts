import { numberOfWire, type WireLabels, type WireMatrixRow, type WireResult, type WireVectorRow } from './wire.ts'

/** One row of an answer over the steps of a report: one step for an instant query, many for a range. */
export interface Series {
  labels: WireLabels
  /** Per step; NaN where the row is absent, says NaN, or is infinite. */
  values: number[]
  /** Per step: 1 where the row was there, whatever it said. */
  present: number[]
}

export interface SeriesList {
  series: Series[]
  /** Rows that are no plain numbers (native histograms). */
  unreadableRows: number
  /** Samples that were infinite, which no measure here can be. */
  infiniteSamples: number
}

export interface Steps {
  fromMs: number
  stepMs: number
  count: number
}

export function instant(atMs: number): Steps {
  return { fromMs: atMs, stepMs: 1, count: 1 }
}

export function seriesOf(result: WireResult, steps: Steps): SeriesList {
  const list: SeriesList = { series: [], unreadableRows: 0, infiniteSamples: 0 }
  switch (result.resultType) {
    case 'vector':
      for (const row of result.result) addVectorRow(list, row, steps)
      return list
    case 'matrix':
      for (const row of result.result) addMatrixRow(list, row, steps)
      return list
    case 'scalar':
      addVectorRow(list, { metric: {}, value: result.result }, steps)
      return list
    case 'string':
      list.unreadableRows += 1
      return list
  }
}

function addVectorRow(list: SeriesList, row: WireVectorRow, steps: Steps): void {
  if (row.value === undefined) {
    list.unreadableRows += 1
    return
  }
  const series = emptySeries(row.metric, steps)
  put(list, series, 0, row.value[1])
  list.series.push(series)
}

function addMatrixRow(list: SeriesList, row: WireMatrixRow, steps: Steps): void {
  if (row.values === undefined) {
    list.unreadableRows += 1
    return
  }
  const series = emptySeries(row.metric, steps)
  for (const [atSeconds, text] of row.values) {
    const step = Math.round((atSeconds * 1_000 - steps.fromMs) / steps.stepMs)
    if (step >= 0 && step < steps.count) put(list, series, step, text)
  }
  list.series.push(series)
}

function emptySeries(labels: WireLabels, steps: Steps): Series {
  return { labels, values: filled(steps.count, NaN), present: filled(steps.count, 0) }
}

function put(list: SeriesList, series: Series, step: number, text: string): void {
  const value = numberOfWire(text)
  series.present[step] = 1
  if (Number.isFinite(value)) series.values[step] = value
  else if (!Number.isNaN(value)) list.infiniteSamples += 1
}

/** Plain arrays: at one step a row, as in every poll, typed arrays cost more to make than to use. */
export function filled(length: number, value: number): number[] {
  const values: number[] = []
  for (let index = 0; index < length; index += 1) values.push(value)
  return values
}
