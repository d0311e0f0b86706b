import fc from 'fast-check'
import { expect, test } from 'vitest'
import { dealBuckets } from './deal-buckets.ts'

const NAMES = ['use1', 'usw2', 'euw1', 'aps1']

function countsOf(weights: readonly number[], buckets: number): number[] | string {
  const dealt = dealBuckets(
    weights.map((weight, index) => ({ name: NAMES[index] ?? '', weight })),
    buckets,
  )
  if (dealt.kind === 'impossible') return dealt.why
  return weights.map((_, index) => dealt.buckets.filter((name) => name === NAMES[index]).length)
}

test.each([
  [[25, 100, 100], 20, [2, 9, 9]],
  [[0, 53, 47], 20, [0, 11, 9]],
  [[1, 500, 500], 20, [1, 10, 9]],
  [[1, 0, 0], 1, [1, 0, 0]],
])('%j over %i buckets is %j', (weights, buckets, counts) => {
  expect(countsOf(weights, buckets)).toEqual(counts)
})

test('nobody, or more than there are buckets, cannot be dealt to', () => {
  expect(countsOf([0, 0, 0], 20)).toMatch(/every weight/)
  expect(countsOf([1, 1, 1], 2)).toMatch(/2 buckets/)
})

test('all buckets are dealt, zero gets none, and whoever has a weight gets one', () => {
  const weights = fc.array(fc.integer({ min: 0, max: 256 }), { minLength: 1, maxLength: 4 })
  fc.assert(
    fc.property(weights, fc.integer({ min: 4, max: 256 }), (each, buckets) => {
      fc.pre(each.some((weight) => weight > 0))
      const counts = countsOf(each, buckets)
      if (typeof counts === 'string') throw new Error(counts)
      expect(counts.reduce((sum, count) => sum + count, 0)).toBe(buckets)
      each.forEach((weight, index) => expect((counts[index] ?? 0) > 0).toBe(weight > 0))
    }),
  )
})
