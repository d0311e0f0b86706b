import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'

/** A folder of the form of the Numenta Anomaly Benchmark: `combined_windows.json` names the series and their windows. */
export interface NabSeries {
  /** As in the list: folder and file. */
  name: string
  /** The rows as they stand in the file, `timestamp,value`. */
  rows: readonly string[]
  /** UTC milliseconds. */
  at: Float64Array
  values: Float64Array
  /** Labelled windows as rows, both ends included, in order. */
  windows: readonly (readonly [first: number, last: number])[]
}

const Windows = z.record(z.string(), z.array(z.tuple([z.string(), z.string()])))

export function readNab(folder: string): NabSeries[] {
  const windows = Windows.parse(JSON.parse(readFileSync(join(folder, 'combined_windows.json'), 'utf8')))
  return Object.entries(windows).map(([name, spans]) => {
    const rows = readFileSync(join(folder, name), 'utf8').trim().split(/\r?\n/).slice(1)
    const at = Float64Array.from(rows, (row) => timeOf(row.split(',')[0] ?? ''))
    const values = Float64Array.from(rows, (row) => numberOf(row.split(',')[1] ?? ''))
    const labelled = spans
      .map(([start, end]) => [at.findIndex((time) => time >= timeOf(start)), lastUntil(at, timeOf(end))] as const)
      .filter(([first, last]) => first >= 0 && last >= first)
    return { name, rows, at, values, windows: labelled }
  })
}

/** `2014-02-14 14:30:00`, with or without fractions of a second; the zone is not told and taken for UTC. */
function timeOf(text: string): number {
  return Date.parse(
    `${text
      .trim()
      .replace(' ', 'T')
      .replace(/\.\d+$/, '')}Z`,
  )
}

/** An empty field is unknown, not zero. */
function numberOf(text: string): number {
  return text.trim() === '' ? NaN : Number(text)
}

function lastUntil(at: Float64Array, end: number): number {
  return at.findLastIndex((time) => time <= end)
}
