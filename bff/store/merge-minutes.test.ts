import fc from 'fast-check'
import { expect, test } from 'vitest'
import { mergeMinutes, MINUTE_MS, type MinuteCounts } from './merge-minutes.ts'

function counts(good: number, known_ms: number, given: Partial<MinuteCounts> = {}): MinuteCounts {
  return { good, degraded: null, error: 0, expected: null, known_ms, ...given }
}

test.each<[string, MinuteCounts, MinuteCounts, MinuteCounts]>([
  ['two halves make a whole', counts(30, 30_000), counts(40, 30_000), counts(70, 60_000)],
  ['the same minute twice counts once', counts(60, 60_000), counts(60, 60_000), counts(60, 60_000)],
  ['a second whole fills only the unknown half', counts(30, 30_000), counts(60, 60_000), counts(60, 60_000)],
  [
    'what only the second tells is taken over',
    counts(30, 45_000),
    counts(60, 30_000, { degraded: 10, expected: 100 }),
    counts(60, 60_000, { degraded: 5, expected: 100 }),
  ],
])('%s', (_, known, more, expected) => {
  expect(mergeMinutes(known, more)).toEqual(expected)
})

test('a minute never knows more than 60 s, and never holds a rate that neither telling had', () => {
  const anyCounts = fc
    .tuple(fc.double({ min: 0, max: 1e6, noNaN: true }), fc.integer({ min: 1, max: MINUTE_MS }))
    .map(([good, known_ms]) => counts(good, known_ms))
  fc.assert(
    fc.property(anyCounts, anyCounts, (known, more) => {
      const merged = mergeMinutes(known, more)
      expect(merged.known_ms).toBe(Math.min(MINUTE_MS, known.known_ms + more.known_ms))
      const rates = [known, more].map(({ good, known_ms }) => good / known_ms)
      const rate = merged.good / merged.known_ms
      expect(rate).toBeGreaterThanOrEqual(Math.min(...rates) * (1 - 1e-9))
      expect(rate).toBeLessThanOrEqual(Math.max(...rates) * (1 + 1e-9))
    }),
  )
})
