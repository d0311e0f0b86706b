/** How a sample follows the one before: in order, not later than it, or after a gap. */
export interface SampleClock {
  /** `gap` also where the clock was set back by more than a few samples: what was before belongs to another time. */
  step(at: number): 'next' | 'late' | 'gap'
}

/** Missing samples up to here are bridged. */
const GAP_PERIODS = 10
/** The period learnt gives way to each interval by so much: irregular ones leave it at about their median. */
const LEARNING = 1.05

/** Learns the sample period by itself. */
export function createSampleClock(): SampleClock {
  let last = NaN
  let periodMs = NaN

  return {
    step(at) {
      const interval = at - last
      if (Number.isNaN(interval)) {
        last = at
        return 'next'
      }
      if (interval <= 0 && !(interval < -GAP_PERIODS * periodMs)) return 'late'
      last = at
      if (interval < 0) return 'gap'
      const isGap = interval > GAP_PERIODS * periodMs
      if (Number.isNaN(periodMs)) periodMs = interval
      else if (interval > periodMs) periodMs = Math.min(interval, periodMs * LEARNING)
      else periodMs = Math.max(interval, periodMs / LEARNING)
      return isGap ? 'gap' : 'next'
    },
  }
}
