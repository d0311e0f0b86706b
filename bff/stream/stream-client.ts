import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import type { RawData, WebSocket } from 'ws'
import type { Clock } from '#bff/clock.ts'
import { ClientMessage, type Bye, type Start } from '#contract/stream.ts'
import { countUnacknowledged } from './count-unacknowledged.ts'
import type { FrameLog, Held } from './frame-log.ts'
import { pongNumber, textPacket, type Ping } from './packet.ts'
import type { StreamLimits, StreamTimers } from './stream-limits.ts'

/**
 * One browser. It is given the newest frame, never a queue of old ones: while it has not read what is under way it is
 * passed over, and gets a whole frame (or the few deltas it missed) afterwards. What it has read is known from its
 * answers to pings, so that the kernel's buffers, which hold minutes of frames, cannot hide a client that stands still.
 */
export interface StreamClient {
  readonly request: IncomingMessage
  /** Bytes that wait in this process. */
  readonly backlogBytes: number
  /** The newest frame of the log; `whole` for all of it. */
  publish(input: { whole: boolean; ping: Ping | null }): 'sent' | 'skipped' | 'not-wanted'
  announce(packet: Buffer, ping: Ping): void
  /** Why the client is to be let go: it has fallen silent, or never began. */
  faultAt(now: number): Bye['reason'] | null
  leave(reason: Bye['reason'], retryAfterMs: number): void
}

export interface StreamClientInput {
  socket: Duplex
  webSocket: WebSocket
  request: IncomingMessage
  hello: Buffer
  log: FrameLog
  limits: StreamLimits
  clock: Clock
  timers: StreamTimers
}

export function createStreamClient(input: StreamClientInput): StreamClient {
  const { socket, webSocket, request, log, limits, clock } = input
  const unread = countUnacknowledged()
  let attention: 'waiting-for-start' | 'following' | 'paused' = 'waiting-for-start'
  let heardAt = clock.now()
  let held: Held | null = null

  const write = (packets: readonly Buffer[]) => writeAll(input, packets)
  const leave = createLeaving({ ...input, write })
  const isBehind = () => isBacklogged(socket) || unread.frames >= limits.unacknowledgedFrames

  function bring(packets: readonly Buffer[]): void {
    write([...log.rosterPackets(held), ...packets])
    held = log.newestHeld()
    unread.frameSent()
  }
  function catchUp(): void {
    const newest = log.newest()
    if (attention === 'following' && newest !== null && held?.seq !== newest.seq && !isBehind()) {
      bring(log.framePackets(held))
    }
  }
  function ask(ping: Ping): void {
    if (!unread.mayPing) return
    write([ping.packet])
    unread.pingSent(ping.number)
  }

  listen(webSocket, {
    heard: () => (heardAt = clock.now()),
    pong: unread.answered,
    unreadable: () => leave('bad-message', 5_000),
    message(message) {
      const isFirst = attention === 'waiting-for-start'
      if (isFirst !== (message.type === 'start')) return leave('bad-message', 5_000)
      if (message.type === 'start') held = heldBy(message, log.newestHeld())
      attention = message.type === 'pause' ? 'paused' : 'following'
      catchUp()
    },
  })
  write([input.hello])

  return {
    request,
    get backlogBytes() {
      return socket.writableLength
    },
    publish({ whole, ping }) {
      if (attention !== 'following') return 'not-wanted'
      const isSkipped = isBehind()
      if (whole && !isSkipped) bring([log.keyPacket()])
      else catchUp()
      if (ping !== null) ask(ping)
      return isSkipped ? 'skipped' : 'sent'
    },
    announce(packet, ping) {
      if (!isBacklogged(socket)) write([packet])
      ask(ping)
    },
    faultAt: (now) => faultOf({ silentMs: now - heardAt, isWaiting: attention === 'waiting-for-start', limits }),
    leave,
  }
}

/**
 * `ws` hands each of its own frames to the socket at once (nothing is compressed, nothing read from a Blob), so frames
 * that were built once for all may go between them.
 */
function writeAll({ webSocket, socket }: Pick<StreamClientInput, 'webSocket' | 'socket'>, packets: readonly Buffer[]) {
  if (webSocket.readyState !== webSocket.OPEN) return
  for (const packet of packets) socket.write(packet)
}

/** Something of an earlier frame still waits in this process: nothing newer may queue up behind it. */
function isBacklogged(socket: Duplex): boolean {
  return socket.writableLength > 0
}

function faultOf({ silentMs, isWaiting, limits }: { silentMs: number; isWaiting: boolean; limits: StreamLimits }) {
  if (isWaiting) return silentMs > limits.startMs ? 'bad-message' : null
  return silentMs > limits.silentMs ? 'too-slow' : null
}

/** What a returning client says it holds; nothing where it has it from another life of this server. */
function heldBy({ rosterEpoch, rosterVersion, since }: Start, newest: Held | null): Held | null {
  if (rosterEpoch === undefined || rosterVersion === undefined || since === undefined) return null
  if (newest !== null && since > newest.seq) return null
  return { rosterEpoch, rosterVersion, seq: since }
}

const CLOSE_CODES: Record<Bye['reason'], number> = {
  'shutting-down': 1001,
  'too-slow': 1013,
  'session-ended': 4401,
  'too-many-streams': 1013,
  'bad-message': 1008,
}

function createLeaving({
  webSocket,
  limits,
  timers,
  write,
}: StreamClientInput & { write: (packets: readonly Buffer[]) => void }): StreamClient['leave'] {
  return (reason, retryAfterMs) => {
    if (webSocket.readyState !== webSocket.OPEN) return
    write([textPacket({ type: 'bye', reason, retryAfterMs })])
    webSocket.close(CLOSE_CODES[reason], reason)
    // One that does not answer is not waited for.
    webSocket.once(
      'close',
      timers.after(limits.closeMs, () => webSocket.terminate()),
    )
  }
}

interface Listeners {
  heard(): void
  pong(number: number | null): void
  message(message: ClientMessage): void
  unreadable(): void
}

function listen(webSocket: WebSocket, listeners: Listeners): void {
  webSocket.on('message', (bytes, isBinary) => {
    if (webSocket.readyState !== webSocket.OPEN) return
    listeners.heard()
    const message = isBinary ? null : readMessage(bytes)
    if (message === null) listeners.unreadable()
    else listeners.message(message)
  })
  webSocket.on('pong', (payload) => {
    listeners.heard()
    listeners.pong(pongNumber(payload))
  })
  // A broken connection or a message beyond the limit: `ws` closes the socket itself, and says so by 'close'.
  webSocket.on('error', () => undefined)
}

function readMessage(bytes: RawData): ClientMessage | null {
  try {
    const result = ClientMessage.safeParse(JSON.parse(Buffer.isBuffer(bytes) ? bytes.toString('utf8') : ''))
    return result.success ? result.data : null
  } catch {
    return null
  }
}
