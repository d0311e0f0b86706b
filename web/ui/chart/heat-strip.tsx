import { useMemo, useRef } from 'react'
import { chartWords as words } from '#web/messages/charts-en.ts'
import type { ChartSpan } from './chart-line.ts'
import type { HeatRow } from './heat-cells.ts'
import classes from './heat-strip.module.css'
import { PLOT } from './plot-box.ts'
import { useDrawn } from './use-drawn.ts'

export interface HeatStripProps {
  title: string
  note?: string
  at: readonly number[]
  rows: readonly HeatRow[]
  span: ChartSpan
  format: (share: number) => string
  /** Heads of the table that is listened to: what a row is, its newest value, its highest. */
  heads: { row: string; now: string; most: string }
}

const ROW_PX = 15
/** Many rows share this, down to two pixels each. */
const MOST_PX = 320
/** More names would not be readable. */
const MOST_NAMES = 20

/** Many shares over time, one row each: how dark, not how high. Lies under a chart of the same span, in line with it. */
export function HeatStrip({ title, note, at, rows, span, format, heads }: HeatStripProps) {
  const host = useRef<HTMLDivElement>(null)
  const picture = useMemo(() => ({ at, rows, span }), [at, rows, span])
  const hasFailed = useDrawn(host, picture, loadHeat)
  const height = Math.max(2 * rows.length, Math.min(MOST_PX, ROW_PX * rows.length))
  return (
    <figure className={classes.strip} aria-label={title}>
      <figcaption className={classes.caption}>
        <span>{title}</span>
        {note !== undefined && <span className={classes.note}>{note}</span>}
      </figcaption>
      <div className={classes.frame} style={{ height }} aria-hidden>
        <ol className={classes.names} style={{ width: PLOT.left }}>
          {namesOf(rows).map((name) => (
            <li key={name}>{name}</li>
          ))}
        </ol>
        <div ref={host} className={classes.ground} style={{ left: PLOT.left, right: PLOT.right }} />
      </div>
      {hasFailed && <p className={classes.note}>{words.notDrawn}</p>}
      <table className="visually-hidden">
        <caption>{title}</caption>
        <thead>
          <tr>
            <th scope="col">{heads.row}</th>
            <th scope="col">{heads.now}</th>
            <th scope="col">{heads.most}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ name, values }) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td>{textOf(values.at(-1) ?? null, format)}</td>
              <td>{textOf(highestOf(values), format)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </figure>
  )
}

async function loadHeat() {
  return (await import('./draw-heat.ts')).drawHeat
}

/** All of them while they can be read, else the first and the last. */
function namesOf(rows: readonly HeatRow[]): string[] {
  const names = rows.map(({ name }) => name)
  return names.length <= MOST_NAMES ? names : [names[0] ?? '', names.at(-1) ?? '']
}

function highestOf(values: readonly (number | null)[]): number | null {
  return values.reduce((highest, value) => (value === null || (highest ?? -1) > value ? highest : value), null)
}

function textOf(value: number | null, format: (share: number) => string): string {
  return value === null ? words.unknown : format(value)
}
