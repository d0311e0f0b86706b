import type { Quantiser } from './quantise.ts'
import { readVarint, unzigzag, writeVarint, zigzag, type Cursor } from './varint.ts'

/**
 * A column as differences of its codes from a base (absent rows of the base count as code 0). Most differences are
 * small or zero, so they go as zigzag varints, and three or more zeros in a row as one token:
 * 0 = one zero · 1 then n = a run of n + 3 zeros · t ≥ 2 = the difference whose zigzag is t − 1.
 */
const ZERO = 0
const RUN = 1
const SHORTEST_RUN = 3

/** Codes have 16 bits, so a difference takes at most three bytes. */
export const MOST_BYTES_A_VALUE = 3

const NO_BASE = new Uint16Array(0)

export function encodeColumn(cursor: Cursor, codes: Uint16Array, base: Uint16Array | null): void {
  const before = base ?? NO_BASE
  if (before.length > codes.length) throw new RangeError('a column cannot lose rows')
  const { bytes } = cursor
  let zeros = 0
  for (let row = 0; row < codes.length; row++) {
    const difference = codes[row] - (row < before.length ? before[row] : 0)
    if (difference === 0) {
      zeros++
      continue
    }
    if (zeros > 0) {
      writeZeros(cursor, zeros)
      zeros = 0
    }
    const token = zigzag(difference) + 1
    if (token < 0x80) bytes[cursor.at++] = token
    else writeVarint(cursor, token)
  }
  if (zeros > 0) writeZeros(cursor, zeros)
}

function writeZeros(cursor: Cursor, count: number): void {
  if (count < SHORTEST_RUN) {
    for (let left = count; left > 0; left--) cursor.bytes[cursor.at++] = ZERO
    return
  }
  cursor.bytes[cursor.at++] = RUN
  writeVarint(cursor, count - SHORTEST_RUN)
}

export interface DecodedColumn {
  codes: Uint16Array
  values: Float32Array
}

interface DecodeColumnInput {
  base: Uint16Array | null
  rows: number
  quantiser: Quantiser
}

/** Throws a RangeError where the bytes are none of a column of this many rows. */
export function decodeColumn(cursor: Cursor, { base, rows, quantiser }: DecodeColumnInput): DecodedColumn {
  const before = base ?? NO_BASE
  if (before.length > rows) throw new RangeError('the frame has fewer rows than the one it builds upon')
  const codes = new Uint16Array(rows)
  codes.set(before)
  const { bytes } = cursor
  const limit = quantiser.codes
  let row = 0
  while (row < rows) {
    const first = cursor.at < bytes.length ? bytes[cursor.at] : 0x80
    const token = first < 0x80 ? (cursor.at++, first) : readVarint(cursor)
    if (token === ZERO) row++
    else if (token === RUN) row += readVarint(cursor) + SHORTEST_RUN
    else {
      const code = codes[row] + unzigzag(token - 1)
      if (code < 0 || code >= limit) throw new RangeError(`code ${code} is none of ${limit}`)
      codes[row++] = code
    }
  }
  if (row > rows) throw new RangeError('a run of the frame goes beyond its rows')
  return { codes, values: valuesOf(codes, quantiser.values) }
}

function valuesOf(codes: Uint16Array, steps: Float32Array): Float32Array {
  const values = new Float32Array(codes.length)
  for (let row = 0; row < codes.length; row++) values[row] = steps[codes[row]]
  return values
}
