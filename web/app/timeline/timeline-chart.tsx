import { useElementSize } from '@mantine/hooks'
import { useId, useMemo, type KeyboardEvent, type PointerEvent } from 'react'
import type { Change } from '#contract/change.ts'
import type { HealthThresholds } from '#contract/health.ts'
import { timeline as words } from '#web/messages/en.ts'
import { utcMinuteText } from '#web/messages/format.ts'
import { areaPathOf, gapsOf, isKnown, linePathOf, xOf } from '#web/ui/sparkline-path.ts'
import { axisMomentsOf } from './place-changes.ts'
import { ChangeMarks } from './change-marks.tsx'
import { healthRunsOf, type Reading } from './timeline-reading.ts'
import classes from './timeline.module.css'
import { nearestMoment, type WorldSeries } from './world-series.ts'

const HEIGHT = 52
/** Room above the highest value, so that the line never touches the words of the changes. */
const CEILING = 1.12

export interface TimelineChartProps {
  series: WorldSeries
  changes: readonly Change[]
  thresholds: HealthThresholds
  reading: Reading
  cursorAt: number | null
  onCursor: (at: number | null) => void
}

export function TimelineChart({ series, changes, thresholds, reading, cursorAt, onCursor }: TimelineChartProps) {
  const { ref, width } = useElementSize()
  const { at } = series
  const from = at[0] ?? 0
  const to = at.at(-1) ?? from
  const xOfMoment = (moment: number) => (to > from ? ((moment - from) / (to - from)) * width : width)
  const readAt = (event: PointerEvent<HTMLElement>) => {
    const box = event.currentTarget.getBoundingClientRect()
    const share = box.width === 0 ? 1 : (event.clientX - box.left) / box.width
    onCursor(at[nearestMoment(at, from + share * (to - from))] ?? null)
  }
  const step = (event: KeyboardEvent) => {
    const target = steppedTo(event.key, series, cursorAt)
    if (target === undefined) return
    event.preventDefault()
    event.stopPropagation()
    onCursor(target)
  }
  return (
    <div className={classes.chart} ref={ref}>
      <Picture series={series} width={width} thresholds={thresholds} />
      <ChangeMarks changes={changes} from={from} to={to} width={width} />
      <div
        className={classes.reader}
        role="slider"
        tabIndex={0}
        aria-label={words.cursor}
        aria-valuemin={from}
        aria-valuemax={to}
        aria-valuenow={reading.at}
        aria-valuetext={reading.spoken}
        onPointerMove={readAt}
        onPointerLeave={() => onCursor(null)}
        onKeyDown={step}
        onBlur={() => onCursor(null)}
      >
        <span
          className={classes.cursor}
          data-reading={cursorAt !== null || undefined}
          style={{ transform: `translateX(${xOfMoment(reading.at)}px)` }}
        />
      </div>
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

/** Where the keys lead: a moment, ten moments, the ends; Escape back to now. */
function steppedTo(key: string, { at }: WorldSeries, cursorAt: number | null): number | null | undefined {
  const last = at.length - 1
  const here = cursorAt === null ? last : nearestMoment(at, cursorAt)
  const steps: Record<string, number> = {
    ArrowLeft: here - 1,
    ArrowRight: here + 1,
    PageUp: here + 10,
    PageDown: here - 10,
    Home: 0,
    End: last,
  }
  if (key === 'Escape') return cursorAt === null ? undefined : null
  const index = steps[key]
  return index === undefined ? undefined : (at[Math.min(last, Math.max(0, index))] ?? null)
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
