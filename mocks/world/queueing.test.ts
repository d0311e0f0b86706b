import fc from 'fast-check'
import { expect, test } from 'vitest'
import { waitInServiceTimes } from './queueing.ts'

const utilisation = fc.double({ min: 0, max: 3, noNaN: true })

test('waiting never shrinks as use grows, and stays finite', () => {
  fc.assert(
    fc.property(utilisation, utilisation, (a, b) => {
      const [low, high] = [waitInServiceTimes(Math.min(a, b)), waitInServiceTimes(Math.max(a, b))]
      expect(low).toBeLessThanOrEqual(high)
      expect(high).toBeLessThan(10)
    }),
  )
})

test.each([
  [0, 0, 0],
  [0.55, 0.02, 0.06],
  [0.8, 0.25, 0.35],
  [0.95, 1.9, 2.4],
])('at a use of %d the wait lies between %d and %d service times', (use, least, most) => {
  expect(waitInServiceTimes(use)).toBeGreaterThanOrEqual(least)
  expect(waitInServiceTimes(use)).toBeLessThanOrEqual(most)
})
