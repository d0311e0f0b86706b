import { describe, expect, test } from 'vitest'
import { createSeasonalProfile, DAILY, WEEKLY } from './seasonal-profile.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
const byHour = (at: number) => Math.floor(at / HOUR_MS) % 24

function daysOf(days: number, valueAt: (at: number) => number) {
  const profile = createSeasonalProfile(DAILY)
  for (let at = 0; at < days * DAY_MS; at += 300_000) profile.learn(at, valueAt(at))
  return profile
}

describe('what is usual at this time', () => {
  test('known after two cycles, not after one', () => {
    expect(daysOf(1, byHour).expected(9 * HOUR_MS)).toBeNaN()
    expect(daysOf(2.5, byHour).expected(7 * DAY_MS + 9 * HOUR_MS)).toBe(9)
  })

  test('several samples of one slot count as their mean, once a cycle', () => {
    const profile = createSeasonalProfile({ cycleMs: DAY_MS, slots: 24 })
    for (let at = 0; at < 4 * DAY_MS; at += HOUR_MS / 6) profile.learn(at, byHour(at) + (at % HOUR_MS) / HOUR_MS)
    expect(profile.expected(5 * HOUR_MS)).toBeCloseTo(5 + 2.5 / 6, 5)
    expect(profile.state().cycles[5]).toBe(4)
  })

  test('a changed habit is learnt; unknown samples are not zero', () => {
    const profile = daysOf(10, byHour)
    for (let at = 10 * DAY_MS; at < 30 * DAY_MS; at += 300_000) profile.learn(at, at % 600_000 ? 100 : NaN)
    expect(profile.expected(300_000)).toBeGreaterThan(90)
    expect(profile.expected(0)).toBe(0)
  })

  test('a week knows its Sundays, before the epoch too', () => {
    const profile = createSeasonalProfile(WEEKLY)
    const isSunday = (at: number) => new Date(at).getUTCDay() === 0
    for (let at = -21 * DAY_MS; at < 0; at += HOUR_MS) profile.learn(at, isSunday(at) ? 1 : 5)
    expect(profile.expected(Date.UTC(2026, 10, 22, 14))).toBe(1)
    expect(profile.expected(Date.UTC(2026, 10, 23, 14))).toBe(5)
  })
})

test('kept as JSON and taken back: the same is expected, unknown stays unknown', () => {
  const before = daysOf(3, (at) => (byHour(at) === 12 ? NaN : byHour(at)))
  const after = createSeasonalProfile(DAILY, JSON.parse(JSON.stringify(before.state())))
  for (let at = 0; at < DAY_MS; at += HOUR_MS) expect(after.expected(at)).toEqual(before.expected(at))
  expect(after.expected(12 * HOUR_MS)).toBeNaN()
  expect(() => createSeasonalProfile(WEEKLY, before.state())).toThrow('another cycle')
})
