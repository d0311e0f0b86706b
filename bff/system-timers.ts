import type { Timers } from './pulse.ts'

const waiting = new Map<number, NodeJS.Timeout>()
let last = 0

/** The process's own timers, behind handles that rooms need not understand. */
export const systemTimers: Timers = {
  setTimeout(run, afterMs) {
    const handle = (last += 1)
    waiting.set(
      handle,
      setTimeout(() => {
        waiting.delete(handle)
        run()
      }, afterMs),
    )
    return handle
  },
  clearTimeout(handle) {
    if (typeof handle !== 'number') return
    clearTimeout(waiting.get(handle))
    waiting.delete(handle)
  },
}
