import type { CommandReading } from './command-reading.ts'

/**
 * Hystrix tells a circuit that tries one call as open. It is one that tries where calls run although it has been open
 * for longer than its sleep window: one is under way, or the number of those that ran grows (it falls by itself as the
 * window rolls on). A trial is over within moments and would be missed by who looks once a second, so it is shown for a
 * while.
 */
export interface HalfOpenMemory {
  /** Since when it is told open, ms on the clock of who reads; NaN while it is not. */
  openSince: number
  executed: number
  /** When a trial was last seen; NaN for never. */
  triedAt: number
}

/** As long as two looks. */
const SHOWN_MS = 2_000
/** Hystrix's own, where it is not told. */
const USUAL_SLEEP_WINDOW_MS = 5_000

export const NEVER_OPEN: HalfOpenMemory = { openSince: NaN, executed: NaN, triedAt: NaN }

export function inferHalfOpen(
  memory: HalfOpenMemory,
  reading: Pick<CommandReading, 'state' | 'concurrency' | 'executed' | 'sleepWindowMs'>,
  now: number,
): { isHalfOpen: boolean; memory: HalfOpenMemory } {
  if (reading.state !== 'open') return { isHalfOpen: false, memory: NEVER_OPEN }
  const { executed } = reading
  if (Number.isNaN(memory.openSince)) {
    return { isHalfOpen: false, memory: { openSince: now, executed, triedAt: NaN } }
  }
  const sleepWindowMs = Number.isNaN(reading.sleepWindowMs) ? USUAL_SLEEP_WINDOW_MS : reading.sleepWindowMs
  const mayTry = now - memory.openSince >= sleepWindowMs
  const isTrying = mayTry && (reading.concurrency > 0 || executed > memory.executed)
  const triedAt = isTrying ? now : memory.triedAt
  return { isHalfOpen: now - triedAt < SHOWN_MS, memory: { openSince: memory.openSince, executed, triedAt } }
}
