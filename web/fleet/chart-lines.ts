import type { Series } from '#contract/series.ts'
import { chartWords as words } from '#web/messages/charts-en.ts'
import { valueAt, type ChartLine, type ChartSpan } from '#web/ui/chart/chart-line.ts'

export type SeriesColumn = 'requestsPerSecond' | 'errorShare' | 'degradedShare' | 'p99LatencyMs' | 'headroomShare'

/** What is recorded of a thing: now, and of other days at the same time. */
export interface RecordedSeries {
  now: Series
  yesterday: Series | undefined
  lastWeek: Series | undefined
}

/** The newest second, where it is later than what is recorded; NaN for unknown. */
export interface NewestValue {
  at: number
  value: number
}

/** The lines of one column: this half hour, and the same of other days where anything is known of them. */
export function linesOf(
  { now, yesterday, lastWeek }: RecordedSeries,
  column: SeriesColumn,
  tone: ChartLine['tone'],
  newest: NewestValue | null,
): ChartLine[] {
  const main = withNewest(
    { name: words.now, at: now.at, values: now[column], tone, stroke: 'solid', filled: true },
    newest,
  )
  const past = [
    { name: words.yesterday, series: yesterday, stroke: 'dashed' as const },
    { name: words.lastWeek, series: lastWeek, stroke: 'dotted' as const },
  ]
  return [
    main,
    ...past.flatMap(({ name, series, stroke }): ChartLine[] =>
      series === undefined || series[column].every((value) => value === null)
        ? []
        : [{ name, at: movedTo(now, series), values: series[column], tone: 'muted', stroke }],
    ),
  ]
}

function withNewest(line: ChartLine, newest: NewestValue | null): ChartLine {
  const last = line.at.at(-1)
  if (newest === null || Number.isNaN(newest.value) || last === undefined || newest.at <= last) return line
  return { ...line, at: [...line.at, newest.at], values: [...line.values, newest.value] }
}

/** Other days' moments on this half hour's axis. */
function movedTo(now: Series, past: Series): number[] {
  // Both are aligned to their step, so the days between them are not quite whole.
  const days = Math.round((now.from - past.from) / DAY_MS) * DAY_MS
  return past.at.map((at) => at + days)
}

const DAY_MS = 86_400_000

/** `yesterday 0.1 %`: the same minute, of the nearest other day that knows it. */
export function sameMinuteNote(
  lines: readonly ChartLine[],
  span: ChartSpan,
  format: (value: number) => string,
): string {
  const [, ...past] = lines
  for (const line of past.toReversed()) {
    const value = valueAt(line, span.to - 30_000)
    if (value !== null) return words.sameMinute(line.name, format(value))
  }
  return ''
}

/** Other days of which this column does not tell; without requests nothing at all is recorded. */
export function missingDays(
  { yesterday, lastWeek }: Pick<RecordedSeries, 'yesterday' | 'lastWeek'>,
  column: SeriesColumn = 'requestsPerSecond',
): string[] {
  const isEmpty = (series: Series | undefined) =>
    series !== undefined && series[column].every((value) => value === null)
  return [...(isEmpty(yesterday) ? [words.yesterday] : []), ...(isEmpty(lastWeek) ? [words.lastWeek] : [])]
}
