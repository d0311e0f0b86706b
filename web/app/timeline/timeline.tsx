import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { HealthThresholds } from '#contract/health.ts'
import { changesQuery } from '#web/api/changes.ts'
import { totalsQuery } from '#web/api/totals.ts'
import { useLastingError } from '#web/api/use-lasting-error.ts'
import { timeline as words } from '#web/messages/en.ts'
import { ActionButton } from '#web/ui/action-button.tsx'
import { FreshnessLabel } from '#web/ui/freshness-label.tsx'
import type { NowWords } from './now-words.ts'
import { RangeBar } from './range-bar.tsx'
import { TimelineChart } from './timeline-chart.tsx'
import { PRESETS, spanOf, type TimelineRange } from './timeline-range.ts'
import { lastKnownOf, readingOf, summaryOf, type Reading } from './timeline-reading.ts'
import classes from './timeline.module.css'
import { Transport } from './transport.tsx'
import { useNowWords } from './use-now-words.ts'
import { useTimeKeys } from './use-time-keys.ts'
import { useTimeTravel, type TimeTravel } from './use-time-travel.ts'
import { worldSeriesOf } from './world-series.ts'

const CHANGES = 100

export interface TimelineProps {
  thresholds: HealthThresholds
  /** Puts a link to the moment shown where it can be pasted. */
  onCopyLink: () => void
  range: TimelineRange
  onRange: (range: TimelineRange) => void
  /** The moment that the one shown is compared with, UTC ms; null while there is none. */
  other: number | null
  onOther: (at: number) => void
}

/** The world's traffic along the bottom, with what changed; and the way through its past, by hand and by key. */
export function Timeline({ thresholds, onCopyLink, range, onRange, other, onOther }: TimelineProps) {
  const time = useTimeTravel()
  const totals = useQuery(totalsQuery(queryOf(range, time)))
  const error = useLastingError(totals)
  const changes = useQuery(changesQuery({ limit: CHANGES }))
  const series = useMemo(() => (totals.data === undefined ? null : worldSeriesOf(totals.data)), [totals.data])
  const now = useNowWords()
  useTimeKeys(time)
  if (series === null) {
    const message = error === null ? words.loading : `${words.failedToLoad}. ${error.message}`
    return <Waiting message={message} onRetry={error === null ? null : () => void totals.refetch()} />
  }
  const isStale = time.at === null && now.tone === 'stale'
  const reading = isStale ? lastKnownOf(series, thresholds) : readingOf(series, time.at, thresholds)
  if (reading === null) return <Waiting message={words.empty} onRetry={null} />
  const changed = changes.data?.changes ?? []
  return (
    <section className={classes.strip} aria-label={words.label} data-mode={time.mode}>
      <div className={classes.bar}>
        <Transport time={time} now={now} changes={changed.map(({ startedAt }) => startedAt)} />
        <RangeBar time={time} range={range} onRange={onRange} onCopyLink={onCopyLink} />
      </div>
      <div className={classes.body}>
        <Gutter reading={reading} refreshed={error === null} now={time.at === null ? now : null} />
        <TimelineChart
          series={series}
          changes={changed}
          thresholds={thresholds}
          time={time}
          now={now}
          isZoomed={range.kind === 'span'}
          onRange={onRange}
          other={other}
          onOther={onOther}
        />
      </div>
      <p className="visually-hidden">{summaryOf(series)}</p>
      <p className="visually-hidden" role="status">
        {time.words?.spoken ?? ''}
      </p>
    </section>
  )
}

/** The last two hours are what the server tells unasked. */
function queryOf(range: TimelineRange, { now, at }: TimeTravel): { from?: number; to?: number } {
  const span = spanOf(range, now, at)
  const isPlain = range.kind === 'last' && range.name === 'twoHours' && (at === null || at >= now - PRESETS.twoHours)
  return isPlain ? {} : span
}

interface GutterProps {
  reading: Reading
  refreshed: boolean
  /** Null while the past is shown, which is as old as it is. */
  now: NowWords | null
}

function Gutter({ reading, refreshed, now }: GutterProps) {
  const isOld = now !== null && !Number.isNaN(now.ageMs)
  return (
    <div className={classes.gutter} data-tone={now?.tone} data-figure="world">
      <span className={classes.caption}>
        {refreshed ? words.caption : <span data-health="degraded">{words.failedToRefresh}</span>}{' '}
        {isOld && now.tone !== 'unknown' && (
          <FreshnessLabel state={now.tone === 'stale' ? 'stale' : 'late'} ageMs={now.ageMs} />
        )}
      </span>
      <span className={classes.figure} data-unknown={!reading.known || undefined}>
        {reading.requests}
      </span>
      <span className={classes.caption}>
        {reading.failed === '' ? reading.note : <span data-health={reading.trouble}>{reading.failed}</span>}
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
