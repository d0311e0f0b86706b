import { DEFAULT_RANGE, rangeBetween, type TimelineRange } from './timeline-range.ts'

/** The stretch of the timeline as it is seen. */
export interface SeenStretch {
  from: number
  to: number
  /** The moment shown. */
  at: number
  isZoomed: boolean
}

/**
 * What a key makes of the stretch: closer and wider around the moment shown, from it on, up to it, all of it again.
 * Null where it is no such key, or where there would be nothing left to see.
 */
export function rangeForKey(key: string, { from, to, at, isZoomed }: SeenStretch): TimelineRange | null {
  const around = (factor: number): TimelineRange | null => {
    const middle = Math.min(Math.max(at, from), to)
    return rangeBetween(Math.max(0, middle - (middle - from) * factor), middle + (to - middle) * factor)
  }
  switch (key) {
    case '+':
    case '=':
      return around(0.5)
    case '-':
      return isZoomed ? around(2) : null
    case '[':
      return rangeBetween(at, to)
    case ']':
      return rangeBetween(from, at)
    case '0':
      return isZoomed ? DEFAULT_RANGE : null
    default:
      return null
  }
}
