import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { latencyQuery } from '#web/api/latency.ts'
import type { SeriesOf } from '#web/api/series.ts'
import { latencyLines, latencyNotes } from '#web/fleet/latency-lines.ts'
import { chartWords } from '#web/messages/charts-en.ts'
import { formatLatency } from '#web/messages/format-numbers.ts'
import { servicePageWords as words } from '#web/messages/service-page-en.ts'
import type { ChartLine, ChartSpan } from '#web/ui/chart/chart-line.ts'
import { LineChart } from '#web/ui/chart/line-chart.tsx'
import { LineLegend } from '#web/ui/chart/line-legend.tsx'
import page from '../page.module.css'

export interface RegionLatencyProps {
  of: SeriesOf
  /** p99 as it was recorded, then that of other days. */
  recorded: readonly ChartLine[]
  span: ChartSpan
}

const LEAST_TOP_MS = 10

/** p50, p90 and p99 of one region; the sources are asked while this stands. */
export function RegionLatency({ of, recorded, span }: RegionLatencyProps) {
  const { data, error } = useQuery(latencyQuery(of, null))
  const lines = useMemo(() => {
    const [p99, ...days] = recorded
    return p99 === undefined ? [] : [{ ...p99, name: chartWords.p99 }, ...latencyLines(data), ...days]
  }, [recorded, data])
  return (
    <div>
      <LineChart
        title={words.signals.p99}
        lines={lines}
        span={span}
        format={formatLatency}
        leastTop={LEAST_TOP_MS}
        height={92}
      />
      <LineLegend
        lines={lines
          .filter(({ stroke }) => stroke === 'solid')
          .map(({ name, stroke, tone }) => ({ name, stroke, tone }))}
      />
      <p className={page.small}>
        {data === undefined
          ? error === null
            ? chartWords.latencyAsking
            : chartWords.latencyFailed(error.message)
          : latencyNotes(data).join(' ')}
      </p>
    </div>
  )
}
