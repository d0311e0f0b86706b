import type { Clock } from './clock.ts'

export interface Pulse {
  start(): void
  stop(): void
}

export interface Timers {
  setTimeout(run: () => void, afterMs: number): unknown
  clearTimeout(handle: unknown): void
}

/**
 * One beat at the start of every period of the wall clock. A beat that comes late does not push the next: frames stay
 * a second apart, and a second that was missed altogether is missed, not made up for.
 */
export function createPulse(input: {
  clock: Clock
  timers: Timers
  everyMs: number
  beat: (at: number) => void
  onFault: (error: unknown) => void
}): Pulse {
  let handle: unknown = null
  let running = false
  const schedule = () => {
    const now = input.clock.now()
    const wait = input.everyMs - (now % input.everyMs)
    handle = input.timers.setTimeout(run, wait)
  }
  const run = () => {
    if (!running) return
    try {
      input.beat(input.clock.now())
    } catch (error) {
      input.onFault(error)
    }
    if (running) schedule()
  }
  return {
    start() {
      if (running) return
      running = true
      schedule()
    },
    stop() {
      running = false
      input.timers.clearTimeout(handle)
    },
  }
}
