import fc from 'fast-check'
import { deflateRawSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { exponentFor, MINUTES_A_DAY, packDay, unpackDay, type DayMinute } from './pack-day.ts'

const anyCount = fc.oneof(
  fc.integer({ min: 0, max: 99_999 }),
  fc.double({ min: 0, max: 1e9, noNaN: true }),
  fc.double({ min: 0, max: 1, noNaN: true }),
)

const anyMinutes: fc.Arbitrary<DayMinute[]> = fc
  .uniqueArray(fc.integer({ min: 0, max: MINUTES_A_DAY - 1 }), { maxLength: 60 })
  .chain((indexes) =>
    fc.tuple(
      ...indexes
        .toSorted((one, other) => one - other)
        .map((index) =>
          fc.record({
            index: fc.constant(index),
            good: anyCount,
            degraded: fc.option(anyCount),
            error: anyCount,
            expected: fc.option(anyCount),
            known_ms: fc.integer({ min: 1, max: 60_000 }),
          }),
        ),
    ),
  )

const COLUMNS = ['good', 'degraded', 'error', 'expected'] as const

describe('packDay', () => {
  test('comes back within half a unit; the unknown, the times and the gaps exactly', () => {
    fc.assert(
      fc.property(anyMinutes, (minutes) => {
        const unpacked = unpackDay(packDay(minutes))
        expect(unpacked.map(({ index, known_ms }) => [index, known_ms])).toEqual(
          minutes.map(({ index, known_ms }) => [index, known_ms]),
        )
        for (const column of COLUMNS) {
          const most = minutes.reduce((largest, minute) => Math.max(largest, minute[column] ?? 0), 0)
          const half = 10 ** exponentFor(most) / 2
          for (const [position, minute] of minutes.entries()) {
            const value = minute[column]
            const back = unpacked[position]?.[column]
            if (value === null) expect(back).toBeNull()
            else expect(Math.abs((back ?? NaN) - value)).toBeLessThanOrEqual(half * (1 + 1e-9))
          }
        }
      }),
      { numRuns: 500 },
    )
  })

  test('whole numbers below 100,000 come back exactly', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 99_999 }), { minLength: 1, maxLength: 100 }), (counts) => {
        const minutes = counts.map((good, index) => dayMinute(index, good))
        expect(unpackDay(packDay(minutes))).toEqual(minutes)
      }),
    )
  })

  test('so do thousandths, while they have five digits', () => {
    const thousandths = Array.from({ length: MINUTES_A_DAY }, (_, index) => dayMinute(index, (index * 69) / 1_000))
    expect(unpackDay(packDay(thousandths))).toEqual(thousandths)
  })

  test('a unit is at most 1/10,000 of the largest minute, and never finer than a thousandth', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-6, max: 1e12, noNaN: true }), (most) => {
        const unit = 10 ** exponentFor(most)
        expect(unit).toBeLessThanOrEqual(Math.max(0.001, most / 9_999.999))
        expect(most / unit).toBeLessThan(100_000.001)
      }),
    )
  })

  test('an empty day and a day of everything', () => {
    expect(unpackDay(packDay([]))).toEqual([])
    const whole = Array.from({ length: MINUTES_A_DAY }, (_, index) => dayMinute(index, 1_000 + index))
    expect(unpackDay(packDay(whole))).toEqual(whole)
  })

  test('a busy day with a daily curve and noise stays small', () => {
    const minutes = Array.from({ length: MINUTES_A_DAY }, (_, index) => {
      const load = 60_000 * (1 + 0.5 * Math.sin((index / MINUTES_A_DAY) * 2 * Math.PI)) + ((index * 7_919) % 601)
      return { ...dayMinute(index, load), degraded: load * 0.001, error: load * 0.0005 }
    })
    expect(deflateRawSync(packDay(minutes)).length).toBeLessThan(5 * MINUTES_A_DAY)
  })

  test('bytes it did not write are refused or read as minutes, never anything else', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 9_000 }), (bytes) => {
        try {
          for (const minute of unpackDay(bytes)) expect(minute.index).toBeLessThan(MINUTES_A_DAY)
        } catch (error) {
          expect(error).toBeInstanceOf(RangeError)
        }
      }),
    )
    const packed = packDay([dayMinute(3, 4)])
    expect(() => unpackDay(packed.subarray(0, -1))).toThrow(RangeError)
    expect(() => unpackDay(Uint8Array.of(...packed, 0))).toThrow(RangeError)
  })
})

function dayMinute(index: number, good: number): DayMinute {
  return { index, good, degraded: null, error: 0, expected: null, known_ms: 60_000 }
}
