import { useMemo, useRef } from 'react'
import { chartWords as words } from '#web/messages/charts-en.ts'
import { utcTimeText } from '#web/messages/format.ts'
import { unknownStretches, type ChartLine, type ChartSpan } from './chart-line.ts'
import { rowsOf, summaryOf } from './chart-summary.ts'
import classes from './line-chart.module.css'
import { PLOT } from './plot-box.ts'
import { useDrawnChart } from './use-drawn-chart.ts'

export interface LineChartProps {
  title: string
  /** Beside the title: what to compare with, in words. */
  note?: string
  /** The first is what the chart is about: where it is unknown the ground is hatched. */
  lines: readonly ChartLine[]
  span: ChartSpan
  /** A value with its unit. */
  format: (value: number) => string
  /** Where the title carries the unit: the numbers of the axis alone. */
  axisFormat?: (value: number) => string
  /** The axis reaches at least so high, so that small noise looks small. */
  leastTop: number
  bottom?: number
  /** CSS px, with the axis of time. */
  height?: number
  /** A moment marked across the plot, with a few words at it. */
  mark?: { at: number; label: string }
  /** Things that happened: a broken line each, with its words where there are any. */
  happened?: readonly { at: number; label: string }[]
}

/** Lines over time. Its numbers are also a sentence and a table, for those who do not see it. */
export function LineChart(props: LineChartProps) {
  const { title, note, lines, span, format, axisFormat, leastTop, bottom = 0, height = 84, mark, happened = [] } = props
  const host = useRef<HTMLDivElement>(null)
  const picture = useMemo(
    () => ({ lines, span, format, axisFormat, leastTop, bottom }),
    [lines, span, format, axisFormat, leastTop, bottom],
  )
  const hasFailed = useDrawnChart(host, picture)
  const [main] = lines
  return (
    <figure className={classes.chart} aria-label={title}>
      <figcaption className={classes.caption}>
        <span>{title}</span>
        {note !== undefined && <span className={classes.note}>{note}</span>}
      </figcaption>
      <div className={classes.frame} style={{ height }} aria-hidden>
        <div className={classes.plot} style={PLOT}>
          {main !== undefined &&
            unknownStretches(main, span).map(({ from, to }) => (
              <span
                key={from}
                className={classes.unknown}
                style={{ left: `${from * 100}%`, width: `${(to - from) * 100}%` }}
              />
            ))}
        </div>
        <div ref={host} className={classes.canvas} />
        {happened.length > 0 && (
          <div className={classes.plot} style={PLOT}>
            {happened.map((one) => (
              <Mark key={`${one.at} ${one.label}`} mark={one} span={span} isQuiet />
            ))}
          </div>
        )}
        {mark !== undefined && (
          <div className={classes.plot} style={PLOT}>
            <Mark mark={mark} span={span} />
          </div>
        )}
      </div>
      {hasFailed && <p className={classes.note}>{words.notDrawn}</p>}
      <TextAlternative title={title} lines={lines} span={span} format={format} />
    </figure>
  )
}

interface MarkProps {
  mark: { at: number; label: string }
  span: ChartSpan
  isQuiet?: boolean
}

function Mark({ mark: { at, label }, span: { from, to }, isQuiet = false }: MarkProps) {
  const share = (at - from) / (to - from)
  if (!(share >= 0 && share <= 1)) return null
  return (
    <span
      className={classes.mark}
      data-quiet={isQuiet || undefined}
      data-side={share > 0.8 ? 'left' : 'right'}
      style={{ left: `${share * 100}%` }}
    >
      {label !== '' && <span>{label}</span>}
    </span>
  )
}

function TextAlternative({ title, lines, span, format }: Pick<LineChartProps, 'title' | 'lines' | 'span' | 'format'>) {
  return (
    <div className="visually-hidden">
      <p>{summaryOf(title, lines, span, format)}</p>
      <table>
        <caption>{title}</caption>
        <thead>
          <tr>
            <th scope="col">{words.time}</th>
            {lines.map(({ name }) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rowsOf(lines, span, format).map(({ at, values }) => (
            <tr key={at}>
              <th scope="row">{utcTimeText(at)}</th>
              {values.map((value, index) => (
                <td key={lines[index]?.name}>{value}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
