import { useMemo } from 'react'
import type { LossCurve, WhatIf } from '#contract/evacuation/api.ts'
import { whatIfWords as words } from '#web/messages/evacuation-en.ts'
import { formatRequestsPerSecond } from '#web/messages/format-numbers.ts'
import type { ChartLine } from '#web/ui/chart/chart-line.ts'
import { LineChart } from '#web/ui/chart/line-chart.tsx'
import { LineLegend } from '#web/ui/chart/line-legend.tsx'

const LEGEND = [
  { name: words.doNothing, tone: 'failing', stroke: 'solid' },
  { name: words.act, tone: 'action', stroke: 'solid' },
] as const
const MINUTE_MS = 60_000

/** Customer minutes lost from now on, by doing nothing and by acting, with what cannot be known. */
export function LossCurves({
  whatIf,
  height = 150,
}: {
  whatIf: Pick<WhatIf, 'at' | 'doNothing' | 'act'>
  height?: number
}) {
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
    return { lines, span: { from: at, to } }
  }, [at, doNothing, act])
  if (picture === null) return null
  return (
    <div>
      <LineLegend lines={LEGEND} />
      <LineChart title={words.curves} {...picture} format={customerMinutesText} leastTop={100} height={height} />
    </div>
  )
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
