import { useState, type KeyboardEvent, type PointerEvent } from 'react'
import { utcWhenText } from '#web/messages/format.ts'
import { replayWords as words } from '#web/messages/replay-en.ts'
import { keyTarget } from './scrub-keys.ts'
import classes from './other-handle.module.css'

export interface OtherHandleProps {
  /** The moment compared with, UTC ms. */
  at: number
  /** The strip's ends. */
  from: number
  to: number
  width: number
  now: number
  /** Another moment to compare with. */
  onMove: (at: number) => void
}

/** Where on the strip the moment is that the one shown is compared with; a hand or the arrows move it. */
export function OtherHandle({ at, from, to, width, now, onMove }: OtherHandleProps) {
  /** Under the hand; what is compared changes when it lets go. */
  const [held, setHeld] = useState<number | null>(null)
  const shown = held ?? at
  if (shown < from || shown > to) return null
  const momentOf = ({ clientX, currentTarget }: PointerEvent<HTMLElement>): number => {
    const strip = currentTarget.parentElement?.getBoundingClientRect()
    const share = strip === undefined || strip.width === 0 ? 1 : (clientX - strip.left) / strip.width
    return Math.round((from + Math.min(1, Math.max(0, share)) * (to - from)) / 1_000) * 1_000
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    const target = keyTarget(event, { at, from, to })
    if (target?.kind !== 'moment') return
    event.preventDefault()
    event.stopPropagation()
    onMove(Math.max(0, Math.round(target.at / 1_000) * 1_000))
  }
  return (
    <div
      className={classes.handle}
      role="slider"
      tabIndex={0}
      aria-label={words.comparedWith}
      aria-valuemin={from}
      aria-valuemax={to}
      aria-valuenow={shown}
      aria-valuetext={words.moment(utcWhenText(shown, now))}
      title={words.comparedWith}
      style={{ transform: `translateX(${((shown - from) / Math.max(1, to - from)) * width}px)` }}
      onKeyDown={onKeyDown}
      onPointerDown={(event) => {
        if (event.button !== 0) return
        event.currentTarget.setPointerCapture?.(event.pointerId)
        setHeld(shown)
      }}
      onPointerMove={(event) => {
        if (held !== null) setHeld(momentOf(event))
      }}
      onPointerUp={() => {
        setHeld(null)
        if (held !== null && held !== at) onMove(held)
      }}
      onPointerCancel={() => setHeld(null)}
    >
      <span className={classes.flag} aria-hidden>
        {words.vs}
      </span>
    </div>
  )
}
