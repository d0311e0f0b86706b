import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createSeededRandom } from './seeded-random.ts'

test('the same seed gives the same draws, another seed others', () => {
  fc.assert(
    fc.property(fc.integer(), (seed) => {
      const first = createSeededRandom(seed)
      const again = createSeededRandom(seed)
      const other = createSeededRandom(seed + 1)
      const draws = Array.from({ length: 20 }, () => [first.uniform(), again.uniform(), other.uniform()])
      expect(draws.map(([a]) => a)).toEqual(draws.map(([, b]) => b))
      expect(draws.map(([a]) => a)).not.toEqual(draws.map(([, , c]) => c))
    }),
    { numRuns: 30 },
  )
})

test.each([0.02, 0.7, 4, 9.9, 10.1, 250, 80_000])('poisson(%d) has its mean as mean and as variance', (mean) => {
  const random = createSeededRandom(7)
  const draws = Array.from({ length: 20_000 }, () => random.poisson(mean))
  const average = draws.reduce((sum, draw) => sum + draw, 0) / draws.length
  const variance = draws.reduce((sum, draw) => sum + (draw - average) ** 2, 0) / draws.length
  // Five standard errors.
  expect(Math.abs(average - mean)).toBeLessThan(5 * Math.sqrt(mean / draws.length))
  expect(variance / mean).toBeGreaterThan(0.9)
  expect(variance / mean).toBeLessThan(1.12)
  expect(draws.every((draw) => Number.isInteger(draw) && draw >= 0)).toBe(true)
})

test('a mean of zero, or of nothing sensible, draws zero', () => {
  const random = createSeededRandom(1)
  expect([random.poisson(0), random.poisson(-3), random.poisson(NaN)]).toEqual([0, 0, 0])
})
