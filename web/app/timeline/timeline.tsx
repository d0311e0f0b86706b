import { useQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import type { HealthThresholds } from '#contract/health.ts'
import { changesQuery } from '#web/api/changes.ts'
import { totalsQuery } from '#web/api/totals.ts'
import { useLastingError } from '#web/api/use-lasting-error.ts'
import { timeline as words } from '#web/messages/en.ts'
import { ActionButton } from '#web/ui/action-button.tsx'
import { TimelineChart } from './timeline-chart.tsx'
import { readingOf, summaryOf, type Reading } from './timeline-reading.ts'
import classes from './timeline.module.css'
import { worldSeriesOf } from './world-series.ts'

const CHANGES = 100

/** The world's last two hours along the bottom, with what changed; every moment can be read, by pointer and by key. */
export function Timeline({ thresholds }: { thresholds: HealthThresholds }) {
  const totals = useQuery(totalsQuery())
  const error = useLastingError(totals)
  const changes = useQuery(changesQuery({ limit: CHANGES }))
  const series = useMemo(() => (totals.data === undefined ? null : worldSeriesOf(totals.data)), [totals.data])
  const [cursorAt, setCursorAt] = useState<number | null>(null)
  if (series === null) {
    const message = error === null ? words.loading : `${words.failedToLoad}. ${error.message}`
    return <Waiting message={message} onRetry={error === null ? null : () => void totals.refetch()} />
  }
  const reading = readingOf(series, cursorAt, thresholds)
  if (reading === null) return <Waiting message={words.empty} onRetry={null} />
  return (
    <section className={classes.strip} aria-label={words.label}>
      <Gutter reading={reading} refreshed={error === null} />
      <TimelineChart
        series={series}
        changes={changes.data?.changes ?? []}
        thresholds={thresholds}
        reading={reading}
        cursorAt={cursorAt}
        onCursor={setCursorAt}
      />
      <p className="visually-hidden">{summaryOf(series)}</p>
    </section>
  )
}

function Gutter({ reading, refreshed }: { reading: Reading; refreshed: boolean }) {
  return (
    <div className={classes.gutter}>
      <span className={classes.caption}>
        {refreshed ? words.caption : <span data-health="degraded">{words.failedToRefresh}</span>}
      </span>
      <span className={classes.figure} data-unknown={!reading.known || undefined}>
        {reading.requests}
      </span>
      <span className={classes.caption}>
        {reading.failed === '' ? reading.note : <span data-health={reading.trouble}>{reading.failed}</span>}{' '}
        {reading.time}
      </span>
    </div>
  )
}

function Waiting({ message, onRetry }: { message: string; onRetry: (() => void) | null }) {
  return (
    <section className={classes.strip} aria-label={words.label}>
      <p className={classes.waiting} role="status">
        {message}
        {onRetry !== null && (
          <ActionButton size="small" onClick={onRetry}>
            {words.retry}
          </ActionButton>
        )}
      </p>
    </section>
  )
}
