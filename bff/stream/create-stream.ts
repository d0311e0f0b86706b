import type { Server } from 'node:http'
import type { Clock } from '#bff/clock.ts'
import type { Frame } from '#contract/frame-codec/frame.ts'
import type { Roster, RosterDelta } from '#contract/roster.ts'
import type { SourceStatus } from '#contract/source-status.ts'
import { HEARTBEAT_MS, KEY_FRAME_EVERY_MS, STREAM_PROTOCOL, type Hello } from '#contract/stream.ts'
import { createCrowd } from './create-crowd.ts'
import { createFrameLog } from './frame-log.ts'
import { createPing, textPacket, type Ping } from './packet.ts'
import { createStreamClient, type StreamClient } from './stream-client.ts'
import { actorOf, createGate, type GateInput } from './stream-gate.ts'
import { DEFAULT_STREAM_LIMITS, systemTimers, type StreamLimits, type StreamTimers } from './stream-limits.ts'

export interface StreamInput extends Pick<GateInput, 'checkOrigin' | 'authenticate'> {
  clock: Clock
  timers?: StreamTimers
  /** What the installation says of itself to each new client. */
  hello: () => Omit<Hello, 'type' | 'protocol' | 'serverAt'>
  /** The roster of the frame that is published; the same object while it has not changed. */
  roster: () => Roster
  sources: () => SourceStatus[]
  limits?: Partial<StreamLimits>
}

/** Frames to browsers. */
export interface Stream {
  /** Once for each frame, right after it was taken; encodes and deflates it once for everybody. */
  publish(input: { frame: Frame; rosterDelta: RosterDelta | null }): void
  /** A session ended or somebody's roles changed: whoever may not follow any more is let go now. */
  lookAgain(): Promise<void>
  /** Answers upgrades of this server at the stream's address. */
  attach(server: Server): void
  figures(): StreamFigures
  /** Says goodbye to everybody; settles when all are gone, within a second. */
  close(): Promise<void>
}

/** Since the start, but for clients and backlog, which are of now. */
export interface StreamFigures {
  clients: number
  framesSent: number
  framesSkipped: number
  evicted: number
  /** The most bytes that wait in this process for any one client. */
  largestBacklogBytes: number
}

const LOOK_EVERY_MS = 1_000
/** Behind every fourth frame; an answer costs the server a third of what a frame does. */
const PING_EVERY_MS = 3_900

export function createStream(input: StreamInput): Stream {
  const { clock, timers = systemTimers } = input
  const limits = { ...DEFAULT_STREAM_LIMITS, ...input.limits }
  const log = createFrameLog({ length: limits.resumeFrames })
  const clients = new Set<StreamClient>()
  const crowd = createCrowd({ most: limits.streamsPerPerson })
  const counts = { framesSent: 0, framesSkipped: 0, evicted: 0 }
  const beat = createBeat({ ...input, clients, newestSeq: () => log.newest()?.seq ?? 0 })
  const stops = [
    timers.every(HEARTBEAT_MS, beat.announce),
    timers.every(LOOK_EVERY_MS, () => (counts.evicted += evictSilent(clients, clock.now()))),
    timers.every(limits.sessionCheckMs, () => void endOldSessions(clients, input)),
  ]
  let isClosed = false
  let keyFrameAt = -Infinity
  let whenEmpty = () => {}

  const gate = createGate({
    ...input,
    fullBecause: (actor) =>
      isClosed
        ? 'The server is shutting down; come back in a moment.'
        : fullBecause(limits, { streams: clients.size, isCrowded: crowd.isFullFor(actor) }),
    enter(visitor) {
      const client = createStreamClient({ ...visitor, hello: helloPacket(input), log, limits, clock, timers })
      clients.add(client)
      visitor.webSocket.once('close', crowd.enter(visitor.actor))
      visitor.webSocket.once('close', () => {
        clients.delete(client)
        if (clients.size === 0) whenEmpty()
      })
    },
  })

  function publish({ frame, rosterDelta }: { frame: Frame; rosterDelta: RosterDelta | null }): void {
    log.append({ frame, rosterDelta, roster: input.roster() })
    const whole = clock.now() - keyFrameAt >= KEY_FRAME_EVERY_MS
    if (whole) keyFrameAt = clock.now()
    const ping = beat.duePing()
    for (const client of clients) {
      const outcome = client.publish({ whole, ping })
      if (outcome === 'sent') counts.framesSent++
      if (outcome === 'skipped') counts.framesSkipped++
    }
  }

  async function close(): Promise<void> {
    if (isClosed) return
    isClosed = true
    for (const stop of stops) stop()
    const empty = new Promise<void>((resolve) => (whenEmpty = resolve))
    for (const client of clients) client.leave('shutting-down', 1_000)
    if (clients.size > 0) await empty
    gate.detach()
  }

  return {
    publish,
    lookAgain: () => endOldSessions(clients, input),
    attach: gate.attach,
    figures: () => ({ ...counts, clients: clients.size, largestBacklogBytes: largestBacklogOf(clients) }),
    close,
  }
}

function helloPacket({ clock, hello }: Pick<StreamInput, 'clock' | 'hello'>): Buffer {
  const message: Hello = { type: 'hello', protocol: STREAM_PROTOCOL, serverAt: clock.now(), ...hello() }
  return textPacket(message)
}

function fullBecause(limits: StreamLimits, now: { streams: number; isCrowded: boolean }): string | null {
  if (now.isCrowded) return `You follow ${limits.streamsPerPerson} streams already; close a tab.`
  if (now.streams < limits.streams) return null
  return `All ${limits.streams} streams of this server are taken; close a tab or come back later.`
}

function createBeat(
  input: Pick<StreamInput, 'clock' | 'sources'> & { clients: ReadonlySet<StreamClient>; newestSeq: () => number },
) {
  const { clock, sources, clients, newestSeq } = input
  let pings = 0
  let pingedAt = -Infinity
  function duePing(): Ping | null {
    if (clock.now() - pingedAt < PING_EVERY_MS) return null
    pingedAt = clock.now()
    return createPing(++pings)
  }
  return {
    duePing,
    announce() {
      const message = { type: 'heartbeat', serverAt: clock.now(), seq: newestSeq(), sources: sources() }
      const packet = textPacket(message)
      const ping = duePing()
      for (const client of clients) client.announce(packet, ping)
    },
  }
}

function evictSilent(clients: ReadonlySet<StreamClient>, now: number): number {
  let evicted = 0
  for (const client of clients) {
    const fault = client.faultAt(now)
    if (fault === null) continue
    evicted++
    client.leave(fault, 1_000)
  }
  return evicted
}

async function endOldSessions(
  clients: ReadonlySet<StreamClient>,
  input: Pick<GateInput, 'authenticate'>,
): Promise<void> {
  for (const client of clients) {
    if ((await actorOf(client.request, input)) === null) client.leave('session-ended', 0)
  }
}

function largestBacklogOf(clients: ReadonlySet<StreamClient>): number {
  let largest = 0
  for (const client of clients) largest = Math.max(largest, client.outlet.backlogBytes)
  return largest
}
