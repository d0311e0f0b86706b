/** The one clock port; nothing else of the server reads the wall. */
export interface Clock {
  /** UTC ms. */
  now(): number
}

export const systemClock: Clock = { now: () => Date.now() }
