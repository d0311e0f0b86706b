import { useMemo } from 'react'
import type { WhatIf } from '#contract/evacuation/api.ts'
import type { LossCurve, RunOutcome } from '#contract/evacuation/forecast.ts'
import { whatIfWords as words } from '#web/messages/evacuation-en.ts'
import { formatRequestsPerSecond } from '#web/messages/format-numbers.ts'
import type { ChartLine } from '#web/ui/chart/chart-line.ts'
import { LineChart } from '#web/ui/chart/line-chart.tsx'
import { LineLegend } from '#web/ui/chart/line-legend.tsx'
import classes from './loss-curves.module.css'

const LEGEND = [
  { name: words.doNothing, tone: 'failing', stroke: 'solid' },
  { name: words.act, tone: 'action', stroke: 'solid' },
] as const
const OBSERVED = { name: words.seen, tone: 'flow', stroke: 'solid' } as const
const MINUTE_MS = 60_000
const LEAST_SPAN_MS = 10 * MINUTE_MS

export interface LossCurvesProps {
  whatIf: Pick<WhatIf, 'at' | 'doNothing' | 'act'>
  height?: number
  /** What was lost since, against what was foretold. */
  observed?: RunOutcome['observed']
}

/** Customer minutes lost, by doing nothing and by acting, with what cannot be known; and what was really lost. */
export function LossCurves({ whatIf, height = 150, observed }: LossCurvesProps) {
  const { at, doNothing, act } = whatIf
  const picture = useMemo(() => {
    if (doNothing === null || act === null) return null
    const to = at + (doNothing.minutes.at(-1) ?? 0) * MINUTE_MS
    const lines: ChartLine[] = [
      lineOf(words.doNothing, doNothing, 'likely', at, 'failing', 'solid'),
      lineOf(words.act, act, 'likely', at, 'action', 'solid'),
      { ...lineOf(words.actLow, act, 'low', at, 'action', 'dotted') },
      { ...lineOf(words.actHigh, act, 'high', at, 'action', 'dotted') },
    ]
    if (observed === undefined) return { lines, span: { from: at, to } }
    const seen: ChartLine = { ...OBSERVED, at: observed.at, values: observed.customerMinutes }
    // What was seen is a few minutes of an hour: the hour would leave it in a corner.
    const end = Math.min(to, at + Math.max(LEAST_SPAN_MS, ((observed.at.at(-1) ?? at) - at) * 1.5))
    return { lines: [...lines.map((line) => until(end, line)), seen], span: { from: at, to: end } }
  }, [at, doNothing, act, observed])
  if (picture === null) return null
  const title = observed === undefined ? words.curves : words.curvesSince
  return (
    <div className={classes.curves}>
      <div className={classes.head}>
        <span>{title}</span>
        <LineLegend lines={observed === undefined ? LEGEND : [...LEGEND, OBSERVED]} />
      </div>
      <LineChart title={title} {...picture} format={customerMinutesText} leastTop={100} height={height} />
    </div>
  )
}

/** What lies beyond the span would stretch the scale. */
function until(end: number, line: ChartLine): ChartLine {
  const shown = line.at.filter((moment) => moment <= end).length + 1
  return { ...line, at: line.at.slice(0, shown), values: line.values.slice(0, shown) }
}

export function customerMinutesText(minutes: number): string {
  return formatRequestsPerSecond(minutes)
}

function lineOf(
  name: string,
  curve: LossCurve,
  pick: 'low' | 'likely' | 'high',
  from: number,
  tone: ChartLine['tone'],
  stroke: ChartLine['stroke'],
): ChartLine {
  return { name, at: curve.minutes.map((minute) => from + minute * MINUTE_MS), values: curve[pick], tone, stroke }
}
