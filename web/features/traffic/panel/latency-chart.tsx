import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { latencyQuery } from '#web/api/latency.ts'
import type { SeriesOf } from '#web/api/series.ts'
import { chartWords as words } from '#web/messages/charts-en.ts'
import { formatLatency } from '#web/messages/format-numbers.ts'
import { valueAt, type ChartLine, type ChartSpan } from '#web/ui/chart/chart-line.ts'
import { LineChart } from '#web/ui/chart/line-chart.tsx'
import { LineLegend } from '#web/ui/chart/line-legend.tsx'
import type { Happened } from '#web/fleet/use-happened.ts'
import { latencyLines, latencyNotes } from '#web/fleet/latency-lines.ts'
import classes from './panel.module.css'

export interface LatencyChartProps {
  of: SeriesOf
  /** p99 as it was recorded, then that of other days. */
  recorded: readonly ChartLine[]
  span: ChartSpan
  note: string
  /** The moment shown when it is not now, UTC ms: the sources are not asked of a past. */
  until: number | null
  happened: readonly Happened[]
}

/** A drop of a tenth of a millisecond is nothing to look at. */
const LEAST_TOP_MS = 10
const HEIGHT = 96

/** p50, p90 and p99 on one axis; of the other days p99. */
export function LatencyChart({ of, recorded, span, note, until, happened }: LatencyChartProps) {
  const { data, error } = useQuery(latencyQuery(of, until))
  const lines = useMemo(() => {
    const [p99, ...days] = recorded
    return p99 === undefined ? [] : [{ ...p99, name: words.p99 }, ...latencyLines(data), ...days]
  }, [recorded, data])
  const notes = data === undefined ? [] : latencyNotes(data)
  return (
    <div>
      <LineChart
        title={words.latency}
        note={note}
        lines={lines}
        span={span}
        format={formatLatency}
        leastTop={LEAST_TOP_MS}
        height={HEIGHT}
        happened={happened}
      />
      <div className={classes.comparison}>
        <LineLegend lines={lines.filter(({ stroke }) => stroke === 'solid').map((line) => legendOf(line, span))} />
        {data === undefined && <p>{error === null ? words.latencyAsking : words.latencyFailed(error.message)}</p>}
        {notes.map((text) => (
          <p key={text}>{text}</p>
        ))}
      </div>
    </div>
  )
}

/** The newest that is known of the last minute. */
function legendOf(line: ChartLine, { to }: ChartSpan) {
  const { name, stroke, tone } = line
  const value = [5_000, 15_000, 25_000, 35_000, 45_000]
    .map((agoMs) => valueAt(line, to - agoMs))
    .find((one) => one !== null)
  return { name, stroke, tone, value: value === undefined || value === null ? words.unknown : formatLatency(value) }
}
