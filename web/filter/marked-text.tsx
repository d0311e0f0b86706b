import { Fragment } from 'react'
import classes from './filter.module.css'

interface Place {
  from: number
  to: number
}

export interface MarkedTextProps {
  text: string
  faults: readonly Place[]
  /** How far the field above is scrolled, CSS px. */
  scrolled: number
}

/** Lies under the field, letter on letter, and underlines where its faults are. Seen only: the note says them. */
export function MarkedText({ text, faults, scrolled }: MarkedTextProps) {
  if (faults.length === 0) return null
  return (
    <div className={classes.marks} aria-hidden>
      <span style={{ transform: `translateX(${-scrolled}px)` }}>
        {partsOf(text, faults).map(({ from, part, isWrong }) =>
          isWrong ? <mark key={from}>{part}</mark> : <Fragment key={from}>{part}</Fragment>,
        )}
      </span>
    </div>
  )
}

/** The text cut where faults begin and end; a fault at a place without letters marks the space after it. */
export function partsOf(text: string, faults: readonly Place[]): { from: number; part: string; isWrong: boolean }[] {
  const parts: { from: number; part: string; isWrong: boolean }[] = []
  const padded = `${text}  `
  let at = 0
  for (const fault of faults.toSorted((one, other) => one.from - other.from)) {
    const to = Math.max(fault.from + 1, fault.to)
    const from = Math.max(at, fault.from)
    if (to <= at || from >= padded.length) continue
    if (from > at) parts.push({ from: at, part: padded.slice(at, from), isWrong: false })
    parts.push({ from, part: padded.slice(from, to), isWrong: true })
    at = to
  }
  if (at < text.length) parts.push({ from: at, part: text.slice(at), isWrong: false })
  return parts
}
