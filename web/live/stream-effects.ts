/** What a connection needs of the world around it; arguments, so that tests can turn time and chance. */
export interface StreamEffects {
  /** UTC ms. */
  clock: { now(): number }
  timers: Timers
  /** 0 ≤ x < 1. */
  random: () => number
  visibility: Visibility
  webSocket: (url: string) => WebSocket
}

/** Calls back once; the returned function calls it off. */
export interface Timers {
  after(ms: number, act: () => void): () => void
}

export interface Visibility {
  isHidden(): boolean
  /** Returns what ends the subscription. */
  onChange(listener: () => void): () => void
}

export function browserEffects(): StreamEffects {
  return {
    clock: { now: () => Date.now() },
    timers: {
      after(ms, act) {
        const timer = setTimeout(act, ms)
        return () => clearTimeout(timer)
      },
    },
    random: () => Math.random(),
    visibility: {
      isHidden: () => document.hidden,
      onChange(listener) {
        document.addEventListener('visibilitychange', listener)
        return () => document.removeEventListener('visibilitychange', listener)
      },
    },
    webSocket: (url) => new WebSocket(url),
  }
}

/** The stream's address for a page at `location`. */
export function streamUrlOf(location: { protocol: string; host: string }, path: string): string {
  return `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}${path}`
}
