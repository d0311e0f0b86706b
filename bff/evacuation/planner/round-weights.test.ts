import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { roundWeights, sharesOf, unitsOf } from './round-weights.ts'

const BYTE = { least: 0, most: 255 }
const shares = fc
  .array(fc.nat({ max: 1_000 }), { minLength: 2, maxLength: 10 })
  .filter((parts) => parts.some((part) => part > 0))
  .map((parts) => sharesOf(parts))

describe('rounding', () => {
  it('adds up, stays within one unit, and gives nothing to whom nothing is due', () => {
    fc.assert(
      fc.property(shares, fc.integer({ min: 1, max: 255 }), (wanted, units) => {
        const weights = roundWeights(wanted, units, BYTE)
        expect(weights.reduce((sum, weight) => sum + weight, 0)).toBe(units)
        for (const [index, weight] of weights.entries()) {
          const exact = (wanted[index] ?? 0) * units
          expect(Math.abs(weight - exact)).toBeLessThan(1 + 1e-6)
          if (wanted[index] === 0) expect(weight).toBe(0)
        }
      }),
    )
  })
  test('is never all zero, were it a single unit', () => {
    expect(roundWeights([0.4, 0.35, 0.25], 1, { least: 0, most: 1 })).toEqual([1, 0, 0])
  })
})

describe('the sum of weights', () => {
  test.for([
    ['is kept where targets are written one by one', [100, 100, 100], 'target', 300],
    ['is kept there even when coarse', [1, 1, 1], 'target', 3],
    ['becomes finer where a segment changes as a whole', [1, 1, 1], 'segment', 381],
    ['shrinks where a savior would exceed the range', [255, 255, 255], 'segment', 382],
  ] as const)('%s', ([, weights, atomicScope, units]) => {
    expect(unitsOf({ weights, highestShare: 2 / 3, range: BYTE, atomicScope })).toBe(units)
  })
})

test('shares of all zero are unknown', () => {
  expect(sharesOf([0, 0])).toEqual([NaN, NaN])
})
