import { cumulativeStdNormalProbability } from 'simple-statistics'
import { expect, test } from 'vitest'
import { upperError, windowedGaussianScores } from './windowed-gaussian.ts'

test('the upper error is that of the normal distribution', () => {
  for (const z of [0, 0.3, 1, 2, 3]) {
    expect(0.5 * upperError(z / Math.SQRT2)).toBeCloseTo(1 - cumulativeStdNormalProbability(z), 4)
  }
})

test('a value is as strange as it is far from the window’s mean, in its deviations', () => {
  const scores = windowedGaussianScores([...Array.from({ length: 1_000 }, (_, row) => (row % 2 ? 1 : -1)), 2, -2])
  expect(scores[1_000]).toBeCloseTo(1 - 0.02275, 3)
  expect(scores[1_001]).toBeCloseTo(scores[1_000] ?? NaN, 2)
})

test('beyond 6,400 values the oldest are forgotten, a hundred at a time', () => {
  const scores = windowedGaussianScores(
    Array.from({ length: 14_000 }, (_, row) => (row < 6_400 ? row % 2 : 50 + (row % 2))),
  )
  expect(scores[6_450]).toBeGreaterThan(0.999)
  expect(scores[13_900]).toBeLessThan(0.9)
})
