import fc from 'fast-check'
import { quantile } from 'simple-statistics'
import { describe, expect, test } from 'vitest'
import { createNoise } from './series-fixture.ts'
import { createTails, excessRarity, RAREST } from './tails.ts'

/** Evenly spread over the distribution, in an order without pattern. */
function spread(count: number, quantileOf: (p: number) => number): number[] {
  return Array.from({ length: count }, (_, index) => quantileOf((((index * 7_919) % count) + 0.5) / count))
}

function tailsAfter(values: readonly number[]) {
  const tails = createTails(1)
  for (const value of values) tails.push(0, value)
  return tails
}

const exponential = (p: number) => -Math.log1p(-p)
/** Shape ¼, scale 1. */
const pareto = (p: number) => 4 * ((1 - p) ** -0.25 - 1)

describe('how rare', () => {
  test('the usual is the 99th percentile', () => {
    const values = spread(4_000, exponential)
    expect(tailsAfter(values).usual(0)).toBeCloseTo(quantile(values, 0.99), 1)
  })

  test.each([3, 4, 6])('10^-%i, extrapolated from four thousand values of an exponential tail', (power) => {
    const rarity = tailsAfter(spread(4_000, exponential)).push(0, exponential(1 - 10 ** -power))
    expect(Math.abs(rarity - power)).toBeLessThan(0.15 * power)
  })

  test('a heavy tail is believed to be one: a far value is less rare than under an exponential', () => {
    const values = spread(10_000, pareto)
    const far = pareto(1 - 1e-5)
    expect(Math.abs(tailsAfter(values).push(0, far) - 5)).toBeLessThan(1)
    const top = values.toSorted((one, other) => one - other).slice(-100)
    const mean = top.reduce((sum, value) => sum + value - (top[0] ?? NaN), 0) / top.length
    const asExponential = ((far - (top[0] ?? NaN)) / mean) * Math.LOG10E
    expect(excessRarity(top, 0, top.length, far)).toBeLessThan(asExponential)
  })

  test('among the largest by its rank', () => {
    const tails = tailsAfter(Array.from({ length: 1_000 }, (_, index) => (index * 7_919) % 1_000))
    expect(tails.push(0, 980)).toBeCloseTo(Math.log10(1_001 / 21), 6)
  })

  test('rarer when larger', () => {
    const past = spread(2_000, exponential)
    const value = fc.double({ min: 0, max: 100, noNaN: true })
    fc.assert(
      fc.property(value, value, (one, other) => {
        const [less, more] = [Math.min(one, other), Math.max(one, other)]
        expect(tailsAfter(past).push(0, more)).toBeGreaterThanOrEqual(tailsAfter(past).push(0, less) - 1e-9)
      }),
      { numRuns: 30 },
    )
  })

  test('nothing before a hundred values; of values all alike another is as rare as is said', () => {
    expect(tailsAfter(Array(99).fill(0)).push(0, 1)).toBe(0)
    expect(tailsAfter(Array(100).fill(0)).push(0, 1)).toBe(RAREST)
    expect(tailsAfter(Array(500).fill(0)).push(0, 0)).toBeLessThan(1)
  })
})

test('the past is forgotten by halves: a new habit becomes usual, and the memory is the same', () => {
  const noise = createNoise(1)
  const tails = createTails(2)
  const before = tails.byteLength
  for (let index = 0; index < 40_000; index += 1) tails.push(1, noise())
  expect(tails.push(1, 20)).toBeGreaterThan(10)
  for (let index = 0; index < 40_000; index += 1) tails.push(1, 20 + noise())
  expect(tails.push(1, 20)).toBe(0)
  expect(tails.usual(1)).toBeGreaterThan(21)
  expect(tails.byteLength).toBe(before)
  expect(tails.usual(0)).toBeNaN()
})
