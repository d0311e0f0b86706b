import { useVirtualizer } from '@tanstack/react-virtual'
import { useMemo, useRef } from 'react'
import type { Change } from '#contract/change.ts'
import { changesWords as words } from '#web/messages/changes-en.ts'
import classes from './change-feed.module.css'
import { ChangeRow } from './change-row.tsx'
import { dayOf, feedRowsOf, type FeedRow } from './feed-rows.ts'
import { useFeedKeys } from './use-feed-keys.ts'

export interface ChangeFeedProps {
  /** As found. */
  changes: readonly Change[]
  /** UTC ms: which day is today. */
  now: number
}

const DAY_PX = 36
const CHANGE_PX = 44
/** Fewer rows are simply all there: nothing to gain, and the browser's own search finds them. */
const VIRTUAL_FROM = 60
const DAY_MS = 86_400_000

/** Every change, newest first, by days; only rows in view are there. */
export function ChangeFeed({ changes, now }: ChangeFeedProps) {
  const rows = useMemo(() => feedRowsOf(changes), [changes])
  const scroller = useRef<HTMLDivElement>(null)
  const heightOf = (index: number) => (rows[index]?.kind === 'day' ? DAY_PX : CHANGE_PX)
  // oxlint-disable-next-line react/incompatible-library -- its functions stay in this component, so nothing stale is remembered anywhere
  const virtualizer = useVirtualizer({
    count: rows.length,
    enabled: rows.length >= VIRTUAL_FROM,
    getScrollElement: () => scroller.current,
    estimateSize: heightOf,
    getItemKey: (index) => keyOf(rows[index]),
    overscan: 8,
  })
  const isVirtual = rows.length >= VIRTUAL_FROM
  const items = isVirtual ? virtualizer.getVirtualItems() : allOf(rows.length, heightOf)
  const height = isVirtual ? virtualizer.getTotalSize() : (items.at(-1)?.end ?? 0)
  const onKeyDown = useFeedKeys(
    scroller,
    useMemo(() => rows.flatMap((row, index) => (row.kind === 'change' ? [index] : [])), [rows]),
    (place) => virtualizer.scrollToIndex(place),
  )
  return (
    <div
      ref={scroller}
      className={classes.scroller}
      tabIndex={0}
      role="region"
      aria-label={words.feed}
      onKeyDown={onKeyDown}
    >
      <div role="table" aria-label={words.feed} aria-rowcount={rows.length} className={classes.rows} style={{ height }}>
        {items.map(({ index, start }) => {
          const row = rows[index]
          if (row === undefined) return null
          return (
            <div
              key={keyOf(row)}
              role="row"
              aria-rowindex={index + 1}
              className={row.kind === 'day' ? classes.day : classes.row}
              data-place={index}
              data-change={row.kind === 'change' ? row.change.id : undefined}
              style={{ transform: `translateY(${start}px)`, height: heightOf(index) }}
            >
              {row.kind === 'day' ? <DayHeading row={row} now={now} /> : <ChangeRow change={row.change} />}
            </div>
          )
        })}
      </div>
    </div>
  )
}

function DayHeading({ row, now }: { row: Extract<FeedRow, { kind: 'day' }>; now: number }) {
  return (
    <span role="rowheader" className={classes.dayName}>
      {dayName(row.day, now)} <span className={classes.quiet}>{words.dayCount(row.count)}</span>
    </span>
  )
}

/** `Today 2026-11-22`, `Yesterday …`, `Fri 2026-11-20`; UTC. */
function dayName(day: string, now: number): string {
  if (day === dayOf(now)) return `${words.today} ${day}`
  if (day === dayOf(now - DAY_MS)) return `${words.yesterday} ${day}`
  return `${WEEKDAY.format(new Date(day))} ${day}`
}

const WEEKDAY = new Intl.DateTimeFormat('en', { weekday: 'short', timeZone: 'UTC' })

function keyOf(row: FeedRow | undefined): string {
  return row === undefined ? '' : row.kind === 'day' ? row.day : row.change.id
}

function allOf(count: number, heightOf: (index: number) => number) {
  let end = 0
  return Array.from({ length: count }, (_, index) => {
    const start = end
    end += heightOf(index)
    return { index, start, end }
  })
}
