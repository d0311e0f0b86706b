import type { Change } from '#contract/change.ts'

export interface ChangeMark {
  change: Change
  /** Pixels from the left. */
  x: number
  /** False where the words would lie over those of a newer change. */
  labelled: boolean
  /** Which side of the mark the words stand on: the right, unless they would run out of the strip. */
  side: 'right' | 'left'
}

export interface ChangeMarksInput {
  changes: readonly Change[]
  from: number
  to: number
  width: number
  /** Words wider than this are cut by the strip itself. */
  labelWidth: number
}

/** Changes within the strip, oldest first; where words collide the newer change keeps them. */
export function changeMarksOf({ changes, from, to, width, labelWidth }: ChangeMarksInput): ChangeMark[] {
  const within = changes
    .filter(({ startedAt }) => startedAt >= from && startedAt <= to)
    .toSorted((left, right) => right.startedAt - left.startedAt)
  let free = Infinity
  const marks = within.map((change): ChangeMark => {
    const x = ((change.startedAt - from) / Math.max(1, to - from)) * width
    const side = x + labelWidth > width ? 'left' : 'right'
    const start = side === 'right' ? x : x - labelWidth
    const labelled = start + labelWidth <= free && start >= 0
    if (labelled) free = start
    return { change, x, labelled, side }
  })
  return marks.toReversed()
}

/** Round moments for the axis: every 30 minutes of two hours, UTC. */
export function axisMomentsOf(from: number, to: number, width: number): number[] {
  const step = AXIS_STEPS_MS.find((candidate) => ((to - from) / candidate) * AXIS_LABEL_PX <= width) ?? 86_400_000
  const first = Math.ceil(from / step) * step
  const moments: number[] = []
  for (let moment = first; moment <= to; moment += step) moments.push(moment)
  return moments
}

const AXIS_LABEL_PX = 110
const AXIS_STEPS_MS = [60_000, 300_000, 600_000, 900_000, 1_800_000, 3_600_000, 10_800_000, 21_600_000]
