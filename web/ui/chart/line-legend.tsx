import type { ChartLine } from './chart-line.ts'
import classes from './line-legend.module.css'

/** What the lines of several charts mean: once for all of them. */
export function LineLegend({ lines }: { lines: readonly Pick<ChartLine, 'name' | 'stroke'>[] }) {
  return (
    <ul className={classes.legend}>
      {lines.map(({ name, stroke }) => (
        <li key={name} data-stroke={stroke}>
          {name}
        </li>
      ))}
    </ul>
  )
}
