import { decodeFrame, expectReadable, type DecodedFrame } from '#contract/frame-codec/decode-frame.ts'
import type { FrameCodes } from '#contract/frame-codec/encode-frame.ts'
import { decodeHeader } from '#contract/frame-codec/frame-header.ts'
import { frameShapeOf, type Roster } from '#contract/roster.ts'
import { inflateBody } from './inflate-body.ts'

/** Rejects (a RangeError) where the bytes are no frame of this roster, or build upon one that is not at hand. */
export async function readFrame({
  bytes,
  roster,
  base,
}: {
  bytes: Uint8Array<ArrayBuffer>
  roster: Roster | null
  base: FrameCodes | null
}): Promise<DecodedFrame> {
  const header = decodeHeader(bytes)
  if (roster === null || header.rosterEpoch !== roster.epoch || header.rosterVersion !== roster.version) {
    throw new RangeError(`frame ${header.seq} is of another roster`)
  }
  const shape = frameShapeOf(roster)
  expectReadable(header, shape)
  const body = await inflateBody(bytes.subarray(header.headerBytes), header.bodyBytes)
  return decodeFrame({ header, body, base, shape })
}
