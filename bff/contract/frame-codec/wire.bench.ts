import { deflateRawSync } from 'node:zlib'
import { atMost, cpuMsOf, median, reportFigures } from '#scripts/figures.ts'
import { decodeFrame } from './decode-frame.ts'
import { encodeFrame, quantiseFrame, type EncodedFrame, type FrameCodes } from './encode-frame.ts'
import { decodeHeader } from './frame-header.ts'
import type { Frame } from './frame.ts'
import { leanJsonRows, writeJsonRows } from './json-rows-fixture.ts'
import { createSimulatedFleet } from './simulated-fleet-fixture.ts'

/**
 * A second of 10,000 connections and 1,000 services on the wire, against the same frame as JSON rows. Encoding is from
 * the frame's columns to bytes, before compression, on both sides; reading is from bytes to what can be drawn.
 */
const fleet = createSimulatedFleet({ nodes: 1_000, edges: 10_000, seed: 3 })
const FRAMES = 12
const WARM_UP_ROUNDS = 30
const ROUNDS = 25

interface Second {
  frame: Frame
  codes: FrameCodes
  base: FrameCodes
  encoded: EncodedFrame
  json: string
}

const seconds = recordSeconds()
const times = measureTimes()

reportFigures([
  atMost({
    name: 'wire: deflated delta ÷ lean JSON rows, bytes',
    value: median(seconds.map(({ encoded, json }) => deflatedBytes(encoded) / json.length)),
    unit: '×',
    bound: 1 / 25,
  }),
  atMost({
    name: 'wire: deflated delta ÷ order-0 entropy of its differences',
    value: median(seconds.map((second) => deflatedBytes(second.encoded) / entropyBytes(second))),
    unit: '×',
    bound: 1.4,
  }),
  atMost({
    name: 'wire: quantise and encode ÷ write JSON rows, CPU',
    value: median(times.map(({ encode, write }) => encode / write)),
    unit: '×',
    bound: 1 / 10,
  }),
  atMost({
    name: 'wire: decode and dequantise ÷ JSON.parse of lean rows, CPU in Node',
    value: median(times.map(({ decode, parse }) => decode / parse)),
    unit: '×',
    bound: 1 / 3,
  }),
])
if (!process.argv.includes('--json')) {
  const each = (measure: (round: Round) => number) => (median(times.map(measure)) / FRAMES).toFixed(2)
  console.log(`  a delta of ${median(seconds.map(({ encoded }) => deflatedBytes(encoded)))} bytes;`)
  console.log(`  ms of CPU: encode ${each((t) => t.encode)}, write JSON ${each((t) => t.write)},`)
  console.log(`  decode ${each((t) => t.decode)}, parse JSON ${each((t) => t.parse)}`)
}

function recordSeconds(): Second[] {
  let base = quantiseFrame(fleet.next())
  return Array.from({ length: FRAMES }, () => {
    const frame = fleet.next()
    const codes = quantiseFrame(frame)
    const second = { frame, codes, base, encoded: encodeFrame({ frame, codes, base }), json: leanJsonRows(frame) }
    base = codes
    return second
  })
}

function deflatedBytes({ header, body }: EncodedFrame): number {
  return header.length + deflateRawSync(body, { level: 1 }).length
}

/** What a perfect coder would need that knows how often each difference occurs in the frame, and nothing else. */
function entropyBytes({ codes, base }: Second): number {
  const counts = new Map<number, number>()
  let all = 0
  for (const table of ['nodes', 'edges'] as const) {
    for (const [column, now] of codes[table].entries()) {
      const before = base[table][column]
      for (const [row, code] of now.entries()) {
        const difference = code - (before?.[row] ?? 0)
        counts.set(difference, (counts.get(difference) ?? 0) + 1)
        all++
      }
    }
  }
  return [...counts.values()].reduce((bits, count) => bits - count * Math.log2(count / all), 0) / 8
}

interface Round {
  encode: number
  write: number
  decode: number
  parse: number
}

/** Each round does all four in turns, so that a noisy neighbour disturbs both sides of a ratio alike. */
function measureTimes(): Round[] {
  // What is made must be used, or a clever engine leaves it out.
  let used = 0
  const measure = (work: (second: Second) => number) =>
    cpuMsOf(() => {
      for (const second of seconds) used += work(second)
    })
  const round = (): Round => ({
    encode: measure(({ frame, base }) => encodeFrame({ frame, codes: quantiseFrame(frame), base }).body.length),
    write: measure(({ frame }) => writeJsonRows(frame).length),
    decode: measure(({ encoded: { header, body }, base }) => {
      return decodeFrame({ header: decodeHeader(header), body, base, shape: fleet.shape }).frame.seq
    }),
    parse: measure(({ json }) => JSON.parse(json).length),
  })
  for (let warmUp = 0; warmUp < WARM_UP_ROUNDS; warmUp++) round()
  const rounds = Array.from({ length: ROUNDS }, round)
  if (used === 0) throw new Error('nothing was measured')
  return rounds
}
