/**
 * When to ask again after a failure. Reads can always be repeated: a few quick attempts, each waiting twice as long as
 * the last and a random part of that (so that many readers of one server do not return in step); then the circuit is
 * open and only one attempt is made every now and then, until one succeeds.
 */

export const FIRST_RETRY_MS = 1_000
export const LONGEST_RETRY_MS = 8_000
/** With this many failures in a row the circuit opens. */
export const FAILURES_UNTIL_OPEN = 5
export const FIRST_OPEN_MS = 10_000
export const LONGEST_OPEN_MS = 30_000

export interface RetryPlan {
  state: 'retrying' | 'open-circuit'
  waitMs: number
}

/** `random` gives 0–1. A server that says when to come back is believed, within bounds. */
export function planRetry(input: {
  failuresInARow: number
  retryAfterMs?: number | undefined
  random: () => number
}): RetryPlan {
  const { failuresInARow, retryAfterMs = 0 } = input
  const isOpen = failuresInARow >= FAILURES_UNTIL_OPEN
  const waitMs = isOpen
    ? Math.min(LONGEST_OPEN_MS, FIRST_OPEN_MS * 1.5 ** (failuresInARow - FAILURES_UNTIL_OPEN))
    : Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** (failuresInARow - 1))
  const jittered = waitMs * (0.75 + 0.5 * input.random())
  return { state: isOpen ? 'open-circuit' : 'retrying', waitMs: Math.max(jittered, retryAfterMs) }
}
