import { expect, test } from 'vitest'
import { createQuantile } from './quantile.ts'

function quantileOf(counts: readonly number[], q: number): number | undefined {
  const quantile = createQuantile([10, 20, 40])
  quantile.add(Float64Array.from(counts), 0)
  return quantile.read(q)
}

test.each([
  ['in the first bucket, from zero', [10, 0, 0, 0], 0.5, 5],
  ['within a bucket, on a straight line', [10, 10, 0, 0], 0.75, 15],
  ['at a bound', [10, 10, 0, 0], 0.5, 10],
  ['beyond the last bound, that bound', [1, 0, 0, 99], 0.99, 40],
  ['over an empty bucket', [10, 0, 10, 0], 0.75, 30],
])('%s', (_what, counts, q, expected) => expect(quantileOf(counts, q)).toBeCloseTo(expected))

test('without observations there is no number, and without series no row', () => {
  expect(quantileOf([0, 0, 0, 0], 0.5)).toBeNaN()
  expect(createQuantile([10]).read(0.5)).toBeUndefined()
})

test('buckets of several series add up', () => {
  const quantile = createQuantile([10, 20])
  quantile.add(Float64Array.from([9, 9, 9, 10, 0, 0]), 3)
  quantile.add(Float64Array.from([0, 10, 0]), 0)
  expect(quantile.read(0.75)).toBeCloseTo(15)
  quantile.clear()
  expect(quantile.read(0.75)).toBeUndefined()
})
