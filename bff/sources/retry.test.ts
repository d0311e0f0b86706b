import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { FAILURES_UNTIL_OPEN, LONGEST_OPEN_MS, LONGEST_RETRY_MS, planRetry } from './retry.ts'

const middle = () => 0.5

describe('waiting after a failure', () => {
  test('doubles, then the circuit opens and attempts become rare', () => {
    const plans = Array.from({ length: 10 }, (_, index) => planRetry({ failuresInARow: index + 1, random: middle }))
    expect(plans.map(({ waitMs }) => waitMs)).toEqual([
      1_000, 2_000, 4_000, 8_000, 10_000, 15_000, 22_500, 30_000, 30_000, 30_000,
    ])
    expect(plans.map(({ state }) => state).indexOf('open-circuit')).toBe(FAILURES_UNTIL_OPEN - 1)
  })

  test('is spread by a quarter to both sides, so that many readers do not return in step', () => {
    expect(planRetry({ failuresInARow: 1, random: () => 0 }).waitMs).toBe(750)
    expect(planRetry({ failuresInARow: 1, random: () => 1 }).waitMs).toBe(1_250)
  })

  test('is at least what the server asked for', () => {
    expect(planRetry({ failuresInARow: 1, retryAfterMs: 7_000, random: middle }).waitMs).toBe(7_000)
    expect(planRetry({ failuresInARow: 4, retryAfterMs: 10, random: middle }).waitMs).toBe(8_000)
  })

  test('never ends and never grows beyond its limits', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 10_000 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (failuresInARow, chance) => {
          const { waitMs, state } = planRetry({ failuresInARow, random: () => chance })
          const longest = state === 'open-circuit' ? LONGEST_OPEN_MS : LONGEST_RETRY_MS
          expect(waitMs).toBeGreaterThanOrEqual(750)
          expect(waitMs).toBeLessThanOrEqual(longest * 1.25)
        },
      ),
    )
  })
})
