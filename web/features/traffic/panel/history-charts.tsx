import { lazy, Suspense, useMemo } from 'react'
import type { SeriesOf } from '#web/api/series.ts'
import { chartWords as words } from '#web/messages/charts-en.ts'
import { formatLatency, formatRequestsPerSecond, formatShare } from '#web/messages/format-numbers.ts'
import { utcTimeText } from '#web/messages/format.ts'
import { LineChart } from '#web/ui/chart/line-chart.tsx'
import { LineLegend } from '#web/ui/chart/line-legend.tsx'
import { linesOf, missingDays, sameMinuteNote, type RecordedSeries, type SeriesColumn } from '#web/fleet/chart-lines.ts'
import type { Facts } from '#web/fleet/fleet.ts'
import classes from './panel.module.css'
import { useHappened, type Happened } from '#web/fleet/use-happened.ts'
import { useSeries } from '#web/fleet/use-series.ts'

const LatencyChart = lazy(async () => ({ default: (await import('./latency-chart.tsx')).LatencyChart }))

export interface HistoryChartsProps {
  of: SeriesOf
  /** The newest figures, which end the lines. */
  facts: Facts
  /** When they were, UTC ms. */
  at: number
  /** What is charted, in this order. */
  columns: readonly SeriesColumn[]
}

interface ColumnLook {
  title: string
  tone: 'flow' | 'degraded' | 'failing' | 'muted'
  format: (value: number) => string
  leastTop: number
  of: (facts: Facts) => number
}

const LOOKS: Record<SeriesColumn, ColumnLook> = {
  requestsPerSecond: {
    title: words.requests,
    tone: 'flow',
    format: formatRequestsPerSecond,
    leastTop: 1,
    of: (facts) => facts.requestsPerSecond,
  },
  errorShare: {
    title: words.failedShare,
    tone: 'failing',
    format: formatShare,
    leastTop: 0.02,
    of: (facts) => facts.errorShare,
  },
  degradedShare: {
    title: words.degradedShare,
    tone: 'degraded',
    format: formatShare,
    leastTop: 0.02,
    of: (facts) => facts.degradedShare,
  },
  // Points are the worst of ten seconds: a single second would end the line too low.
  p99LatencyMs: { title: words.p99, tone: 'flow', format: formatLatency, leastTop: 10, of: () => NaN },
  headroomShare: { title: words.headroom, tone: 'flow', format: formatShare, leastTop: 1, of: () => NaN },
}

/** The last half hour of one thing against yesterday and last week, out of what was recorded. */
export function HistoryCharts({ of, facts, at, columns }: HistoryChartsProps) {
  const { now, yesterday, lastWeek, error, until } = useSeries(of)
  const happened = useHappened(of, now?.from ?? NaN, now?.to ?? NaN)
  return (
    <section className={classes.charts}>
      <h3 className={classes.heading}>{until === null ? words.section : words.sectionUntil(utcTimeText(until))}</h3>
      {now === undefined ? (
        <p className={classes.quiet}>{error === null ? words.loading : words.failed(error.message)}</p>
      ) : (
        <>
          {columns.map((column, index) => (
            <ColumnChart
              key={column}
              column={column}
              of={of}
              until={until}
              happened={index === 0 ? happened : happened.map(({ at: moment }) => ({ at: moment, label: '' }))}
              recorded={{ now, yesterday, lastWeek }}
              newest={until === null && facts.freshness !== 'stale' ? { at, value: LOOKS[column].of(facts) } : null}
            />
          ))}
          <Comparison recorded={{ now, yesterday, lastWeek }} />
        </>
      )}
    </section>
  )
}

interface ColumnChartProps {
  column: SeriesColumn
  of: SeriesOf
  until: number | null
  happened: readonly Happened[]
  recorded: RecordedSeries
  newest: { at: number; value: number } | null
}

function ColumnChart({ column, of, until, happened, recorded, newest }: ColumnChartProps) {
  const { title, tone, format, leastTop } = LOOKS[column]
  const { now, yesterday, lastWeek } = recorded
  const span = useMemo(() => ({ from: now.from, to: now.to }), [now.from, now.to])
  const [newestAt, newestValue] = [newest?.at ?? NaN, newest?.value ?? NaN]
  const lines = useMemo(
    () => linesOf({ now, yesterday, lastWeek }, column, tone, { at: newestAt, value: newestValue }),
    [now, yesterday, lastWeek, column, tone, newestAt, newestValue],
  )
  const note = sameMinuteNote(lines, span, format)
  const plain = <LineChart {...{ title, note, lines, span, format, leastTop, happened }} height={70} />
  // Days of which nothing at all is recorded are named once, under the charts.
  const days = missingDays(recorded, column).filter((day) => !missingDays(recorded).includes(day))
  return (
    <div>
      {column === 'p99LatencyMs' ? (
        <Suspense fallback={plain}>
          <LatencyChart of={of} recorded={lines} span={span} note={note} until={until} happened={happened} />
        </Suspense>
      ) : (
        plain
      )}
      {days.length > 0 && (
        <p className={classes.comparison}>
          {words.columnNotRecorded(column === 'p99LatencyMs' ? words.latency : title, days)}
        </p>
      )}
    </div>
  )
}

/** What the lines mean, and which of them there cannot be. */
function Comparison({ recorded }: { recorded: RecordedSeries }) {
  const missing = missingDays(recorded)
  const days = [
    { name: words.yesterday, stroke: 'dashed' as const },
    { name: words.lastWeek, stroke: 'dotted' as const },
  ].filter(({ name }) => !missing.includes(name))
  return (
    <div className={classes.comparison}>
      {days.length > 0 && <LineLegend lines={[{ name: words.now, stroke: 'solid' }, ...days]} />}
      {missing.length > 0 && <p>{words.nothingRecorded(missing)}</p>}
    </div>
  )
}
