import type { LiveStore } from './create-live-store.ts'
import type { StreamState } from './live-store.ts'
import { openSession, type Session, type SessionEnd } from './open-session.ts'
import { createPicture } from './picture.ts'
import { reasonOf, reasons } from './reasons.ts'
import { retryDelayMs } from './retry-delay.ts'
import type { StreamEffects } from './stream-effects.ts'

export interface ConnectStreamInput extends StreamEffects {
  /** `ws:` or `wss:`; see `streamUrlOf`. */
  url: string
  store: LiveStore
}

export interface StreamConnection {
  /** For good. */
  close(): void
  /** At once, where it is not live; also after the stream was stopped. */
  reconnectNow(): void
}

/**
 * Keeps the store's picture up to date for as long as the page lives: connects, resumes after a loss from the frame it
 * holds, and says how it stands. The last picture stays when the stream is lost.
 */
export function connectStream(input: ConnectStreamInput): StreamConnection {
  const { store, clock, timers, visibility } = input
  const picture = createPicture({ store, clock })
  let session: Session | null = null
  let attempt = 0
  let isClosed = false
  let cancelRetry = () => {}

  const show = (stream: StreamState) => store.setState({ stream })

  function open(): void {
    cancelRetry()
    try {
      session = openSession({ ...input, picture, onFrame, onEnd })
    } catch (error) {
      onEnd({ reason: reasonOf(error), retryAfterMs: 0, isFinal: false })
    }
  }

  function onFrame(): void {
    attempt = 0
    if (store.getState().stream.kind !== 'live') show({ kind: 'live', since: clock.now() })
  }

  function onEnd({ reason, retryAfterMs, isFinal }: SessionEnd): void {
    session = null
    const now = clock.now()
    if (isFinal) return show({ kind: 'stopped', since: now, reason })
    attempt++
    const delay = retryDelayMs({ attempt, random: input.random(), floorMs: retryAfterMs })
    const { stream } = store.getState()
    const since = stream.kind === 'reconnecting' ? stream.since : now
    show({ kind: 'reconnecting', since, nextAttemptAt: now + delay, attempt, reason })
    cancelRetry = timers.after(delay, open)
  }

  function reconnectNow(): void {
    const { stream } = store.getState()
    if (isClosed || session !== null || stream.kind === 'live') return
    if (stream.kind === 'reconnecting') show({ ...stream, nextAttemptAt: clock.now() })
    if (stream.kind === 'stopped') show({ kind: 'connecting', since: clock.now() })
    open()
  }

  const stopListening = visibility.onChange(() => {
    if (!visibility.isHidden() && store.getState().stream.kind === 'reconnecting') reconnectNow()
  })
  open()
  return {
    close() {
      if (isClosed) return
      isClosed = true
      cancelRetry()
      stopListening()
      session?.close()
      session = null
      show({ kind: 'stopped', since: clock.now(), reason: reasons.closed })
    },
    reconnectNow,
  }
}
