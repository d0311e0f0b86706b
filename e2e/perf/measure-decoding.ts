import { decodeFrame } from '#contract/frame-codec/decode-frame.ts'
import type { FrameCodes } from '#contract/frame-codec/encode-frame.ts'
import { decodeHeader, type FrameHeader, type FrameShape } from '#contract/frame-codec/frame-header.ts'

export interface DecodingInput {
  shape: FrameShape
  /** A key frame and deltas, base64. */
  frames: readonly { header: string; body: string }[]
  rows: string
}

interface ReadyFrame {
  header: FrameHeader
  body: Uint8Array
}

/**
 * Runs in the page: all frames decoded in their order, and the rows parsed as often, in turns. A browser's clock is
 * coarse, so a whole pass is timed. Times in ms of one frame.
 */
export function measureDecoding({ shape, frames, rows }: DecodingInput, rounds: number) {
  const ready = frames.map(({ header, body }) => ({ header: decodeHeader(bytesOf(header)), body: bytesOf(body) }))
  const decodeMs: number[] = []
  const parseMs: number[] = []
  // What is read must be used, or a clever engine leaves it out.
  let sum = 0
  for (let round = 0; round < rounds; round++) {
    const begun = performance.now()
    sum += decodeAll(ready, shape, round)
    const between = performance.now()
    for (let index = 0; index < ready.length; index++) sum += parseRow(rows, round)
    const ended = performance.now()
    if (round < 2) continue
    decodeMs.push((between - begun) / ready.length)
    parseMs.push((ended - between) / ready.length)
  }
  return { decodeMs, parseMs, sum }
}

function decodeAll(frames: readonly ReadyFrame[], shape: FrameShape, row: number): number {
  let base: FrameCodes | null = null
  let sum = 0
  for (const { header, body } of frames) {
    const decoded = decodeFrame({ header, body, base, shape })
    base = decoded.codes
    sum += decoded.frame.edges.requestsPerSecond[row] ?? 0
  }
  return sum
}

function parseRow(rows: string, row: number): number {
  const parsed: { edges: { rps: number }[] } = JSON.parse(rows)
  return parsed.edges[row]?.rps ?? 0
}

function bytesOf(base64: string): Uint8Array {
  return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))
}
