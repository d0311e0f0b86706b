import fc from 'fast-check'
import { ckmeans, median, medianAbsoluteDeviation, probit } from 'simple-statistics'
import { expect, test } from 'vitest'
import { densityClusters, distancesOf, kneeOf, neighbourDistances, NOISE } from './density-clusters.ts'
import { findBands } from './find-bands.ts'
import { groupOf } from './instance-group-fixture.ts'
import { levelScaleOf } from './levels.ts'
import { normalBeyond } from './outlier-limits.ts'
import { fitTwoWay } from './two-way-fit.ts'

const value = fc.double({ min: -50, max: 50, noNaN: true })

test('so far beyond the middle of a normal, as an independent library has it', () => {
  for (const share of [0.02, 0.005, 1e-3, 1e-4]) expect(normalBeyond(share)).toBeCloseTo(-probit(share / 2), 1)
})

test('a table of one window is its median and the distances from it', () => {
  fc.assert(
    fc.property(fc.array(value, { minLength: 1, maxLength: 25 }), (row) => {
      const fit = fitTwoWay(Float64Array.from(row), 1, row.length)
      expect(fit.windows[0]).toBeCloseTo(median(row), 9)
      for (const [index, each] of row.entries()) expect(fit.instances[index]).toBeCloseTo(each - median(row), 9)
    }),
  )
})

test('what is added to a window or an instance is found there, and what is left has the width of the jitter', () => {
  fc.assert(
    fc.property(
      fc.array(value, { minLength: 9, maxLength: 9 }),
      fc.array(value, { minLength: 7, maxLength: 7 }),
      (windows, instances) => {
        const exact = Float64Array.from(
          { length: 63 },
          (_, cell) => (windows[Math.floor(cell / 7)] ?? 0) + (instances[cell % 7] ?? 0),
        )
        const fit = fitTwoWay(exact, 9, 7)
        expect(fit.rest).toBeCloseTo(0, 9)
        for (const [index, each] of instances.entries())
          expect(fit.instances[index]).toBeCloseTo(each - median(instances), 9)
      },
    ),
  )
  const jittered = groupOf({ count: 60 }).measures[0]?.values.map(Math.log) ?? new Float64Array()
  const width = medianAbsoluteDeviation([...jittered]) / probit(0.75)
  expect(fitTwoWay(jittered, 20, 60).rest / width).toBeGreaterThan(0.9)
  expect(fitTwoWay(jittered, 20, 60).rest / width).toBeLessThan(1.1)
})

test('levels lead back to values, and equal shares are equal steps', () => {
  const { levelOf, valueOf } = levelScaleOf({ values: Float64Array.from([2, 4, 200]), leastStep: 0 })
  for (const each of [0, 0.001, 2, 3e5]) expect(valueOf(levelOf(each))).toBeCloseTo(each, 6)
  expect(levelOf(230) - levelOf(200)).toBeCloseTo(levelOf(2.3) - levelOf(2), 3)
  expect(levelOf(NaN)).toBeNaN()
})

test('clusters are what the definition says', () => {
  const point = fc
    .tuple(fc.integer({ min: 0, max: 12 }), fc.integer({ min: 0, max: 12 }))
    .map((each) => Float64Array.from(each))
  fc.assert(
    fc.property(
      fc.array(point, { minLength: 1, maxLength: 25 }),
      fc.integer({ min: 1, max: 4 }),
      fc.integer({ min: 1, max: 5 }),
      (points, reach, enough) => {
        const distances = distancesOf(points)
        const clusters = densityClusters(distances, reach, enough)
        const isNear = (one: number, other: number) => (distances.between[one * points.length + other] ?? NaN) <= reach
        const indices = [...points.keys()]
        const isInside = (one: number) => indices.filter((other) => isNear(one, other)).length >= enough
        for (const one of indices) {
          const inside = indices.filter((other) => isNear(one, other) && isInside(other))
          expect(clusters[one] === NOISE).toBe(inside.length === 0)
          // Whoever is inside shares the cluster of all that are inside and near; a border belongs to one of them.
          if (isInside(one)) for (const other of inside) expect(clusters[other]).toBe(clusters[one])
          else if (inside.length > 0) expect(inside.map((other) => clusters[other])).toContain(clusters[one])
        }
      },
    ),
  )
})

test('the knee is the last of those that lie together', () => {
  expect(kneeOf(Float64Array.from([1, 1.1, 1.2, 1.3, 9, 1_000]))).toBe(1.3)
  expect(neighbourDistances(distancesOf([0, 1, 3].map((each) => Float64Array.of(each))), 1)).toEqual(
    Float64Array.from([1, 1, 2]),
  )
})

test('two bands are those of the best split by squares', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 4, max: 30 }),
      fc.integer({ min: 4, max: 30 }),
      fc.double({ min: 0.4, max: 2, noNaN: true }),
      (low, high, apart) => {
        const values = [
          ...Array.from({ length: low }, (_, index) => 0.03 * Math.sin(index * 2.4)),
          ...Array.from({ length: high }, (_, index) => apart + 0.03 * Math.sin(index * 2.4)),
        ]
        const bands = findBands(
          values.map((each) => Float64Array.of(each)),
          Float64Array.of(0.01),
        )
        const sizes = ckmeans(values, 2).map(({ length }) => length)
        expect(bands.map(({ members }) => members.length).toSorted()).toEqual(sizes.toSorted())
      },
    ),
    { numRuns: 40 },
  )
})
