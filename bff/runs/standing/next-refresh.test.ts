import fc from 'fast-check'
import { expect, test } from 'vitest'
import { nextRefreshAt } from './next-refresh.ts'

const at = (text: string) => Date.parse(`2026-11-${text}Z`)

test.each([
  ['22T14:00:00', '03:00', 0, '23T03:00:00'],
  ['23T02:59:59', '03:00', 0, '23T03:00:00'],
  // It has just been: the next is a day later.
  ['23T03:00:00', '03:00', 0, '24T03:00:00'],
  ['22T14:00:00', '23:30', 0.5, '22T23:40:00'],
])('from %s to %s with chance %s: %s', (now, refreshAt, random, then) => {
  expect(nextRefreshAt({ now: at(now), refreshAt, jitterMs: 20 * 60_000, random })).toBe(at(then))
})

test('always later than now, and at most a day and the jitter away', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 4_000_000_000_000 }),
      fc.integer({ min: 0, max: 23 }),
      fc.integer({ min: 0, max: 59 }),
      fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
      (now, hour, minute, random) => {
        const refreshAt = `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`
        const then = nextRefreshAt({ now, refreshAt, jitterMs: 60_000, random })
        expect(then).toBeGreaterThan(now)
        expect(then - now).toBeLessThanOrEqual(86_400_000 + 60_000)
      },
    ),
  )
})
