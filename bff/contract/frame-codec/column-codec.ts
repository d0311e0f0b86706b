import type { Quantiser } from './quantise.ts'
import { readVarint, unzigzag, writeVarint, zigzag, type Cursor } from './varint.ts'

/**
 * A column as differences of its codes from a base (absent rows of the base count as code 0). Most differences are
 * small or zero, so they go as zigzag varints, and eight or more zeros in a row as one token:
 * 0 = one zero · 1 then n = a run of n + 8 zeros · t ≥ 2 = the difference whose zigzag is t − 1.
 *
 * Whether a difference is zero is a coin toss in a column that trembles, and a processor that guesses wrong waits as
 * long as for ten values. So either side computes what a token means without asking whether it is zero; only runs and
 * large differences, which are rare or come in herds, branch off.
 */
const RUN = 1
const SHORTEST_RUN = 8
/** Tokens of more than one byte begin here. */
const LONG = 0x80

/** Codes have 16 bits, so a difference takes at most three bytes. */
export const MOST_BYTES_A_VALUE = 3

export function encodeColumn(cursor: Cursor, codes: Uint16Array, base: Uint16Array | null): void {
  const rows = codes.length
  const before = baseOf(base, rows)
  const pairs = pairsOf(codes)
  const pairsBefore = pairsOf(before)
  const { bytes } = cursor
  let { at } = cursor
  let zeros = 0
  for (let row = 0; row < rows; row++) {
    const folded = zigzag(codes[row] - before[row])
    const isDifferent = -folded >>> 31
    const token = folded + isDifferent
    if (token < LONG) bytes[at++] = token
    else {
      cursor.at = at
      writeVarint(cursor, token)
      at = cursor.at
    }
    zeros = (zeros + 1) * (1 - isDifferent)
    if (zeros < SHORTEST_RUN) continue
    const first = row + 1
    let end = first
    if ((end & 1) === 1 && end < rows && codes[end] === before[end]) end++
    if ((end & 1) === 0) end = 2 * endOfPairs(pairs, pairsBefore, end >> 1)
    while (end < rows && codes[end] === before[end]) end++
    cursor.at = at - SHORTEST_RUN
    bytes[cursor.at++] = RUN
    writeVarint(cursor, end - first)
    at = cursor.at
    row = end - 1
    zeros = 0
  }
  cursor.at = at
}

/**
 * The first pair of rows (a pair is rows 2n and 2n + 1, compared as one number) from here on in which the rows differ.
 * Sparse columns are mostly this.
 */
function endOfPairs(pairs: Uint32Array, before: Uint32Array, from: number): number {
  let pair = from
  while (pair < pairs.length && pairs[pair] === before[pair]) pair++
  return pair
}

function pairsOf(codes: Uint16Array): Uint32Array {
  return new Uint32Array(codes.buffer, codes.byteOffset, codes.length >> 1)
}

/** The base with as many rows as the frame: what it lacks is 0. */
function baseOf(base: Uint16Array | null, rows: number): Uint16Array {
  if (base === null) return new Uint16Array(rows)
  if (base.length > rows) throw new RangeError('a column cannot lose rows')
  if (base.length === rows) return base
  const longer = new Uint16Array(rows)
  longer.set(base)
  return longer
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
  if (base !== null && base.length > rows) throw new RangeError('the frame has fewer rows than the one it builds upon')
  const codes = new Uint16Array(rows)
  if (base !== null) codes.set(base)
  const { bytes } = cursor
  const limit = quantiser.codes
  let { at } = cursor
  let row = 0
  while (row < rows) {
    if (at >= bytes.length) throw new RangeError('the frame ends in the middle of a column')
    let token = bytes[at++]
    if (token === RUN || token >= LONG) {
      const isRun = token === RUN
      cursor.at = isRun ? at : at - 1
      token = readVarint(cursor)
      at = cursor.at
      if (isRun) {
        row += token + SHORTEST_RUN
        continue
      }
    }
    const folded = token - (-token >>> 31)
    const code = codes[row] + unzigzag(folded)
    if (code < 0 || code >= limit) throw new RangeError(`code ${code} is none of ${limit}`)
    codes[row++] = code
  }
  cursor.at = at
  if (row > rows) throw new RangeError('a run of the frame goes beyond its rows')
  return { codes, values: valuesOf(codes, quantiser.values) }
}

function valuesOf(codes: Uint16Array, steps: Float32Array): Float32Array {
  const values = new Float32Array(codes.length)
  for (let row = 0; row < codes.length; row++) values[row] = steps[codes[row]]
  return values
}
