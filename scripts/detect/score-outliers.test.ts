import { expect, test } from 'vitest'
import { makeOutlierFleet } from './outlier-fleets.ts'
import { scoreOutliers } from './score-outliers.ts'

test('the same seed makes the same fleet', () => {
  const one = makeOutlierFleet(7, 'banded', 'subtle')
  expect(makeOutlierFleet(7, 'banded', 'subtle')).toEqual(one)
  expect(makeOutlierFleet(8, 'banded', 'subtle').group.measures).not.toEqual(one.group.measures)
})

test('finds the sick of seeded fleets and leaves the bands alone', () => {
  const { all, subtle, banded } = scoreOutliers({ fleets: 12, firstSeed: 70_001 })
  expect(all.sick).toBeGreaterThan(50)
  expect(all.precision).toBeGreaterThanOrEqual(0.95)
  expect(all.recall).toBeGreaterThanOrEqual(0.9)
  expect(subtle.precision).toBeGreaterThanOrEqual(0.95)
  expect(banded.falseActionShare).toBeLessThanOrEqual(0.005)
})
