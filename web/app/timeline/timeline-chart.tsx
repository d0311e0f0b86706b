import { useElementSize } from '@mantine/hooks'
import { useId, useMemo } from 'react'
import type { Change } from '#contract/change.ts'
import type { HealthThresholds } from '#contract/health.ts'
import { utcMinuteText, utcTimeText } from '#web/messages/format.ts'
import { replayWords } from '#web/messages/replay-en.ts'
import { areaPathOf, gapsOf, isKnown, linePathOf, xOf } from '#web/ui/sparkline-path.ts'
import { axisMomentsOf } from './place-changes.ts'
import { OtherHandle } from './other-handle.tsx'
import { ChangeMarks } from './change-marks.tsx'
import type { NowWords } from './now-words.ts'
import { healthRunsOf, lastKnownOf, readingOf, type Reading } from './timeline-reading.ts'
import classes from './timeline.module.css'
import type { TimelineRange } from './timeline-range.ts'
import { useScrub } from './use-scrub.ts'
import type { TimeTravel } from './use-time-travel.ts'
import type { WorldSeries } from './world-series.ts'

const HEIGHT = 52
/** Room above the highest value, so that the line never touches the words of the changes. */
const CEILING = 1.12

export interface TimelineChartProps {
  series: WorldSeries
  changes: readonly Change[]
  thresholds: HealthThresholds
  time: TimeTravel
  now: NowWords
  isZoomed: boolean
  onRange: (range: TimelineRange) => void
  /** The moment compared with, UTC ms; null while there is none. */
  other: number | null
  onOther: (at: number) => void
}

/** The strip itself: what was, what changed, and the handle of the moment shown. */
export function TimelineChart(props: TimelineChartProps) {
  const { series, changes, thresholds, time, now, isZoomed, onRange, other, onOther } = props
  const { ref, width } = useElementSize()
  const { at: moments } = series
  const from = moments[0] ?? 0
  const to = moments.at(-1) ?? from
  const { at, mode, replay } = time
  const scrub = useScrub({ from, to, at: at ?? time.now, isZoomed, onSeek: replay.seek, onLive: replay.live, onRange })
  const xOfMoment = (moment: number) => {
    const share = to > from ? (moment - from) / (to - from) : 1
    return Math.min(1, Math.max(0, share)) * width
  }
  return (
    <div className={classes.chart} ref={ref}>
      <Picture series={series} width={width} thresholds={thresholds} />
      <ChangeMarks changes={changes} from={from} to={to} width={width} />
      {scrub.brush !== null && (
        <div
          className={classes.brush}
          style={{ left: xOfMoment(scrub.brush.from), width: xOfMoment(scrub.brush.to) - xOfMoment(scrub.brush.from) }}
        />
      )}
      {at !== null && <div className={classes.unshown} style={{ left: `${xOfMoment(at)}px` }} aria-hidden />}
      <div
        className={classes.reader}
        role="slider"
        tabIndex={0}
        aria-label={replayWords.slider}
        aria-description={replayWords.help}
        aria-valuemin={from}
        aria-valuemax={Math.max(to, at ?? time.now)}
        aria-valuenow={at ?? time.now}
        aria-valuetext={spokenOf(
          time,
          now,
          now.tone === 'stale' && at === null ? lastKnownOf(series, thresholds) : readingOf(series, at, thresholds),
        )}
        data-dragging={scrub.isDragging || undefined}
        {...scrub.handlers}
      >
        {scrub.hoverAt !== null && !scrub.isDragging && scrub.brush === null && (
          <Reader
            reading={readingOf(series, scrub.hoverAt, thresholds)}
            x={xOfMoment(scrub.hoverAt)}
            hoverAt={scrub.hoverAt}
            width={width}
          />
        )}
        <span
          className={classes.handle}
          data-mode={mode}
          data-tone={at === null ? now.tone : undefined}
          style={{ transform: `translateX(${at === null ? width : xOfMoment(at)}px)` }}
        />
      </div>
      {other !== null && <OtherHandle at={other} from={from} to={to} width={width} now={time.now} onMove={onOther} />}
      <div className={classes.axis} aria-hidden>
        {axisMomentsOf(from, to, width).map((moment) => (
          <span key={moment} className={classes.tick} style={{ left: `${xOfMoment(moment)}px` }}>
            {utcMinuteText(moment)}
          </span>
        ))}
      </div>
    </div>
  )
}

function spokenOf({ words }: TimeTravel, now: NowWords, reading: Reading | null): string {
  const values = reading === null ? [] : [reading.requests, reading.failed, reading.note]
  const when = words === null ? [now.spoken] : [words.moment, words.title, words.ago]
  return [...when, ...values].filter((part) => part !== '').join(', ')
}

interface ReaderProps {
  reading: Reading | null
  x: number
  hoverAt: number
  width: number
}

/** The values under the pointer, and the second a click would show. */
function Reader({ reading, x, hoverAt, width }: ReaderProps) {
  if (reading === null) return null
  return (
    <>
      <span className={classes.cursor} style={{ transform: `translateX(${x}px)` }} />
      <span
        className={classes.bubble}
        data-side={x > width / 2 ? 'left' : 'right'}
        style={{ transform: `translateX(${x}px)` }}
        aria-hidden
      >
        <span>
          <strong>{utcTimeText(hoverAt)}</strong> {reading.requests}
          {reading.failed !== '' && <span data-health={reading.trouble}> {reading.failed}</span>}
          {reading.note !== '' && ` ${reading.note}`}
        </span>
      </span>
    </>
  )
}

interface PictureProps {
  series: WorldSeries
  width: number
  thresholds: HealthThresholds
}

function Picture({ series, width, thresholds }: PictureProps) {
  const hatch = useId()
  const { requestsPerSecond, errorShare } = series
  const drawn = useMemo(() => {
    const scale = { width, height: HEIGHT, high: CEILING * Math.max(0, ...requestsPerSecond.filter(isKnown)) }
    const failed = requestsPerSecond.map((requests, index) => {
      const share = errorShare[index]
      return isKnown(requests) && isKnown(share) ? requests * share : null
    })
    return {
      line: linePathOf(requestsPerSecond, scale),
      area: areaPathOf(requestsPerSecond, scale),
      failed: areaPathOf(failed, scale),
      gaps: gapsOf(requestsPerSecond).map((run) => spanOf(run, requestsPerSecond.length, width)),
      trouble: healthRunsOf(errorShare, thresholds).map(({ health, first, last }) => {
        return { health, ...spanOf([first, last], errorShare.length, width) }
      }),
    }
  }, [requestsPerSecond, errorShare, width, thresholds])
  return (
    <svg className={classes.picture} width={width} height={HEIGHT} aria-hidden>
      <defs>
        <pattern id={hatch} width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <rect className={classes.hatch} width="2" height="6" />
        </pattern>
      </defs>
      {drawn.gaps.map(({ x, width: wide, first }) => (
        <rect key={first} x={x} y={0} width={wide} height={HEIGHT} fill={`url(#${hatch})`} />
      ))}
      <path className={classes.ground} d={drawn.area} />
      <path className={classes.failedArea} d={drawn.failed} />
      <path className={classes.line} d={drawn.line} />
      {drawn.trouble.map(({ x, width: wide, health, first }) => (
        <rect
          key={first}
          className={classes.trouble}
          data-health={health}
          x={x}
          y={HEIGHT - 2}
          width={wide}
          height={2}
        />
      ))}
    </svg>
  )
}

/** From half a step before the first moment to half a step after the last, within the strip. */
function spanOf([first, last]: readonly [number, number], count: number, width: number) {
  const half = count > 1 ? width / (count - 1) / 2 : width / 2
  const start = Math.max(0, xOf(first, count, { width, height: 0, high: 1 }) - half)
  const end = Math.min(width, xOf(last, count, { width, height: 0, high: 1 }) + half)
  return { first, x: start, width: Math.max(1, end - start) }
}
