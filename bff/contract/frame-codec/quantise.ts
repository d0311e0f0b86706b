import type { NodeColumn } from './frame.ts'

/**
 * Traffic spans nine decades, and an eye cannot tell 2 % apart: so a value travels as the number of its step on a
 * logarithmic scale. Code 0 is *unknown* and code 1 a measured zero; code 2 is the least value of the range, and each
 * code beyond is `ratio` times the one before. Steps are powers of the ratio, so that 1 is always met exactly.
 *
 * Rounding is to the nearest step by ratio: the relative error is at most `sqrt(ratio) − 1` inside the range. A
 * positive value below the range becomes the least step, never zero; one above becomes the greatest. What is no
 * measure (NaN, infinite, negative) is unknown.
 */
export interface Quantiser {
  readonly ratio: number
  readonly least: number
  readonly greatest: number
  /** How many codes there are: every code is below this. */
  readonly codes: number
  /** Value of each code; NaN for 0. */
  readonly values: Float32Array
  quantise(values: Float32Array, into: Uint16Array): void
}

export const UNKNOWN_CODE = 0
export const ZERO_CODE = 1
const FIRST_STEP = 2

interface Range {
  ratio: number
  least: number
  greatest: number
}

export function createQuantiser({ ratio, least, greatest }: Range): Quantiser {
  const first = Math.round(Math.log(least) / Math.log(ratio))
  const last = Math.round(Math.log(greatest) / Math.log(ratio))
  const codes = last - first + 1 + FIRST_STEP
  const values = new Float32Array(codes)
  values[UNKNOWN_CODE] = NaN
  values[ZERO_CODE] = 0
  for (let step = first; step <= last; step++) values[step - first + FIRST_STEP] = ratio ** step
  let cells: Cells | null = null
  return {
    ratio,
    least: ratio ** first,
    greatest: ratio ** last,
    codes,
    values,
    quantise: (from, into) => quantiseAll((cells ??= createCells({ ratio, first, codes })), from, into),
  }
}

/**
 * The upper 16 bits of a float32 (sign, exponent, 7 bits of mantissa) name a cell narrower than any step here (0.8 %),
 * so a cell meets at most one boundary between steps: its lowest code, and one comparison, give the code without a
 * logarithm.
 */
interface Cells {
  lowest: Uint16Array
  /** `upper[code]`: the value from which on the next code holds. */
  upper: Float64Array
}

const CELLS = 1 << 16
const INFINITE_CELL = 0x7f80
const NEGATIVE_ZERO_CELL = 0x8000

function createCells({ ratio, first, codes }: { ratio: number; first: number; codes: number }): Cells {
  const upper = new Float64Array(codes).fill(Infinity)
  for (let code = FIRST_STEP; code < codes - 1; code++) upper[code] = ratio ** (code - FIRST_STEP + first + 0.5)
  const lowest = new Uint16Array(CELLS)
  const bits = new Uint32Array(1)
  const float = new Float32Array(bits.buffer)
  let code = FIRST_STEP
  for (let cell = 1; cell < INFINITE_CELL; cell++) {
    bits[0] = cell << 16
    while (float[0] >= upper[code]) code++
    lowest[cell] = code
  }
  lowest[0] = ZERO_CODE
  lowest[NEGATIVE_ZERO_CELL] = ZERO_CODE
  // A zero has no next code by size; unknown neither.
  return { lowest, upper }
}

function quantiseAll({ lowest, upper }: Cells, values: Float32Array, into: Uint16Array): void {
  const bits = new Uint32Array(values.buffer, values.byteOffset, values.length)
  for (let row = 0; row < values.length; row++) {
    const code = lowest[bits[row] >>> 16]
    into[row] = values[row] >= upper[code] ? code + 1 : code
  }
}

const share: Range = { ratio: 1.05, least: 1e-6, greatest: 1 }

/** One a column. Ranges: 1 request in 1,000 s to 10⁹/s; 1 ppm to 1; 10 µs to 3 h; 0.01 % to 100-fold; 1 ms to 11 days. */
export const QUANTISERS: Readonly<Record<NodeColumn, Quantiser>> = {
  requestsPerSecond: createQuantiser({ ratio: 1.02, least: 1e-3, greatest: 1e9 }),
  errorShare: createQuantiser(share),
  degradedShare: createQuantiser(share),
  p99LatencyMs: createQuantiser({ ratio: 1.05, least: 1e-2, greatest: 1e7 }),
  lagMs: createQuantiser({ ratio: 1.05, least: 1, greatest: 1e9 }),
  saturation: createQuantiser({ ratio: 1.02, least: 1e-4, greatest: 100 }),
}
