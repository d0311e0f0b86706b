import type { ChartLine } from './chart-line.ts'
import classes from './line-legend.module.css'

export interface LegendLine extends Pick<ChartLine, 'name' | 'stroke'> {
  /** Where lines differ in more than their stroke. */
  tone?: ChartLine['tone']
  /** The newest value, with its unit. */
  value?: string
}

/** What the lines of one or several charts mean. */
export function LineLegend({ lines }: { lines: readonly LegendLine[] }) {
  return (
    <ul className={classes.legend}>
      {lines.map(({ name, stroke, tone, value }) => (
        <li key={name} data-stroke={stroke} data-tone={tone}>
          {name}
          {value !== undefined && <strong>{value}</strong>}
        </li>
      ))}
    </ul>
  )
}
