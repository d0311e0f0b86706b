import { describe, expect, test } from 'vitest'
import { freshnessOf, staleAfterMs, worstFreshness } from './freshness.ts'

const NOW = 1_795_000_000_000

describe('freshnessOf', () => {
  test.each([
    // period 15 s: late beyond 30 s, stale beyond 45 s, unknown beyond 300 s
    [15_000, 15_000, 'live'],
    [15_000, 30_000, 'live'],
    [15_000, 30_001, 'late'],
    [15_000, 45_000, 'late'],
    [15_000, 45_001, 'stale'],
    [15_000, 300_000, 'stale'],
    [15_000, 300_001, 'unknown'],
    // period 60 s: twenty periods are longer than the floor
    [60_000, 1_200_000, 'stale'],
    [60_000, 1_200_001, 'unknown'],
    // period 1 s: the floors of 5 s, 10 s and 5 min
    [1_000, 3_200, 'live'],
    [1_000, 5_001, 'late'],
    [1_000, 10_000, 'late'],
    [1_000, 10_001, 'stale'],
    [1_000, 300_000, 'stale'],
    [1_000, 300_001, 'unknown'],
    // a sample from the future (skew) is not old
    [1_000, -5_000, 'live'],
  ])('of a source of period %i ms, %i ms old: %s', (periodMs, ageMs, expected) => {
    expect(freshnessOf({ observedAt: NOW - ageMs, periodMs, now: NOW })).toBe(expected)
  })

  test('never seen is unknown', () => {
    expect(freshnessOf({ observedAt: null, periodMs: 1_000, now: NOW })).toBe('unknown')
    expect(freshnessOf({ observedAt: NaN, periodMs: 1_000, now: NOW })).toBe('unknown')
  })

  test('staleAfterMs is where late ends', () => {
    for (const periodMs of [500, 1_000, 15_000, 60_000]) {
      const edge = staleAfterMs(periodMs)
      expect(freshnessOf({ observedAt: NOW - edge - 1, periodMs, now: NOW })).toBe('stale')
      expect(freshnessOf({ observedAt: NOW - edge, periodMs, now: NOW })).not.toBe('stale')
    }
  })
})

test('the worst of several is the least believable; of none it is unknown', () => {
  expect(worstFreshness(['live', 'late'])).toBe('late')
  expect(worstFreshness(['stale', 'live', 'unknown'])).toBe('unknown')
  expect(worstFreshness([])).toBe('unknown')
})
