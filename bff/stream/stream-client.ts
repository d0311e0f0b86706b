import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import type { RawData, WebSocket } from 'ws'
import { ClientMessage, type Bye, type Start } from '#contract/stream.ts'
import type { FrameLog, Held } from './frame-log.ts'
import { pongNumber, textPacket, type Ping } from './packet.ts'
import type { StreamClock, StreamLimits, StreamTimers } from './stream-limits.ts'

/**
 * One browser. It is given the newest frame, never a queue of old ones: while it has not yet read what is under way it
 * is passed over, and gets a whole frame afterwards. What it has read is known by the answers to pings sent behind the
 * frames, so that the kernel's buffers, which hold minutes of frames, cannot hide a client that stands still.
 */
export interface StreamClient {
  readonly request: IncomingMessage
  /** Bytes that wait in this process. */
  readonly backlogBytes: number
  /** The newest frame of the log; `whole` for all of it to everybody. */
  publish(input: { whole: boolean; ping: Ping | null }): PublishOutcome
  announce(packet: Buffer, ping: Ping): void
  /** Why the client is to be let go: it has fallen silent, or never began. */
  faultAt(now: number): Bye['reason'] | null
  leave(reason: Bye['reason'], retryAfterMs: number): void
}

export type PublishOutcome = 'sent' | 'skipped' | 'not-wanted'

export interface StreamClientInput {
  socket: Duplex
  webSocket: WebSocket
  request: IncomingMessage
  hello: Buffer
  log: FrameLog
  limits: StreamLimits
  clock: StreamClock
  timers: StreamTimers
}

const CLOSE_CODES: Record<Bye['reason'], number> = {
  'shutting-down': 1001,
  'too-slow': 1013,
  'session-ended': 4401,
  'too-many-streams': 1013,
  'bad-message': 1008,
}
const MOST_OPEN_PINGS = 8

export function createStreamClient(input: StreamClientInput): StreamClient {
  const { socket, webSocket, request, log, limits, clock, timers } = input
  const beganAt = clock.now()
  let attention: 'waiting-for-start' | 'following' | 'paused' = 'waiting-for-start'
  let isLeaving = false
  let heardAt = beganAt
  let held: Held | null = null
  let unacknowledgedFrames = 0
  let framesSincePing = 0
  let openPings: { number: number; frames: number }[] = []

  /**
   * `ws` hands each of its own frames to the socket at once (nothing is compressed, nothing read from a Blob), so
   * frames that were built once for all may go between them.
   */
  function write(packets: readonly Buffer[]): void {
    if (isLeaving || webSocket.readyState !== webSocket.OPEN) return
    for (const packet of packets) socket.write(packet)
  }

  function isBehind(): boolean {
    return socket.writableLength > 0 || unacknowledgedFrames >= limits.unacknowledgedFrames
  }

  function sendFrame(packets: readonly Buffer[]): void {
    write(packets)
    held = log.newestHeld()
    unacknowledgedFrames++
    framesSincePing++
  }

  function sendPing(ping: Ping): void {
    if (openPings.length >= MOST_OPEN_PINGS) return
    write([ping.packet])
    openPings.push({ number: ping.number, frames: framesSincePing })
    framesSincePing = 0
  }

  function catchUp(): void {
    const newest = log.newest()
    if (newest === null || held?.seq === newest.seq || isBehind()) return
    sendFrame([...log.rosterPackets(held), ...log.framePackets(held)])
  }

  function publish({ whole, ping }: { whole: boolean; ping: Ping | null }): PublishOutcome {
    if (attention !== 'following') return 'not-wanted'
    const isSkipped = isBehind()
    if (!isSkipped && whole) sendFrame([...log.rosterPackets(held), log.keyPacket()])
    else if (!isSkipped) catchUp()
    if (ping !== null) sendPing(ping)
    return isSkipped ? 'skipped' : 'sent'
  }

  function start({ rosterEpoch, rosterVersion, since }: Start): void {
    attention = 'following'
    if (rosterEpoch !== undefined && rosterVersion !== undefined && since !== undefined) {
      held = { rosterEpoch, rosterVersion, seq: since }
    }
    const newest = log.newestHeld()
    // A client that knows of frames this server has not yet published has them from another life of it.
    if (held !== null && newest !== null && held.seq > newest.seq) held = null
    catchUp()
  }

  function read(message: ClientMessage): void {
    if (message.type === 'start' && attention === 'waiting-for-start') start(message)
    else if (message.type === 'pause' && attention === 'following') attention = 'paused'
    else if (message.type === 'resume' && attention === 'paused') {
      attention = 'following'
      catchUp()
    }
  }

  function acknowledge(number: number | null): void {
    const answered = openPings.findIndex((ping) => ping.number === number)
    if (answered < 0) return
    for (const ping of openPings.slice(0, answered + 1)) unacknowledgedFrames -= ping.frames
    openPings = openPings.slice(answered + 1)
  }

  function leave(reason: Bye['reason'], retryAfterMs: number): void {
    if (isLeaving) return
    write([textPacket({ type: 'bye', reason, retryAfterMs })])
    isLeaving = true
    webSocket.close(CLOSE_CODES[reason], reason)
    const cancel = timers.after(limits.closeMs, () => webSocket.terminate())
    webSocket.once('close', cancel)
  }

  webSocket.on('message', (bytes, isBinary) => {
    if (isLeaving) return
    heardAt = clock.now()
    const message = isBinary ? null : readMessage(bytes)
    if (message === null) leave('bad-message', 5_000)
    else read(message)
  })
  webSocket.on('pong', (payload) => {
    heardAt = clock.now()
    acknowledge(pongNumber(payload))
  })
  // A broken connection or a message beyond the limit: `ws` closes the socket itself, and says so by 'close'.
  webSocket.on('error', () => undefined)
  write([input.hello])

  return {
    request,
    get backlogBytes() {
      return socket.writableLength
    },
    publish,
    announce(packet, ping) {
      if (socket.writableLength === 0) write([packet])
      sendPing(ping)
    },
    faultAt(now) {
      if (attention === 'waiting-for-start') return now - beganAt > limits.startMs ? 'bad-message' : null
      return now - heardAt > limits.silentMs ? 'too-slow' : null
    },
    leave,
  }
}

function readMessage(bytes: RawData): ClientMessage | null {
  try {
    const text = Buffer.isBuffer(bytes) ? bytes.toString('utf8') : ''
    const result = ClientMessage.safeParse(JSON.parse(text))
    return result.success ? result.data : null
  } catch {
    return null
  }
}
