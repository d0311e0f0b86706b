import { once } from 'node:events'
import { inflateRawSync } from 'node:zlib'
import { WebSocket } from 'ws'
import { decodeFrame } from '#contract/frame-codec/decode-frame.ts'
import type { FrameCodes } from '#contract/frame-codec/encode-frame.ts'
import { decodeHeader, type FrameHeader } from '#contract/frame-codec/frame-header.ts'
import type { Frame } from '#contract/frame-codec/frame.ts'
import { applyRosterDelta, type Roster } from '#contract/roster.ts'
import { ServerMessage, type ClientMessage } from '#contract/stream.ts'

/** What a follower was told, in its order: `hello`, `roster 1`, `key 3`, `delta 3→4`, `bye too-slow` … */
export interface Follower {
  readonly told: readonly string[]
  readonly frames: readonly Frame[]
  readonly roster: Roster | null
  readonly socket: WebSocket
  say(message: ClientMessage | string): void
  /** Settles when something it was told fits; fails when the connection ends before. */
  until(wanted: string): Promise<void>
  /** Code of the closing handshake. */
  ended(): Promise<number>
}

/** A browser written with other means than the console's: it decodes with Node's zlib and checks what it is told. */
export async function follow(url: string, origin: string): Promise<Follower> {
  const socket = new WebSocket(url, { origin, perMessageDeflate: false })
  const told: string[] = []
  const frames: Frame[] = []
  const waiting = new Set<() => void>()
  const closed = once(socket, 'close').then(([code]) => Number(code))
  let roster: Roster | null = null
  let base: FrameCodes | null = null

  function readFrame(bytes: Buffer): string {
    const header = decodeHeader(bytes)
    if (roster === null || roster.version !== header.rosterVersion) return `unreadable ${header.seq}`
    if (header.kind === 'delta' && base?.seq !== header.baseSeq) return `unreadable ${header.seq}`
    const body = inflateRawSync(bytes.subarray(header.headerBytes))
    const decoded = decodeFrame({ header, body, base, shape: header.shape })
    base = decoded.codes
    frames.push(decoded.frame)
    return wordsOf(header)
  }
  function readMessage(message: ServerMessage): string {
    if (message.type === 'roster') roster = message.roster
    if (message.type === 'roster-delta' && roster !== null) roster = applyRosterDelta(roster, message.delta)
    if (message.type === 'roster') return `roster ${message.roster.version}`
    if (message.type === 'roster-delta') return `roster-delta ${message.delta.version}`
    return message.type === 'bye' ? `bye ${message.reason}` : message.type
  }
  socket.on('message', (bytes, isBinary) => {
    if (!Buffer.isBuffer(bytes)) return
    told.push(isBinary ? readFrame(bytes) : readMessage(ServerMessage.parse(JSON.parse(bytes.toString()))))
    for (const look of waiting) look()
  })
  await once(socket, 'open')

  return {
    told,
    frames,
    get roster() {
      return roster
    },
    socket,
    say: (message) => socket.send(typeof message === 'string' ? message : JSON.stringify(message)),
    until(wanted) {
      const arrived = new Promise<void>((resolve) => {
        const look = () => {
          if (!told.includes(wanted)) return
          waiting.delete(look)
          resolve()
        }
        waiting.add(look)
        look()
      })
      const lost = closed.then((code) => {
        if (!told.includes(wanted)) throw new Error(`ended with ${code} before "${wanted}": ${told.join(', ')}`)
      })
      return Promise.race([arrived, lost])
    },
    ended: () => closed,
  }
}

function wordsOf({ kind, baseSeq, seq }: FrameHeader): string {
  return kind === 'key' ? `key ${seq}` : `delta ${baseSeq}→${seq}`
}
