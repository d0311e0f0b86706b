import { frameShapeOf, Roster } from './roster.ts'
import { decodeFrame, expectReadable } from './frame-codec/decode-frame.ts'
import type { FrameCodes } from './frame-codec/encode-frame.ts'
import type { Frame } from './frame-codec/frame.ts'
import { decodeHeader, type FrameHeader, type FrameShape } from './frame-codec/frame-header.ts'
import { NEIGHBOUR_BYTES, SECTION_HEAD_BYTES, SECTIONS } from './replay-container.ts'
import { createCursor, readFloat64 } from './frame-codec/varint.ts'

/**
 * A replay, read without decoding its frames: they stay bytes until one is asked for. A moment is found by its place in
 * `at`; decoding begins at the key frame before it, or goes on from the frame that was decoded last.
 */
export interface Replay {
  /** `worldAt` of each frame, UTC ms, ascending. */
  readonly at: Float64Array
  /** The recorded moments next to the span; null where there is none. */
  readonly before: number | null
  readonly after: number | null
  /** Bytes it holds. */
  readonly bytes: number
  /** The frame at a place of `at`. Throws a RangeError where its bytes are no frame of its roster. */
  frame(place: number): ReplayedFrame
}

export interface ReplayedFrame {
  frame: Frame
  /** The same object for all frames of one roster. */
  roster: Roster
}

interface FramePart {
  roster: Roster
  shape: FrameShape
  header: FrameHeader
  begin: number
  end: number
}

/** Throws a RangeError where the inflated bytes are no replay. */
export function readReplay(payload: Uint8Array): Replay {
  if (payload.length < NEIGHBOUR_BYTES) throw new RangeError('the replay ends before it begins')
  const neighbours = createCursor(payload)
  const before = momentOf(readFloat64(neighbours))
  const after = momentOf(readFloat64(neighbours))
  const parts = partsOf(payload)
  let last: { place: number; codes: FrameCodes } | null = null

  function decode(place: number): Frame {
    const { header, begin, end, shape } = partAt(place)
    const body = payload.subarray(begin + header.headerBytes, end)
    const base = header.kind === 'key' ? null : (last?.codes ?? null)
    const decoded = decodeFrame({ header, body, base, shape })
    last = { place, codes: decoded.codes }
    return decoded.frame
  }

  function partAt(place: number): FramePart {
    const part = parts[place]
    if (part === undefined) throw new RangeError(`there is no frame ${place}`)
    return part
  }

  return {
    at: Float64Array.from(parts, ({ header }) => header.worldAt),
    before,
    after,
    bytes: payload.length,
    frame(place) {
      const { roster } = partAt(place)
      let from = place
      while (partAt(from).header.kind !== 'key' && last?.place !== from - 1) from--
      while (from < place) decode(from++)
      return { frame: decode(place), roster }
    },
  }
}

function partsOf(payload: Uint8Array): FramePart[] {
  const view = new DataView(payload.buffer, payload.byteOffset, payload.byteLength)
  const parts: FramePart[] = []
  let named: { roster: Roster; shape: FrameShape } | null = null
  let isFirst = false
  for (let at = NEIGHBOUR_BYTES; at < payload.length;) {
    if (at + SECTION_HEAD_BYTES > payload.length) throw new RangeError('the replay ends in the middle of a section')
    const begin = at + SECTION_HEAD_BYTES
    const end = begin + view.getUint32(at + 1, true)
    if (end > payload.length) throw new RangeError('a section of the replay is longer than the replay')
    if (payload[at] === SECTIONS.roster) {
      const roster = rosterOf(payload.subarray(begin, end))
      named = { roster, shape: frameShapeOf(roster) }
      isFirst = true
    } else if (payload[at] === SECTIONS.frame) {
      if (named === null) throw new RangeError('the replay has a frame before any roster')
      const header = decodeHeader(payload.subarray(begin, end))
      expectFits(header, named, { isFirst, before: parts.at(-1) })
      parts.push({ ...named, header, begin, end })
      isFirst = false
    } else throw new RangeError(`a section of the replay is of no known kind: ${payload[at]}`)
    at = end
  }
  return parts
}

function expectFits(
  header: FrameHeader,
  { roster, shape }: { roster: Roster; shape: FrameShape },
  { isFirst, before }: { isFirst: boolean; before: FramePart | undefined },
): void {
  if (header.rosterEpoch !== roster.epoch || header.rosterVersion !== roster.version) {
    throw new RangeError(`frame ${header.seq} is of another roster`)
  }
  expectReadable(header, shape)
  if (!Number.isFinite(header.worldAt)) throw new RangeError(`frame ${header.seq} is of no moment`)
  if (before !== undefined && header.worldAt <= before.header.worldAt) {
    throw new RangeError(`frame ${header.seq} is not later than the one before`)
  }
  if (isFirst && header.kind !== 'key') throw new RangeError(`frame ${header.seq} builds upon another roster's`)
}

/** JSON of a roster in ASCII. */
function rosterOf(bytes: Uint8Array): Roster {
  let json = ''
  for (let from = 0; from < bytes.length; from += PIECE) {
    json += String.fromCharCode(...bytes.subarray(from, from + PIECE))
  }
  let value: unknown
  try {
    value = JSON.parse(json)
  } catch {
    throw new RangeError('a roster of the replay is no JSON')
  }
  const parsed = Roster.safeParse(value)
  if (!parsed.success) throw new RangeError(`a roster of the replay does not fit: ${parsed.error.issues[0]?.message}`)
  return parsed.data
}

/** As many arguments as any engine takes. */
const PIECE = 8_192

function momentOf(value: number): number | null {
  return Number.isFinite(value) ? value : null
}
