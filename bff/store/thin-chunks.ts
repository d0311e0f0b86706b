import { decodeFrame } from '#contract/frame-codec/decode-frame.ts'
import { encodeFrame, type FrameCodes } from '#contract/frame-codec/encode-frame.ts'
import type { Frame } from '#contract/frame-codec/frame.ts'
import { decodeHeader } from '#contract/frame-codec/frame-header.ts'

export interface ThinnedChunk {
  bytes: Uint8Array
  frames: number
  /** `worldAt` of its first and last frame. */
  startedAt: number
  endedAt: number
}

/**
 * Of several chunks of one roster, oldest first, the first frame of each step (counted from 1970) as one chunk. The
 * codes are taken over as they are: nothing is rounded twice. A chunk is what `history` writes: frames, each with its
 * length in four bytes before it, the first a key frame.
 */
export function thinChunks(chunks: readonly Uint8Array[], stepMs: number): ThinnedChunk {
  const parts: Uint8Array[] = []
  let base: FrameCodes | null = null
  let startedAt = NaN
  let newest = Number.NEGATIVE_INFINITY
  for (const bytes of chunks) {
    for (const { frame, codes } of decodedFrames(bytes)) {
      if (stepOf(frame.worldAt, stepMs) <= stepOf(newest, stepMs)) continue
      const { header, body } = encodeFrame({ frame, codes, base })
      const length = new Uint8Array(LENGTH_BYTES)
      new DataView(length.buffer).setUint32(0, header.length + body.length, true)
      parts.push(length, header, body)
      base = codes
      if (Number.isNaN(startedAt)) startedAt = frame.worldAt
      newest = frame.worldAt
    }
  }
  return { bytes: Buffer.concat(parts), frames: parts.length / 3, startedAt, endedAt: newest }
}

const LENGTH_BYTES = 4

function stepOf(at: number, stepMs: number): number {
  return Math.floor(at / stepMs)
}

/** The store's own bytes: the shape their headers state is the one they were written with. */
function* decodedFrames(bytes: Uint8Array): Generator<{ frame: Frame; codes: FrameCodes }> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  let base: FrameCodes | null = null
  for (let at = 0; at < bytes.length;) {
    const begin = at + LENGTH_BYTES
    at = begin + view.getUint32(at, true)
    const part = bytes.subarray(begin, at)
    const header = decodeHeader(part)
    const decoded = decodeFrame({ header, body: part.subarray(header.headerBytes), base, shape: header.shape })
    base = decoded.codes
    yield decoded
  }
}
