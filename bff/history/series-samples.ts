import { decodeFrame } from '#contract/frame-codec/decode-frame.ts'
import type { FrameCodes } from '#contract/frame-codec/encode-frame.ts'
import { decodeHeader } from '#contract/frame-codec/frame-header.ts'
import type { Frame } from '#contract/frame-codec/frame.ts'
import { partsOfChunk } from './frame-chunk.ts'
import type { SeriesRow, SeriesRows } from './series-rows.ts'

/**
 * One thing out of a chunk of frames. Frames are deltas over the whole fleet, so a chunk is decoded whole however little
 * is wanted of it; that is why this runs in a thread, and why many things are read at once.
 *
 * A sum of connections leaves out those that were never seen. One that has gone stale makes the whole sum unknown:
 * left out, it would look like traffic that fell.
 */
export interface Samples {
  /** World's clock, UTC ms, ascending. */
  at: Float64Array
  /** NaN where nothing may be believed. */
  requestsPerSecond: Float32Array
  errorShare: Float32Array
  degradedShare: Float32Array
  p99LatencyMs: Float32Array
  headroomShare: Float32Array
}

export type SampleColumn = Exclude<keyof Samples, 'at'>
export const SAMPLE_COLUMNS = [
  'requestsPerSecond',
  'errorShare',
  'degradedShare',
  'p99LatencyMs',
  'headroomShare',
] as const satisfies readonly SampleColumn[]

type Sample = Record<SampleColumn, number>

const UNKNOWN: Sample = {
  requestsPerSecond: NaN,
  errorShare: NaN,
  degradedShare: NaN,
  p99LatencyMs: NaN,
  headroomShare: NaN,
}

/** Inflated bytes of a chunk; one answer for each of the wanted, with every frame of the chunk. */
export function readSamples(bytes: Uint8Array, wanted: readonly SeriesRows[]): Samples[] {
  const parts = partsOfChunk(bytes)
  const samples = wanted.map(() => emptySamples(parts.length))
  let base: FrameCodes | null = null
  parts.forEach((part, place) => {
    const header = decodeHeader(part)
    const body = part.subarray(header.headerBytes)
    // The store's own bytes: the shape they state is the one they were written with.
    const { frame, codes } = decodeFrame({ header, body, base, shape: header.shape })
    base = codes
    wanted.forEach((rows, index) => {
      const into = samples[index]
      if (into !== undefined) writeSample(into, place, frame.worldAt, sampleOf(frame, rows))
    })
  })
  return samples
}

/** What is known of a time in which the thing was not in the roster. */
export function emptySamples(frames: number): Samples {
  const column = () => new Float32Array(frames).fill(NaN)
  return {
    at: new Float64Array(frames).fill(NaN),
    requestsPerSecond: column(),
    errorShare: column(),
    degradedShare: column(),
    p99LatencyMs: column(),
    headroomShare: column(),
  }
}

function writeSample(into: Samples, place: number, at: number, sample: Sample): void {
  into.at[place] = at
  for (const column of SAMPLE_COLUMNS) into[column][place] = sample[column]
}

function sampleOf(frame: Frame, wanted: SeriesRows): Sample {
  if (wanted.kind === 'region') return sampleOfRegion(frame, wanted)
  const columns = wanted.kind === 'nodes' ? frame.nodes : frame.edges
  const seen = wanted.rows.filter(({ row, feed }) => !Number.isNaN(observedAt(frame, columns, row, feed)))
  if (seen.length === 0 || seen.some((one) => isStale(frame, columns, one))) return UNKNOWN
  const [first] = seen
  if (first !== undefined && seen.length === 1) {
    const { row } = first
    return {
      requestsPerSecond: columns.requestsPerSecond[row] ?? NaN,
      errorShare: columns.errorShare[row] ?? NaN,
      degradedShare: columns.degradedShare[row] ?? NaN,
      p99LatencyMs: columns.p99LatencyMs[row] ?? NaN,
      headroomShare: wanted.kind === 'nodes' ? 1 - (frame.nodes.saturation[row] ?? NaN) : NaN,
    }
  }
  return sumOf(
    columns,
    seen.map(({ row }) => row),
  )
}

function sampleOfRegion(frame: Frame, { index, staleAfterMs }: Extract<SeriesRows, { kind: 'region' }>): Sample {
  const total = frame.regionTotals[index]
  if (total === undefined || total.missingEdges.length > 0) return UNKNOWN
  // False for NaN: never seen.
  if (!(frame.worldAt - total.observedAt <= staleAfterMs)) return UNKNOWN
  const { requestsPerSecond, errorShare, degradedShare, p99LatencyMs, headroomShare } = total
  return { requestsPerSecond, errorShare, degradedShare, p99LatencyMs, headroomShare }
}

function observedAt(frame: Frame, columns: Frame['edges'], row: number, feed: number): number {
  return (frame.feedObservedAt[feed] ?? NaN) - (columns.lagMs[row] ?? NaN)
}

function isStale(frame: Frame, columns: Frame['edges'], { row, feed, staleAfterMs }: SeriesRow): boolean {
  return frame.worldAt - observedAt(frame, columns, row, feed) > staleAfterMs
}

/** Volumes add up, shares are weighted by them, and the latency is the worst one's. */
function sumOf(columns: Frame['edges'], rows: readonly number[]): Sample {
  const known = rows.filter((row) => !Number.isNaN(columns.requestsPerSecond[row] ?? NaN))
  if (known.length === 0) return UNKNOWN
  const volumes = known.map((row) => columns.requestsPerSecond[row] ?? 0)
  const worst = known.map((row) => columns.p99LatencyMs[row] ?? NaN).filter((value) => !Number.isNaN(value))
  return {
    requestsPerSecond: volumes.reduce((sum, volume) => sum + volume, 0),
    errorShare: weighted(columns.errorShare, known, volumes),
    degradedShare: weighted(columns.degradedShare, known, volumes),
    p99LatencyMs: worst.length === 0 ? NaN : Math.max(...worst),
    headroomShare: NaN,
  }
}

/** Of connections whose share is known; of no traffic nothing fails. */
function weighted(shares: Float32Array, rows: readonly number[], volumes: readonly number[]): number {
  let [sum, weight, told] = [0, 0, 0]
  rows.forEach((row, index) => {
    const share = shares[row] ?? NaN
    if (Number.isNaN(share)) return
    told += 1
    sum += share * (volumes[index] ?? 0)
    weight += volumes[index] ?? 0
  })
  if (told === 0) return NaN
  return weight === 0 ? 0 : sum / weight
}
