import type { Series } from '#contract/series.ts'
import { formatLatency, formatRequestsPerSecond, formatShare, formatWholeShare } from '#web/messages/format-numbers.ts'
import { chartWords } from '#web/messages/charts-en.ts'
import { servicePageWords as words } from '#web/messages/service-page-en.ts'
import type { ChartLine, ChartSpan } from '#web/ui/chart/chart-line.ts'
import { linesOf, type RecordedSeries, type SeriesColumn } from '#web/fleet/chart-lines.ts'

/** One golden signal: how it is read off a series, said, and drawn. */
export interface SignalRow {
  id: 'requests' | 'errors' | 'latency' | 'saturation'
  title: string
  column: SeriesColumn
  tone: ChartLine['tone']
  format: (value: number) => string
  leastTop: number
}

export const SIGNAL_ROWS: readonly SignalRow[] = [
  {
    id: 'requests',
    title: chartWords.requests,
    column: 'requestsPerSecond',
    tone: 'flow',
    format: formatRequestsPerSecond,
    leastTop: 1,
  },
  {
    id: 'errors',
    title: chartWords.failedShare,
    column: 'errorShare',
    tone: 'failing',
    format: formatShare,
    leastTop: 0.02,
  },
  {
    id: 'latency',
    title: words.signals.p99,
    column: 'p99LatencyMs',
    tone: 'flow',
    format: formatLatency,
    leastTop: 10,
  },
  {
    id: 'saturation',
    title: words.signals.saturation,
    column: 'headroomShare',
    tone: 'flow',
    format: formatWholeShare,
    leastTop: 1,
  },
]

/** Now and the same time of other days; saturation is what headroom leaves. */
export function signalLines(row: SignalRow, recorded: RecordedSeries): ChartLine[] {
  const lines = linesOf(recorded, row.column, row.tone, null)
  if (row.id !== 'saturation') return lines
  return lines.map((line) => ({ ...line, values: line.values.map((value) => (value === null ? null : 1 - value)) }))
}

/** One scale for all regions of a row, so that they can be compared by eye. */
export function commonTop(row: SignalRow, all: readonly (readonly ChartLine[])[]): number {
  const values = all.flat().flatMap((line) => line.values)
  return values.reduce<number>((top, value) => (value !== null && value > top ? value : top), row.leastTop)
}

export function spanOf({ from, to }: Series): ChartSpan {
  return { from, to }
}

export const RANGES = { '30m': 30 * 60_000, '2h': 2 * 3_600_000, '6h': 6 * 3_600_000 } as const
export type Range = keyof typeof RANGES

export function rangeOf(text: string | undefined): Range {
  return text === '2h' || text === '6h' ? text : '30m'
}
