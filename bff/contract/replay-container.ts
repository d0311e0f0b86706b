import type { Roster } from './roster.ts'
import { encodeFrame, quantiseFrame, type FrameCodes } from './frame-codec/encode-frame.ts'
import type { Frame } from './frame-codec/frame.ts'
import { createCursor, writeFloat64 } from './frame-codec/varint.ts'

/**
 * Recorded frames in one answer. A head of eight bytes, never compressed: `S` `R`, the format (1), a zero, and the
 * number of bytes of the rest once inflated (four bytes, little-endian, as all numbers here). The rest is deflated (raw).
 * Inflated, it begins with two float64: the newest moment recorded before the span and the oldest after it, UTC ms, NaN
 * where there is none. Then sections: a byte that says what it is, four bytes of length, and so many bytes.
 *
 * 1, a roster: its JSON as ASCII (what is beyond is escaped). It names the rows of the frames behind it.
 * 2, a frame as the stream sends it, but for its body, which is not deflated by itself. The first behind a roster is a
 *    key frame, and at least every 30th; each other builds upon the one before. Their `worldAt` grow.
 */
export const REPLAY_HEAD_BYTES = 8
/** What claims to be larger is not read, and not written. */
export const MOST_REPLAY_BYTES = 64 * 2 ** 20
export const KEY_FRAME_EVERY = 30
export const SECTIONS = { roster: 1, frame: 2 } as const
export const SECTION_HEAD_BYTES = 5
/** The two moments next to the span. */
export const NEIGHBOUR_BYTES = 16

const MAGIC = [0x53, 0x52] as const
const FORMAT = 1

export interface ReplayWriter {
  /** Bytes written so far. */
  readonly size: number
  readonly frames: number
  /** Frames oldest first, each with the roster it was recorded with; a RangeError where one is not later. */
  add(frame: Frame, roster: Roster): void
  /** Ends it: what is to be deflated and sent behind the head. */
  payload(around: { before: number | null; after: number | null }): Uint8Array
}

export function createReplayWriter(): ReplayWriter {
  const parts: Uint8Array[] = []
  let size = NEIGHBOUR_BYTES
  let frames = 0
  let named: Roster | null = null
  let base: FrameCodes | null = null
  let sinceKey = 0
  let newest = Number.NEGATIVE_INFINITY

  function addSection(kind: number, ...pieces: readonly Uint8Array[]): void {
    const length = pieces.reduce((sum, piece) => sum + piece.length, 0)
    const head = new Uint8Array(SECTION_HEAD_BYTES)
    head[0] = kind
    new DataView(head.buffer).setUint32(1, length, true)
    parts.push(head, ...pieces)
    size += SECTION_HEAD_BYTES + length
  }

  return {
    get size() {
      return size
    },
    get frames() {
      return frames
    },
    add(frame, roster) {
      if (!(frame.worldAt > newest)) throw new RangeError('frames of a replay are written oldest first')
      if (named?.epoch !== roster.epoch || named.version !== roster.version) {
        addSection(SECTIONS.roster, asciiOf(JSON.stringify(roster)))
        named = roster
        base = null
      }
      const isKey = base === null || sinceKey >= KEY_FRAME_EVERY - 1
      const codes = quantiseFrame(frame)
      const { header, body } = encodeFrame({ frame, codes, base: isKey ? null : base })
      addSection(SECTIONS.frame, header, body)
      sinceKey = isKey ? 0 : sinceKey + 1
      base = codes
      newest = frame.worldAt
      frames++
    },
    payload({ before, after }) {
      const bytes = new Uint8Array(size)
      const cursor = createCursor(bytes)
      writeFloat64(cursor, before ?? NaN)
      writeFloat64(cursor, after ?? NaN)
      for (const part of parts) {
        bytes.set(part, cursor.at)
        cursor.at += part.length
      }
      return bytes
    },
  }
}

export function encodeReplayHead(payloadBytes: number): Uint8Array {
  if (payloadBytes > MOST_REPLAY_BYTES) throw new RangeError(`a replay of ${payloadBytes} bytes is too large`)
  const bytes = new Uint8Array(REPLAY_HEAD_BYTES)
  bytes.set([...MAGIC, FORMAT, 0])
  new DataView(bytes.buffer).setUint32(4, payloadBytes, true)
  return bytes
}

/** How many bytes follow once inflated. Throws a RangeError where the bytes begin no replay. */
export function decodeReplayHead(bytes: Uint8Array): number {
  if (bytes.length < REPLAY_HEAD_BYTES || bytes[0] !== MAGIC[0] || bytes[1] !== MAGIC[1]) {
    throw new RangeError('these bytes are no replay')
  }
  if (bytes[2] !== FORMAT) throw new RangeError(`replay format ${bytes[2]}; this reader knows ${FORMAT}`)
  const payloadBytes = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getUint32(4, true)
  if (payloadBytes > MOST_REPLAY_BYTES) throw new RangeError(`a replay of ${payloadBytes} bytes is too large`)
  return payloadBytes
}

function asciiOf(json: string): Uint8Array {
  const escaped = json.replace(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
  const bytes = new Uint8Array(escaped.length)
  for (let index = 0; index < escaped.length; index++) bytes[index] = escaped.charCodeAt(index)
  return bytes
}
