import { useRef, useState, type KeyboardEvent, type PointerEvent } from 'react'
import { rangeForKey } from './range-keys.ts'
import { keyTarget } from './scrub-keys.ts'
import { rangeBetween, type TimelineRange } from './timeline-range.ts'

export interface ScrubInput {
  /** The strip's ends, UTC ms. */
  from: number
  to: number
  /** The moment shown. */
  at: number
  isZoomed: boolean
  onSeek: (at: number) => void
  onLive: () => void
  onRange: (range: TimelineRange) => void
}

export interface Scrub {
  /** Where the pointer is, UTC ms; null where it is away. */
  hoverAt: number | null
  /** The range that is being drawn with Shift held; null while none is. */
  brush: { from: number; to: number } | null
  isDragging: boolean
  handlers: {
    onPointerDown: (event: PointerEvent<HTMLElement>) => void
    onPointerMove: (event: PointerEvent<HTMLElement>) => void
    onPointerUp: (event: PointerEvent<HTMLElement>) => void
    onPointerCancel: () => void
    onPointerLeave: () => void
    onKeyDown: (event: KeyboardEvent<HTMLElement>) => void
  }
}

/** As near to the right end as this, a hand means now. */
const LIVE_PX = 5

/** What hands and keys do on the strip: read, drag through time, and with Shift draw a range to zoom into. */
export function useScrub(input: ScrubInput): Scrub {
  const { from, to, onSeek, onLive, onRange } = input
  const [hoverAt, setHoverAt] = useState<number | null>(null)
  const [brush, setBrush] = useState<{ anchor: number; head: number } | null>(null)
  const [isDragging, setDragging] = useState(false)
  /** The strip as it was when the hand came down: time goes on meanwhile, the hand's place must not. */
  const held = useRef<{ from: number; to: number } | null>(null)

  const momentOf = (event: PointerEvent<HTMLElement>): number => {
    const box = event.currentTarget.getBoundingClientRect()
    const share = box.width === 0 ? 1 : Math.min(1, Math.max(0, (event.clientX - box.left) / box.width))
    const span = held.current ?? { from, to }
    return span.from + share * (span.to - span.from)
  }
  const seek = (event: PointerEvent<HTMLElement>): void => {
    const box = event.currentTarget.getBoundingClientRect()
    if (box.right - event.clientX <= LIVE_PX) onLive()
    else onSeek(momentOf(event))
  }
  const release = (): void => {
    held.current = null
    setDragging(false)
    setBrush(null)
  }

  return {
    hoverAt,
    brush: brush === null ? null : { from: Math.min(brush.anchor, brush.head), to: Math.max(brush.anchor, brush.head) },
    isDragging,
    handlers: {
      onPointerDown(event) {
        if (event.button !== 0) return
        held.current = { from, to }
        event.currentTarget.setPointerCapture?.(event.pointerId)
        if (event.shiftKey) return setBrush({ anchor: momentOf(event), head: momentOf(event) })
        setDragging(true)
        seek(event)
      },
      onPointerMove(event) {
        setHoverAt(momentOf(event))
        if (brush !== null) setBrush({ ...brush, head: momentOf(event) })
        else if (isDragging) seek(event)
      },
      onPointerUp(event) {
        const range = brush === null ? null : rangeBetween(brush.anchor, momentOf(event))
        release()
        if (range !== null) onRange(range)
      },
      onPointerCancel: release,
      onPointerLeave: () => setHoverAt(null),
      onKeyDown: (event) => onKey(event, input),
    },
  }
}

/** Zooms, or goes to another moment. */
function onKey(event: KeyboardEvent<HTMLElement>, input: ScrubInput): void {
  if (event.ctrlKey || event.metaKey || event.altKey) return
  const range = rangeForKey(event.key, input)
  const target = range === null ? keyTarget(event, input) : null
  if (range === null && target === null) return
  event.preventDefault()
  event.stopPropagation()
  if (range !== null) input.onRange(range)
  else if (target?.kind === 'live') input.onLive()
  else if (target !== null) input.onSeek(Math.max(0, target.at))
}
