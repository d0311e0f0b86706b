/** How much the stream grants its clients. */
export interface StreamLimits {
  /** Open streams in all; one more is refused with 503. */
  streams: number
  /** Open streams of one person or token. */
  streamsPerPerson: number
  /** Frames under way to one client, not yet acknowledged; while there are more it gets no new ones. */
  unacknowledgedFrames: number
  /** A client of which nothing is heard for this long, though it is asked every fourth frame, is let go. */
  silentMs: number
  /** How long a client may take to say `start`. */
  startMs: number
  /** Deltas kept for clients that come back. */
  resumeFrames: number
  /** Each stream's session is looked at again this often. */
  sessionCheckMs: number
  /** How long a client is given to answer a closing handshake. */
  closeMs: number
}

export const DEFAULT_STREAM_LIMITS: StreamLimits = {
  streams: 1_000,
  streamsPerPerson: 20,
  unacknowledgedFrames: 6,
  // With a ping every 4 s and a look every second a stalled client is gone within 10 s.
  silentMs: 8_000,
  startMs: 8_000,
  resumeFrames: 60,
  sessionCheckMs: 30_000,
  closeMs: 400,
}

/** Time as an argument, so that tests can turn it. */
export interface StreamTimers {
  /** Calls until the returned function is called; never keeps the process alive. */
  every(ms: number, tick: () => void): () => void
  after(ms: number, act: () => void): () => void
}

export const systemTimers: StreamTimers = {
  every(ms, tick) {
    const timer = setInterval(tick, ms)
    timer.unref()
    return () => clearInterval(timer)
  },
  after(ms, act) {
    const timer = setTimeout(act, ms)
    timer.unref()
    return () => clearTimeout(timer)
  },
}
