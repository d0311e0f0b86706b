import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import type { RawData, WebSocket } from 'ws'
import type { Clock } from '#bff/clock.ts'
import { ClientMessage, type Bye, type Start } from '#contract/stream.ts'
import { createOutlet, type Outlet } from './create-outlet.ts'
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
  readonly outlet: Pick<Outlet, 'backlogBytes'>
  /** The newest frame of the log; `whole` for all of it. */
  publish(input: { whole: boolean; ping: Ping | null }): 'sent' | 'skipped' | 'not-wanted'
  announce(packet: Buffer, ping: Ping | null): void
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
  const { webSocket, request, log, limits, clock } = input
  const outlet = createOutlet({ ...input, unacknowledgedFrames: limits.unacknowledgedFrames })
  const leave = createLeaving({ ...input, outlet })
  let attention: 'waiting-for-start' | 'following' | 'paused' = 'waiting-for-start'
  const beganAt = clock.now()
  let heardAt = beganAt
  let held: Held | null = null

  function bring(packets: readonly Buffer[]): void {
    if (packets.length === 0) return
    outlet.writeFrame(packets)
    held = log.newest()
  }
  function catchUp(): void {
    if (attention === 'following' && !outlet.isBehind) bring(log.packetsAfter(held))
  }
  function publish(whole: boolean): 'sent' | 'skipped' | 'not-wanted' {
    if (attention !== 'following') return 'not-wanted'
    if (outlet.isBehind) return 'skipped'
    bring(whole ? log.wholePackets(held) : log.packetsAfter(held))
    return 'sent'
  }
  function read(message: ClientMessage): void {
    const isFirst = attention === 'waiting-for-start'
    if (isFirst !== (message.type === 'start')) return leave('bad-message', 5_000)
    if (message.type === 'start') held = heldBy(message, log.newest())
    attention = message.type === 'pause' ? 'paused' : 'following'
    catchUp()
  }

  listen(webSocket, {
    heard: () => (heardAt = clock.now()),
    pong: outlet.answered,
    unreadable: () => leave('bad-message', 5_000),
    message: read,
  })
  outlet.write(input.hello)

  return {
    request,
    outlet,
    publish({ whole, ping }) {
      if (ping === null) return publish(whole)
      let outcome: ReturnType<typeof publish> = 'not-wanted'
      outlet.together(() => {
        outcome = publish(whole)
        outlet.writePing(ping)
      })
      return outcome
    },
    announce(packet, ping) {
      if (outlet.backlogBytes === 0) outlet.write(packet)
      if (ping !== null) outlet.writePing(ping)
    },
    faultAt(now) {
      // An answered ping is no start.
      if (attention === 'waiting-for-start') return now - beganAt > limits.startMs ? 'bad-message' : null
      return now - heardAt > limits.silentMs ? 'too-slow' : null
    },
    leave,
  }
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

function createLeaving(input: StreamClientInput & { outlet: Outlet }): StreamClient['leave'] {
  const { webSocket, outlet, limits, timers } = input
  return (reason, retryAfterMs) => {
    if (webSocket.readyState !== webSocket.OPEN) return
    outlet.write(textPacket({ type: 'bye', reason, retryAfterMs }))
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
