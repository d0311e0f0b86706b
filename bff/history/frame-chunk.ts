import { decodeFrame } from '#contract/frame-codec/decode-frame.ts'
import { encodeFrame, quantiseFrame, type FrameCodes } from '#contract/frame-codec/encode-frame.ts'
import type { Frame } from '#contract/frame-codec/frame.ts'
import { decodeHeader, shapeOf } from '#contract/frame-codec/frame-header.ts'
import { frameShapeOf, type Roster } from '#contract/roster.ts'

/**
 * About a minute of frames as the stream sends them: a key frame, then deltas, each with its length before it. Every
 * chunk can be read by itself with the one roster it names, so the oldest can be deleted and any can be jumped to.
 */
export interface OpenChunk {
  readonly rosterEpoch: string
  readonly rosterVersion: number
  readonly startedAt: number
  readonly endedAt: number
  readonly frames: number
  /** Whether the frame can follow in this chunk: the same roster, later, and the chunk not yet full. */
  accepts(frame: Frame): boolean
  add(frame: Frame): void
  /** Not deflated. */
  bytes(): Uint8Array
}

const LENGTH_BYTES = 4

export interface ChunkLimits {
  frames: number
  spanMs: number
}

export function beginChunk(first: Frame, limits: ChunkLimits): OpenChunk {
  const parts: Uint8Array[] = []
  let base: FrameCodes | null = null
  let newest = first

  function add(frame: Frame): void {
    const codes = quantiseFrame(frame)
    const { header, body } = encodeFrame({ frame, codes, base })
    const part = new Uint8Array(LENGTH_BYTES + header.length + body.length)
    new DataView(part.buffer).setUint32(0, header.length + body.length, true)
    part.set(header, LENGTH_BYTES)
    part.set(body, LENGTH_BYTES + header.length)
    parts.push(part)
    base = codes
    newest = frame
  }

  add(first)
  return {
    rosterEpoch: first.rosterEpoch,
    rosterVersion: first.rosterVersion,
    startedAt: first.worldAt,
    get endedAt() {
      return newest.worldAt
    },
    get frames() {
      return parts.length
    },
    accepts: (frame) =>
      parts.length < limits.frames &&
      frame.worldAt > newest.worldAt &&
      frame.worldAt - first.worldAt < limits.spanMs &&
      isSameRoster(frame, first),
    add,
    bytes: () => Buffer.concat(parts),
  }
}

function isSameRoster(one: Frame, other: Frame): boolean {
  if (one.rosterEpoch !== other.rosterEpoch || one.rosterVersion !== other.rosterVersion) return false
  const [mine, theirs] = [shapeOf(one), shapeOf(other)]
  return mine.nodes === theirs.nodes && mine.edges === theirs.edges
}

/** The chunk's encoded frames, oldest first: headers and bodies. */
export function partsOfChunk(bytes: Uint8Array): Uint8Array[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const parts: Uint8Array[] = []
  for (let at = 0; at < bytes.length;) {
    const begin = at + LENGTH_BYTES
    at = begin + view.getUint32(at, true)
    parts.push(bytes.subarray(begin, at))
  }
  return parts
}

/** The chunk's frames, oldest first. Throws a RangeError on bytes that do not fit the roster. */
export function* framesOfChunk(bytes: Uint8Array, roster: Roster): Generator<Frame> {
  const shape = frameShapeOf(roster)
  let base: FrameCodes | null = null
  for (const part of partsOfChunk(bytes)) {
    const header = decodeHeader(part)
    const decoded = decodeFrame({ header, body: part.subarray(header.headerBytes), base, shape })
    base = decoded.codes
    yield decoded.frame
  }
}
