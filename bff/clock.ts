/** The one clock port; nothing else of the server reads the wall. */
export interface Clock {
  /** UTC ms. */
  now(): number
}

export const systemClock: Clock = { now: () => Date.now() }

/** ms since some instant, by a clock that never goes back and never jumps: for holds, limits and leases. */
export function steadyNow(): number {
  return performance.now()
}
