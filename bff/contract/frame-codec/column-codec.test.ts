import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeColumn, encodeColumn, MOST_BYTES_A_VALUE } from './column-codec.ts'
import { QUANTISERS } from './quantise.ts'
import { createCursor } from './varint.ts'

const quantiser = QUANTISERS.requestsPerSecond
/** Sparse columns, trembling ones and wild ones. */
const anyCode = fc.integer({ min: 0, max: quantiser.codes - 1 })
const someCode = fc.oneof({ weight: 6, arbitrary: fc.constant(1) }, { weight: 2, arbitrary: anyCode })
const columns = fc.tuple(
  fc.array(fc.tuple(someCode, someCode), { maxLength: 200 }),
  fc.array(fc.oneof(anyCode, fc.constant(0)), { maxLength: 40 }),
)

function encoded(codes: Uint16Array, base: Uint16Array | null): Uint8Array {
  const cursor = createCursor(new Uint8Array(codes.length * MOST_BYTES_A_VALUE))
  encodeColumn(cursor, codes, base)
  return cursor.bytes.subarray(0, cursor.at)
}

describe('a column', () => {
  it('comes back as it went, rows appended or not', () => {
    fc.assert(
      fc.property(columns, fc.boolean(), ([rows, appended], hasBase) => {
        const codes = Uint16Array.from([...rows.map(([code]) => code), ...appended])
        const base = hasBase ? Uint16Array.from(rows, ([, before]) => before) : null
        const bytes = encoded(codes, base)
        const cursor = createCursor(bytes)
        const decoded = decodeColumn(cursor, { base, rows: codes.length, quantiser })
        expect([...decoded.codes]).toEqual([...codes])
        expect([...decoded.values]).toEqual(Array.from(codes, (code) => quantiser.values[code]))
        expect(cursor.at).toBe(bytes.length)
      }),
      { numRuns: 400 },
    )
  })

  it.each([
    ['nothing changed', 0, 100, 2],
    ['seven zeros, one by one', 0, 7, 7],
    ['eight zeros, a run', 0, 8, 2],
    ['everything changed by one', 1, 100, 100],
  ])('takes few bytes: %s', (_, change, rows, bytes) => {
    const base = new Uint16Array(rows).fill(500)
    expect(encoded(new Uint16Array(rows).fill(500 + change), base)).toHaveLength(bytes)
  })

  it('leaves the base as it was, and shares nothing with it', () => {
    const base = Uint16Array.of(5, 5, 5)
    const { codes } = decodeColumn(createCursor(encoded(Uint16Array.of(6, 5, 4), base)), { base, rows: 3, quantiser })
    expect([...base]).toEqual([5, 5, 5])
    expect(codes.buffer).not.toBe(base.buffer)
  })

  it('cannot lose rows', () => {
    expect(() => encoded(Uint16Array.of(1), Uint16Array.of(1, 1))).toThrow(RangeError)
    const decode = () =>
      decodeColumn(createCursor(Uint8Array.of(0)), { base: Uint16Array.of(1, 1), rows: 1, quantiser })
    expect(decode).toThrow(RangeError)
  })

  it.each([
    ['too few bytes', [0, 0]],
    ['a code below all', [2]],
    ['a code beyond all', [0xff, 0xff, 0x7f]],
    ['a run beyond the rows', [1, 200]],
    ['a run of billions', [1, 0xff, 0xff, 0xff, 0xff, 0x0f]],
    ['a run without its length', [1]],
  ])('is refused: %s', (_, bytes) => {
    expect(() => decodeColumn(createCursor(Uint8Array.from(bytes)), { base: null, rows: 10, quantiser })).toThrow(
      RangeError,
    )
  })

  it('whatever the bytes, is read or refused', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.integer({ min: 0, max: 100 }), (bytes, rows) => {
        try {
          const { codes } = decodeColumn(createCursor(bytes), { base: null, rows, quantiser })
          expect(Math.max(0, ...codes)).toBeLessThan(quantiser.codes)
        } catch (error) {
          expect(error).toBeInstanceOf(RangeError)
        }
      }),
      { numRuns: 2_000 },
    )
  })
})
