/** The browser's clock once a second, for whoever listens; still while nobody does. */
export interface Ticker {
  /** UTC ms as of the last tick: the same until the next. */
  now(): number
  subscribe(listener: () => void): () => void
}

const TICK_MS = 1_000

export function createTicker(clock: { now(): number }): Ticker {
  const listeners = new Set<() => void>()
  let now = clock.now()
  let timer: ReturnType<typeof setInterval> | null = null
  const tick = () => {
    now = clock.now()
    for (const listener of listeners) listener()
  }
  return {
    now: () => now,
    subscribe(listener) {
      listeners.add(listener)
      if (timer === null) {
        now = clock.now()
        timer = setInterval(tick, TICK_MS)
      }
      return () => {
        listeners.delete(listener)
        if (listeners.size > 0 || timer === null) return
        clearInterval(timer)
        timer = null
      }
    },
  }
}
