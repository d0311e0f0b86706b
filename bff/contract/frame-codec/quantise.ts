import type { NodeColumn } from './frame.ts'

/**
 * Traffic spans nine decades, and an eye cannot tell 2 % apart: so a value travels as the number of its step on a
 * logarithmic scale. Code 0 is *unknown* and code 1 a measured zero; code 2 is the least value of the range, and each
 * code beyond is `ratio` times the one before. Steps are powers of the ratio, so that 1 is always met exactly.
 *
 * Rounding is to the nearest step by ratio: the relative error is at most `sqrt(ratio) − 1` (and a thousandth, see below) inside the range. A
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
  let cells: Uint16Array | null = null
  return {
    ratio,
    least: ratio ** first,
    greatest: ratio ** last,
    codes,
    values,
    quantise(from, into) {
      const codeOfCell = (cells ??= createCells({ ratio, first, codes }))
      const bits = new Int32Array(from.buffer, from.byteOffset, from.length)
      for (let row = 0; row < bits.length; row++) into[row] = codeOfCell[bits[row] >>> CELL_SHIFT]
    },
  }
}

/**
 * The upper 18 bits of a float32 (sign, exponent, nine bits of mantissa) name a cell a five-hundredth wide at most, ten
 * times narrower than the finest step here. The code of a cell's middle is the code of all of it: that puts at most a
 * thousandth on top of the rounding, and makes of every value, unknown and zero too, one look into a table, without a
 * logarithm and without a branch.
 */
const CELL_SHIFT = 14
const CELLS = 2 ** (32 - CELL_SHIFT)
const INFINITY_CELL = 0x7f800000 >>> CELL_SHIFT
const NEGATIVE_ZERO_CELL = 0x80000000 >>> CELL_SHIFT

function createCells({ ratio, first, codes }: { ratio: number; first: number; codes: number }): Uint16Array {
  const cells = new Uint16Array(CELLS).fill(UNKNOWN_CODE)
  const middle = new Uint32Array(1)
  const float = new Float32Array(middle.buffer)
  const last = codes - 1
  let code = FIRST_STEP
  let upper = ratio ** (first + 0.5)
  for (let cell = 1; cell < INFINITY_CELL; cell++) {
    middle[0] = (cell << CELL_SHIFT) | (1 << (CELL_SHIFT - 1))
    while (float[0] >= upper && code < last) upper = ratio ** (++code - FIRST_STEP + first + 0.5)
    cells[cell] = code
  }
  cells[0] = ZERO_CODE
  cells[NEGATIVE_ZERO_CELL] = ZERO_CODE
  return cells
}

const share: Range = { ratio: 1.05, least: 1e-6, greatest: 1 }

/**
 * One a column. Ranges: 1 request in 1,000 s to 10⁹/s; 1 ppm to 1; 10 µs to 3 h; 0.01 % to 100-fold; 1 ms to 11 days;
 * 1 to 10,000 breakers, of which up to 25 are met within a quarter.
 */
export const QUANTISERS: Readonly<Record<NodeColumn, Quantiser>> = {
  requestsPerSecond: createQuantiser({ ratio: 1.02, least: 1e-3, greatest: 1e9 }),
  errorShare: createQuantiser(share),
  degradedShare: createQuantiser(share),
  p99LatencyMs: createQuantiser({ ratio: 1.05, least: 1e-2, greatest: 1e7 }),
  lagMs: createQuantiser({ ratio: 1.05, least: 1, greatest: 1e9 }),
  saturation: createQuantiser({ ratio: 1.02, least: 1e-4, greatest: 100 }),
  breakersOpen: createQuantiser({ ratio: 1.02, least: 1, greatest: 1e4 }),
}
