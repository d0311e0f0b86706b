import { FRAME_SPEAKS_MS } from '#contract/replay.ts'
import type { Replay, ReplayedFrame } from '#contract/read-replay.ts'

/** What is known of one moment of the past: the newest frame at or before it, or that nothing was recorded. */
export interface Moment {
  /** Null where the window holds none at or before the moment. */
  shown: ReplayedFrame | null
  /** The recorded moments around; null where they are not known, or there is none. */
  before: number | null
  after: number | null
  /** True where the frame does not speak for the moment: nothing was recorded then. */
  isGap: boolean
}

/** `at` lies in the window that `replay` is of. Nothing is interpolated. */
export function momentOf(replay: Replay, at: number): Moment {
  const place = placeAt(replay.at, at)
  const before = place < 0 ? replay.before : (replay.at[place] ?? null)
  const after = replay.at[place + 1] ?? replay.after
  return {
    shown: place < 0 ? null : replay.frame(place),
    before,
    after,
    isGap: before === null || at - before > FRAME_SPEAKS_MS,
  }
}

/** The last place whose moment is not after `at`; −1 for none. */
export function placeAt(moments: Float64Array, at: number): number {
  let low = 0
  let high = moments.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((moments[middle] ?? Infinity) <= at) low = middle + 1
    else high = middle
  }
  return low - 1
}
