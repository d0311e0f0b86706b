import type { ClientMessage } from '#contract/stream.ts'
import { createInbox, type Inbox } from './create-inbox.ts'
import type { Picture } from './picture.ts'
import { reasons, reasonOf } from './reasons.ts'
import type { StreamEffects } from './stream-effects.ts'
import { SILENCE_MS, watchSilence } from './watch-silence.ts'

/** One connection, from opening to its end. */
export interface Session {
  close(): void
}

export interface SessionEnd {
  /** In words. */
  reason: string
  retryAfterMs: number
  /** True where coming back is no use. */
  isFinal: boolean
}

export interface SessionInput extends Omit<StreamEffects, 'random'> {
  url: string
  picture: Picture
  /** A frame was read. */
  onFrame: () => void
  /** Once, when the connection is over, unless it was closed from here. */
  onEnd: (end: SessionEnd) => void
}

/** Throws where the address is none a WebSocket can have. */
export function openSession(input: SessionInput): Session {
  const socket = input.webSocket(input.url)
  socket.binaryType = 'arraybuffer'
  let isOver = false
  let isOpened = false

  function finish(): void {
    isOver = true
    watch.stop()
    stopListening()
    socket.close()
  }
  function end(reason: string, { retryAfterMs = 0, isFinal = false } = {}): void {
    if (isOver) return
    finish()
    input.onEnd({ reason, retryAfterMs, isFinal })
  }
  function say(message: ClientMessage): void {
    if (!isOver && socket.readyState === socket.OPEN) socket.send(JSON.stringify(message))
  }

  const watch = watchSilence({
    ...input,
    onSilence: () => end((isOpened ? reasons.silent : reasons.notOpened)(SILENCE_MS / 1_000)),
  })
  const stopListening = input.visibility.onChange(() => say({ type: input.visibility.isHidden() ? 'pause' : 'resume' }))
  const inbox = createPictureInbox({ ...input, isOver: () => isOver, end })
  socket.addEventListener('open', () => {
    isOpened = true
    watch.heard()
    say(input.picture.start())
    if (input.visibility.isHidden()) say({ type: 'pause' })
  })
  socket.addEventListener('message', ({ data }: { data: unknown }) => {
    if (isOver) return
    watch.heard()
    if (typeof data === 'string' || data instanceof ArrayBuffer) inbox.push(data)
  })
  // A goodbye may still be waiting to be read, and says more than the closing does.
  socket.addEventListener('close', () => inbox.afterAll(() => end(isOpened ? reasons.lost : reasons.refused)))
  return { close: () => isOver || finish() }
}

function createPictureInbox(
  input: Pick<SessionInput, 'picture' | 'onFrame'> & {
    isOver: () => boolean
    end: (reason: string, options?: { retryAfterMs: number; isFinal: boolean }) => void
  },
): Inbox {
  const { picture, isOver, end } = input
  return createInbox({
    read: async (message, isNewest) => {
      if (isOver()) return
      const outcome = await picture.read({ message, isNewest, isCurrent: () => !isOver() })
      if (isOver()) return
      if (outcome.kind === 'frame') input.onFrame()
      if (outcome.kind !== 'bye') return
      const { reason, retryAfterMs } = outcome.bye
      end(reasons.bye[reason], { retryAfterMs, isFinal: reason === 'session-ended' })
    },
    fail: (error) => {
      if (isOver()) return
      // What could not be read once would not be read the second time.
      picture.forget()
      end(reasons.unreadable(reasonOf(error)))
    },
  })
}
