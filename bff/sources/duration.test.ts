import { describe, expect, test } from 'vitest'
import { Duration, parseDuration, printDuration } from './duration.ts'

describe('a duration', () => {
  test.each([
    ['15s', 15_000],
    ['500ms', 500],
    ['1m30s', 90_000],
    ['2h', 7_200_000],
    ['1d', 86_400_000],
  ])('%s is %d ms', (text, durationMs) => {
    expect(parseDuration(text)).toBe(durationMs)
    expect(Duration.parse(text)).toBe(durationMs)
    expect(parseDuration(printDuration(durationMs))).toBe(durationMs)
  })

  test('a number is milliseconds', () => expect(Duration.parse(1_000)).toBe(1_000))

  test.each(['', '15', '15 s', 's', '-1s', '0s', 'soon', 0, -5, 1.5, NaN, null, {}])('%j is none', (value) => {
    expect(Duration.safeParse(value).success).toBe(false)
  })

  test('is printed in the largest unit that divides it', () => {
    expect([90_000, 60_000, 1_500, 10_000].map(printDuration)).toEqual(['90s', '1m', '1500ms', '10s'])
  })
})
