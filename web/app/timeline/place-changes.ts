import type { Change } from '#contract/change.ts'

/** A change's place on the strip, with the words beside it where there is room for them. */
export interface ChangeMark {
  change: Change
  /** Pixels from the left. */
  x: number
  /** Null where the neighbours leave no room: the mark then stands alone. */
  label: { side: 'right' | 'left'; width: number } | null
}

export interface PlaceChangesInput {
  changes: readonly Change[]
  /** The strip's ends, UTC ms. */
  from: number
  to: number
  width: number
}

/** Words shorter than this say nothing. */
const LEAST_LABEL_PX = 44
const MOST_LABEL_PX = 170
/** Between a mark and its words, and behind them. */
const LABEL_GAP_PX = 16
/** Of the label's type, rather too much than too little. */
const CHARACTER_PX = 6.2

/**
 * Changes within the strip, oldest first. Words stand right of their mark as far as the next mark lets them, else left
 * of it as far as what stands there lets them.
 */
export function placeChanges({ changes, from, to, width }: PlaceChangesInput): ChangeMark[] {
  const xOf = (change: Change) => ((change.startedAt - from) / Math.max(1, to - from)) * width
  const within = changes
    .filter(({ startedAt }) => startedAt >= from && startedAt <= to)
    .toSorted((left, right) => left.startedAt - right.startedAt)
  let taken = 0
  return within.map((change, index): ChangeMark => {
    const x = xOf(change)
    const next = within[index + 1]
    const wanted = Math.min(MOST_LABEL_PX, change.title.length * CHARACTER_PX)
    const right = (next === undefined ? width : xOf(next)) - x - LABEL_GAP_PX
    const left = x - taken - LABEL_GAP_PX
    const label = labelIn({ wanted, right, left })
    taken = label?.side === 'right' ? x + label.width + LABEL_GAP_PX : x
    return { change, x, label }
  })
}

function labelIn({ wanted, right, left }: { wanted: number; right: number; left: number }): ChangeMark['label'] {
  const least = Math.min(wanted, LEAST_LABEL_PX)
  if (right >= wanted || (right >= least && right >= left)) return { side: 'right', width: Math.min(wanted, right) }
  return left >= least ? { side: 'left', width: Math.min(wanted, left) } : null
}

/** Round moments for the axis, UTC: the closest steps whose words do not touch. */
export function axisMomentsOf(from: number, to: number, width: number): number[] {
  const step = AXIS_STEPS_MS.find((candidate) => ((to - from) / candidate) * AXIS_LABEL_PX <= width) ?? DAY_MS
  const first = Math.ceil(from / step) * step
  const moments: number[] = []
  for (let moment = first; moment <= to; moment += step) moments.push(moment)
  return moments
}

const AXIS_LABEL_PX = 180
const DAY_MS = 86_400_000
const AXIS_STEPS_MS = [60_000, 300_000, 600_000, 900_000, 1_800_000, 3_600_000, 10_800_000, 21_600_000]
