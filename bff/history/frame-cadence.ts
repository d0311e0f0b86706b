/**
 * How much time a frame speaks for. A frame's rates hold for the step since the frame before it. Frames come each
 * second, or each ten while the past is read in, or whatever the clock does; so a frame is believed for as long as
 * frames have lately been apart (and half as long again, for a late one), never for a whole gap. What no frame speaks
 * for is unknown. A clock set back a little must not make the same second count twice; set back a lot, the later
 * times were wrong, and history goes on from the new one.
 */
export type Step =
  /** The frame speaks for (at − spanMs, at]. */
  | { kind: 'forward'; spanMs: number }
  /** The same, but the clock was set back: what was recorded at or after `at` gives way. */
  | { kind: 'rewound'; spanMs: number }
  /** Of a time already spoken for. */
  | { kind: 'ignored' }

export interface Cadence {
  next(at: number): Step
}

/** What a frame speaks for at least: it is called one second of the fleet. */
const LEAST_STEP_MS = 1_000
/** Two frames that are further apart than this are never joined. */
const LONGEST_STEP_MS = 60_000
/** Further apart than this they are only joined once frames have come that seldom. */
const LONGEST_FIRST_STEP_MS = 15_000
const SMALL_STEP_BACK_MS = 60_000
const LATENESS = 1.5

/** `newestAt`: until when an earlier run has recorded; null in an empty store. */
export function createCadence(newestAt: number | null): Cadence {
  let newest = newestAt
  let usual: number | null = null

  function forward(at: number, since: number): Step {
    const gap = at - since
    const believed =
      usual === null ? LONGEST_FIRST_STEP_MS : Math.min(LONGEST_STEP_MS, Math.max(usual, LEAST_STEP_MS) * LATENESS)
    // A gap may be the new usual step: then the next frame confirms it.
    usual = gap
    return { kind: 'forward', spanMs: gap <= believed ? gap : Math.min(gap, LEAST_STEP_MS) }
  }

  let isFirst = true
  return {
    next(at) {
      const since = newest
      if (since !== null && at <= since && since - at <= SMALL_STEP_BACK_MS) return { kind: 'ignored' }
      newest = at
      if (since !== null && at > since && !isFirst) return forward(at, since)
      isFirst = false
      usual = null
      if (since === null) return { kind: 'forward', spanMs: LEAST_STEP_MS }
      if (at < since) return { kind: 'rewound', spanMs: LEAST_STEP_MS }
      return { kind: 'forward', spanMs: Math.min(at - since, LEAST_STEP_MS) }
    },
  }
}
