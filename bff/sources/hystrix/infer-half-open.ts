import type { CommandReading } from './command-reading.ts'

/**
 * Hystrix tells a circuit that tries one call as open. It is one that tries where, after it has been open for longer
 * than its sleep window, a call is under way or one has succeeded: the number of those grows (by itself it only falls,
 * as the window rolls on). A call that was tried and failed has opened the circuit again. Trials are over within moments
 * and would be missed by who looks once a second, so they are shown for a while.
 */
export interface HalfOpenMemory {
  /** Since when it is told open, ms on the clock of who reads; NaN while it is not. */
  openSince: number
  successes: number
  /** When a trial was last seen; NaN for never. */
  triedAt: number
}

/** As long as two looks. */
const SHOWN_MS = 2_000
/** Hystrix's own, where it is not told. */
const USUAL_SLEEP_WINDOW_MS = 5_000

export const NEVER_OPEN: HalfOpenMemory = { openSince: NaN, successes: NaN, triedAt: NaN }

export function inferHalfOpen(
  memory: HalfOpenMemory,
  reading: Pick<CommandReading, 'state' | 'concurrency' | 'successes' | 'sleepWindowMs'>,
  now: number,
): { isHalfOpen: boolean; memory: HalfOpenMemory } {
  if (reading.state !== 'open') return { isHalfOpen: false, memory: NEVER_OPEN }
  const { successes } = reading
  if (Number.isNaN(memory.openSince)) {
    return { isHalfOpen: false, memory: { openSince: now, successes, triedAt: NaN } }
  }
  const sleepWindowMs = Number.isNaN(reading.sleepWindowMs) ? USUAL_SLEEP_WINDOW_MS : reading.sleepWindowMs
  const mayTry = now - memory.openSince >= sleepWindowMs
  const isTrying = mayTry && (reading.concurrency > 0 || successes > memory.successes)
  const triedAt = isTrying ? now : memory.triedAt
  return { isHalfOpen: now - triedAt < SHOWN_MS, memory: { openSince: memory.openSince, successes, triedAt } }
}
