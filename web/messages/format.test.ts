import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  ageText,
  localTimeOf,
  periodText,
  secondsUntil,
  utcMinuteText,
  utcMomentText,
  utcTimeText,
  utcWhenText,
} from './format.ts'

const MOMENT = Date.UTC(2026, 10, 22, 14, 3, 27, 900)

describe('time in words', () => {
  it('says UTC to the second, the minute and the day', () => {
    expect(utcTimeText(MOMENT)).toBe('14:03:27')
    expect(utcMinuteText(MOMENT)).toBe('14:03')
    expect(utcMomentText(MOMENT)).toBe('2026-11-22 14:03:27 UTC')
  })

  it('adds the date to what is not of today', () => {
    expect(utcWhenText(MOMENT - 3_600_000, MOMENT)).toBe('13:03:27')
    expect(utcWhenText(MOMENT - 2 * 86_400_000, MOMENT)).toBe('2026-11-20 14:03:27')
  })

  it.each([
    ['America/Los_Angeles', '06:03', false],
    ['Asia/Tokyo', '23:03', false],
    ['UTC', '14:03', true],
    // In winter London's clocks read as UTC's do.
    ['Europe/London', '14:03', true],
  ])('says the time in %s', (zone, time, sameAsUtc) => {
    expect(localTimeOf(MOMENT, zone)).toMatchObject({ time, zoneName: zone, sameAsUtc })
    expect(localTimeOf(MOMENT, zone).zone).not.toBe('')
  })

  it('keeps London apart from UTC in summer', () => {
    expect(localTimeOf(Date.UTC(2026, 6, 1, 12), 'Europe/London')).toMatchObject({ time: '13:00', sameAsUtc: false })
  })
})

describe('ages', () => {
  it.each([
    [0, '0 s'],
    [999, '0 s'],
    [1_000, '1 s'],
    [74_000, '74 s'],
    [99_999, '99 s'],
    [100_000, '1 min 40 s'],
    [380_000, '6 min 20 s'],
    [420_000, '7 min'],
    [660_000, '11 min'],
    [3_600_000, '1 h'],
    [7_500_000, '2 h 5 min'],
    [273_600_000, '3 d 4 h'],
    // A source's clock a little ahead of ours is not a negative age.
    [-2_500, '0 s'],
    [NaN, '—'],
    [Infinity, '—'],
  ])('%d ms is %s', (ageMs, text) => {
    expect(ageText(ageMs)).toBe(text)
  })

  it('never says a negative number', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true }), (ageMs) => {
        expect(ageText(ageMs)).not.toContain('-')
      }),
    )
  })
})

describe('lengths', () => {
  it.each([
    [500, '500 ms'],
    [1_000, '1 s'],
    [15_000, '15 s'],
    [1_500, '1.5 s'],
    [60_000, '1 min'],
    [90_000, '90 s'],
  ])('%d ms is %s', (ms, text) => {
    expect(periodText(ms)).toBe(text)
  })

  it('counts down to 0 and stays there', () => {
    expect([3_001, 3_000, 1, 0, -5_000].map((ahead) => secondsUntil(MOMENT + ahead, MOMENT))).toEqual([4, 3, 1, 0, 0])
  })
})
