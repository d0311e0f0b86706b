import fc from 'fast-check'
import { interquartileRange, linearRegression, mean, median, sampleCorrelation } from 'simple-statistics'
import { expect, test } from 'vitest'
import { explainedShare, sharedMovement } from './explained-share.ts'
import { knownAscending, meanKnown, ordinaryOf, quantileOf } from './robust.ts'

const values = fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 40 })

test('median and mean of the known values are those of an independent library', () => {
  fc.assert(
    fc.property(values, fc.array(fc.nat(39), { maxLength: 5 }), (known, gaps) => {
      const holed = gaps.reduce<number[]>((all, at) => all.toSpliced(at, 0, NaN), known)
      expect(quantileOf(knownAscending(holed), 0.5)).toBeCloseTo(median(known), 6)
      expect(meanKnown(holed)).toBeCloseTo(mean(known), 6)
      expect(ordinaryOf(holed, 0).rows).toBe(known.length)
    }),
  )
})

test('the width of a normal sample is its standard deviation, by the quartiles of an independent library', () => {
  const sample = Array.from({ length: 2_001 }, (_, at) => Math.sin(at * 12.9898) * 1e4).map(
    (each) => each - Math.floor(each),
  )
  const { width } = ordinaryOf(sample, 0)
  expect(width * 1.349).toBeCloseTo(interquartileRange(sample), 2)
})

test('where more than half of the rows are equal, the others still give a width', () => {
  const { median: middle, width } = ordinaryOf([0, 0, 0, 0, 0, 0, 4, 0], 0)
  expect(middle).toBe(0)
  expect(width).toBeCloseTo(0.5 / 0.7979, 6)
  expect(ordinaryOf([7, 7, 7], 0.07).width).toBe(0.07)
  expect(ordinaryOf([NaN], 0).median).toBeNaN()
})

function amount(rows: readonly number[], width = 0) {
  return { rows: Float64Array.from(rows), width, before: 0, worst: 0, deviation: 0 }
}

const rows = fc.array(fc.tuple(fc.integer({ min: -100, max: 100 }), fc.integer({ min: -100, max: 100 })), {
  minLength: 3,
  maxLength: 12,
})

test('the explained share is the slope of the regression line through the rows and the ordinary', () => {
  fc.assert(
    fc.property(rows, (pairs) => {
      const withOrdinary = [...pairs, [0, 0]]
      fc.pre(new Set(withOrdinary.map(([one]) => one)).size > 1)
      const { m } = linearRegression(withOrdinary)
      const one = amount(pairs.map(([each]) => each))
      const other = amount(pairs.map(([, each]) => each))
      expect(explainedShare(one, other)).toBeCloseTo(Math.min(1, Math.max(0, m)), 9)
    }),
  )
})

test('shared movement is the squared correlation where it is positive', () => {
  fc.assert(
    fc.property(rows, (pairs) => {
      const ones = [...pairs.map(([one]) => one), 0]
      const others = [...pairs.map(([, other]) => other), 0]
      fc.pre(new Set(ones).size > 1 && new Set(others).size > 1)
      const correlation = sampleCorrelation(ones, others)
      const shared = sharedMovement(amount(ones.slice(0, -1)), amount(others.slice(0, -1)))
      expect(shared).toBeCloseTo(correlation > 0 ? correlation ** 2 : 0, 9)
    }),
  )
})

test('rows unknown on either side are left out, and noise alone explains nothing', () => {
  const one = amount([0, NaN, 10, 10, 10])
  expect(explainedShare(one, amount([0, 99, 5, 5, NaN]))).toBeCloseTo(0.5, 9)
  expect(explainedShare(one, amount([0, 0, 5, 5, 5], 20))).toBe(0)
  expect(explainedShare(amount([0, 0, 0, 0, 0, 0, 9, 9, 9]), amount([9, 9, 9, 9, 9, 9, 9, 9, 9]))).toBeLessThan(0.2)
})
