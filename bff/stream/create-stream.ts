import type { IncomingMessage, Server } from 'node:http'
import type { Duplex } from 'node:stream'
import { WebSocketServer } from 'ws'
import type { Actor } from '#contract/access.ts'
import type { Frame } from '#contract/frame-codec/frame.ts'
import type { Roster, RosterDelta } from '#contract/roster.ts'
import { ROUTES } from '#contract/routes.ts'
import type { SourceStatus } from '#contract/source-status.ts'
import { HEARTBEAT_MS, KEY_FRAME_EVERY_MS, STREAM_PROTOCOL, type Bye, type Hello } from '#contract/stream.ts'
import { createFrameLog } from './frame-log.ts'
import { createPing, textPacket } from './packet.ts'
import { refuseUpgrade } from './refuse-upgrade.ts'
import { createStreamClient, type StreamClient } from './stream-client.ts'
import {
  DEFAULT_STREAM_LIMITS,
  systemTimers,
  type StreamClock,
  type StreamLimits,
  type StreamTimers,
} from './stream-limits.ts'

export interface StreamInput {
  clock: StreamClock
  timers?: StreamTimers
  /** What the installation says of itself to each new client. */
  hello: () => Omit<Hello, 'type' | 'protocol' | 'serverAt'>
  /** The roster of the newest published frame; the same object while it has not changed. */
  roster: () => Roster
  sources: () => SourceStatus[]
  /** False answers 403. */
  checkOrigin: (request: IncomingMessage) => boolean
  /** Null answers 401, and later ends the stream of a session that is over. */
  authenticate: (request: IncomingMessage) => Actor | null | Promise<Actor | null>
  limits?: Partial<StreamLimits>
}

/** Frames to browsers. */
export interface Stream {
  /** Once for each frame, right after it was taken; encodes and deflates it once for everybody. */
  publish(input: { frame: Frame; rosterDelta: RosterDelta | null }): void
  /** Answers upgrades of this server at the stream's address. */
  attach(server: Server): void
  figures(): StreamFigures
  /** Says goodbye to everybody; settles when all are gone, within a second. */
  close(): Promise<void>
}

export interface StreamFigures {
  clients: number
  framesSent: number
  framesSkipped: number
  evicted: number
  /** The most bytes that wait in this process for any one client. */
  largestBacklogBytes: number
}

const LOOK_EVERY_MS = 1_000
/** A browser says a few words of a hundred bytes. */
const MOST_MESSAGE_BYTES = 4_096

export function createStream(input: StreamInput): Stream {
  const { clock, timers = systemTimers } = input
  const limits = { ...DEFAULT_STREAM_LIMITS, ...input.limits }
  const log = createFrameLog({ length: limits.resumeFrames })
  const clients = new Set<StreamClient>()
  const servers = new Set<Server>()
  const webSockets = new WebSocketServer({
    noServer: true,
    perMessageDeflate: false,
    maxPayload: MOST_MESSAGE_BYTES,
    clientTracking: false,
  })
  const figures = { framesSent: 0, framesSkipped: 0, evicted: 0 }
  let isClosed = false
  let keyFrameAt = -Infinity
  let pings = 0
  let whenEmpty: (() => void) | null = null

  function publish({ frame, rosterDelta }: { frame: Frame; rosterDelta: RosterDelta | null }): void {
    log.append({ frame, rosterDelta, roster: input.roster() })
    const now = clock.now()
    const whole = now - keyFrameAt >= KEY_FRAME_EVERY_MS
    if (whole) keyFrameAt = now
    const ping = frame.seq % 2 === 0 ? createPing(++pings) : null
    for (const client of clients) {
      const outcome = client.publish({ whole, ping })
      if (outcome === 'sent') figures.framesSent++
      if (outcome === 'skipped') figures.framesSkipped++
    }
  }

  function beat(): void {
    const seq = log.newest()?.seq ?? 0
    const packet = textPacket({ type: 'heartbeat', serverAt: clock.now(), seq, sources: input.sources() })
    const ping = createPing(++pings)
    for (const client of clients) client.announce(packet, ping)
  }

  function look(): void {
    const now = clock.now()
    for (const client of clients) {
      const fault = client.faultAt(now)
      if (fault === null) continue
      figures.evicted++
      client.leave(fault, 1_000)
    }
  }

  async function checkSessions(): Promise<void> {
    for (const client of clients) {
      if ((await actorOf(input, client.request)) === null) client.leave('session-ended', 0)
    }
  }

  async function upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    const refusal = refusalOf({ request, isClosed, clients: clients.size, limits, checkOrigin: input.checkOrigin })
    if (refusal !== null) return refuseUpgrade(socket, refusal)
    const ignore = () => undefined
    socket.on('error', ignore)
    if ((await actorOf(input, request)) === null) return refuseUpgrade(socket, NOT_AUTHENTICATED)
    socket.off('error', ignore)
    webSockets.handleUpgrade(request, socket, head, (webSocket) => {
      const hello: Hello = { type: 'hello', protocol: STREAM_PROTOCOL, serverAt: clock.now(), ...input.hello() }
      const client = createStreamClient({
        socket,
        webSocket,
        request,
        hello: textPacket(hello),
        log,
        limits,
        clock,
        timers,
      })
      clients.add(client)
      webSocket.once('close', () => {
        clients.delete(client)
        if (clients.size === 0) whenEmpty?.()
      })
      const reason: Bye['reason'] | null = isClosed
        ? 'shutting-down'
        : clients.size > limits.streams
          ? 'too-many-streams'
          : null
      if (reason !== null) client.leave(reason, 10_000)
    })
  }

  function onUpgrade(this: Server, request: IncomingMessage, socket: Duplex, head: Buffer): void {
    if (pathOf(request) === ROUTES.stream) void upgrade(request, socket, head).catch(() => socket.destroy())
    else if (this.listenerCount('upgrade') === 1) refuseUpgrade(socket, NOT_FOUND)
  }

  const stops = [
    timers.every(HEARTBEAT_MS, beat),
    timers.every(LOOK_EVERY_MS, look),
    timers.every(limits.sessionCheckMs, () => void checkSessions()),
  ]

  return {
    publish,
    attach(server) {
      servers.add(server)
      server.on('upgrade', onUpgrade)
    },
    figures: () => ({
      ...figures,
      clients: clients.size,
      largestBacklogBytes: Math.max(0, ...[...clients].map((client) => client.backlogBytes)),
    }),
    async close() {
      if (isClosed) return
      isClosed = true
      for (const stop of stops) stop()
      const empty = new Promise<void>((resolve) => (whenEmpty = resolve))
      for (const client of clients) client.leave('shutting-down', 1_000)
      if (clients.size > 0) await empty
      for (const server of servers) server.off('upgrade', onUpgrade)
    },
  }
}

interface Refusal {
  status: number
  code: 'forbidden' | 'unavailable' | 'not_authenticated' | 'not_found'
  message: string
}

const NOT_AUTHENTICATED: Refusal = { status: 401, code: 'not_authenticated', message: 'Sign in to follow the stream.' }
const NOT_FOUND: Refusal = { status: 404, code: 'not_found', message: `Streams are at ${ROUTES.stream}.` }

function refusalOf(input: {
  request: IncomingMessage
  isClosed: boolean
  clients: number
  limits: StreamLimits
  checkOrigin: StreamInput['checkOrigin']
}): Refusal | null {
  const { request, isClosed, clients, limits, checkOrigin } = input
  if (isClosed)
    return { status: 503, code: 'unavailable', message: 'The server is shutting down; come back in a moment.' }
  if (!checkOrigin(request)) {
    const message = 'The page that asks for the stream is not of this server: its Origin is absent or another one.'
    return { status: 403, code: 'forbidden', message }
  }
  if (clients >= limits.streams) {
    const message = `All ${limits.streams} streams of this server are taken; close a tab or come back later.`
    return { status: 503, code: 'unavailable', message }
  }
  return null
}

/** A check that fails is a refusal. */
async function actorOf(input: StreamInput, request: IncomingMessage): Promise<Actor | null> {
  try {
    return await input.authenticate(request)
  } catch {
    return null
  }
}

function pathOf(request: IncomingMessage): string | undefined {
  return request.url?.split('?', 1)[0]
}
