import { existsSync, readFileSync } from 'node:fs'
import { z } from 'zod'

/** What one part of the benchmark found: rows of named figures, each the more the better. */
export interface DetectSection {
  name: string
  /** Which data it was: figures of other data are not compared. */
  fingerprint: string
  rows: readonly DetectRow[]
}

export interface DetectRow {
  name: string
  figures: Readonly<Record<string, number>>
  /** Said beside the row and not compared, such as costs. */
  notes?: Readonly<Record<string, number>>
}

const Baseline = z.record(
  z.string(),
  z.object({ fingerprint: z.string(), rows: z.record(z.string(), z.record(z.string(), z.number())) }),
)
export type Baseline = z.infer<typeof Baseline>

/** Figures are kept and compared to a tenth. */
const TENTHS = 10
const toTenth = (value: number) => Math.round(value * TENTHS) / TENTHS

export function readBaseline(file: string): Baseline {
  return existsSync(file) ? Baseline.parse(JSON.parse(readFileSync(file, 'utf8'))) : {}
}

export function baselineOf(sections: readonly DetectSection[]): Baseline {
  return Object.fromEntries(
    sections.map(({ name, fingerprint, rows }) => [
      name,
      { fingerprint, rows: Object.fromEntries(rows.map((row) => [row.name, roundedFigures(row)])) },
    ]),
  )
}

function roundedFigures({ figures }: DetectRow): Record<string, number> {
  return Object.fromEntries(Object.entries(figures).map(([name, value]) => [name, toTenth(value)]))
}

/** In words, each figure that is below its baseline or gone. */
export function dropsBelow(baseline: Baseline, sections: readonly DetectSection[]): string[] {
  return sections.flatMap((section) => {
    const known = baseline[section.name]
    if (known === undefined || known.fingerprint !== section.fingerprint) return []
    return Object.entries(known.rows).flatMap(([row, figures]) =>
      Object.entries(figures).flatMap(([figure, least]) => {
        const value = toTenth(section.rows.find(({ name }) => name === row)?.figures[figure] ?? NaN)
        return value >= least ? [] : [`${section.name}: ${row}, ${figure}: ${value}, the baseline is ${least}`]
      }),
    )
  })
}

export function isCompared(baseline: Baseline, section: DetectSection): boolean {
  return baseline[section.name]?.fingerprint === section.fingerprint
}

const NAME_WIDTH = 34
const LEAST_WIDTH = 8

/** A section as lines of a table. */
export function tableOf({ name, rows }: DetectSection): string[] {
  const columns = [...new Set(rows.flatMap((row) => Object.keys({ ...row.figures, ...row.notes })))]
  const width = (column: string) => Math.max(LEAST_WIDTH, column.length)
  const line = (first: string, cells: readonly string[]) =>
    [first.padEnd(NAME_WIDTH), ...cells.map((cell, index) => cell.padStart(width(columns[index] ?? '')))].join('  ')
  return [
    line(name, columns),
    ...rows.map((row) => {
      const values: Record<string, number> = { ...row.figures, ...row.notes }
      return line(
        row.name,
        columns.map((column) => (values[column] === undefined ? '' : String(Math.round(values[column] * 10) / 10))),
      )
    }),
  ]
}
