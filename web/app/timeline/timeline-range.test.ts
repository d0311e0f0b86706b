import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseMoment } from './parse-moment.ts'
import { rangeForKey } from './range-keys.ts'
import {
  DEFAULT_RANGE,
  neighbourOf,
  PRESETS,
  PRESET_NAMES,
  rangeBetween,
  rangeOfText,
  rangeTextOf,
  spanOf,
} from './timeline-range.ts'

const NOW = Date.UTC(2026, 10, 22, 14, 3, 27)

describe('the stretch of the timeline', () => {
  it('always holds the moment shown, and is as long as was asked for', () => {
    const at = fc.integer({ min: NOW - 10 * 86_400_000, max: NOW })
    fc.assert(
      fc.property(fc.constantFrom(...PRESET_NAMES), at, (name, moment) => {
        const { from, to } = spanOf({ kind: 'last', name }, NOW, moment)
        expect(from <= moment && moment <= to).toBe(true)
        expect(Math.abs(to - from - PRESETS[name])).toBeLessThan(2)
      }),
    )
  })

  it('stays the same for some time, so that the same is asked for', () => {
    const range = { kind: 'last', name: 'quarter' } as const
    expect(spanOf(range, NOW, null)).toEqual(spanOf(range, NOW + 2_000, null))
    const at = NOW - 9 * 3_600_000
    expect(spanOf(range, NOW, at)).toEqual(spanOf(range, NOW, at + 1_000))
  })

  it('is drawn in either direction, and not too short', () => {
    expect(rangeBetween(NOW, NOW - 600_000)).toEqual({ kind: 'span', from: NOW - 600_000, to: NOW })
    expect(rangeBetween(NOW, NOW + 30_000)).toBeNull()
  })
})

describe('the neighbouring change', () => {
  it('is never the one that is shown already', () => {
    const moments = [NOW - 60_000, NOW, NOW + 60_000]
    expect(neighbourOf(moments, NOW, 'before')).toBe(NOW - 60_000)
    expect(neighbourOf(moments, NOW + 500, 'after')).toBe(NOW + 60_000)
    expect(neighbourOf(moments, NOW - 60_000, 'before')).toBeNull()
    expect(neighbourOf([], NOW, 'after')).toBeNull()
  })
})

describe('a typed time', () => {
  it.each([
    ['14:02:11', Date.UTC(2026, 10, 22, 14, 2, 11)],
    ['14:02', Date.UTC(2026, 10, 22, 14, 2)],
    ['9:05 utc', Date.UTC(2026, 10, 22, 9, 5)],
    ['23:59', Date.UTC(2026, 10, 21, 23, 59)],
    ['2026-11-20 14:02:11', Date.UTC(2026, 10, 20, 14, 2, 11)],
    [' 2026-11-20T14:02:11Z ', Date.UTC(2026, 10, 20, 14, 2, 11)],
  ])('%s is read', (text, at) => expect(parseMoment(text, NOW)).toBe(at))

  it.each(['', 'now', '25:00', '14:60', '14:02:75', '2026-02-31 10:00', '2026-13-01 10:00', '14.02'])(
    '%j is none',
    (text) => expect(parseMoment(text, NOW)).toBeNull(),
  )

  it('comes back as what it was written from', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: NOW / 1_000 }), (second) => {
        const text = new Date(second * 1_000).toISOString().replace('.000', '')
        expect(parseMoment(text, NOW)).toBe(second * 1_000)
      }),
    )
  })
})

describe('the stretch in an address', () => {
  it('comes back as what it was, whichever it is', () => {
    const second = fc.integer({ min: 0, max: NOW / 1_000 })
    const drawn = fc.tuple(second, second).map(([one, other]) => rangeBetween(one * 1_000, other * 1_000))
    fc.assert(
      fc.property(drawn, (range) => {
        if (range !== null) expect(rangeOfText(rangeTextOf(range))).toEqual(range)
      }),
    )
    for (const name of PRESET_NAMES) {
      expect(rangeOfText(rangeTextOf({ kind: 'last', name }))).toEqual({ kind: 'last', name })
    }
    expect(rangeTextOf(DEFAULT_RANGE)).toBeUndefined()
  })

  it.each(['', 'yesterday', '3h', '2026-11-22T14:00:00Z', '2026-11-22T14:00:00Z,2026-11-22T14:00:10Z', ',,'])(
    '%j shows the last two hours',
    (text) => expect(rangeOfText(text)).toEqual(DEFAULT_RANGE),
  )
})

describe('a key on the strip', () => {
  const stretch = { from: NOW - 7_200_000, to: NOW, at: NOW - 3_600_000, isZoomed: false }
  it.each([
    ['+', NOW - 5_400_000, NOW - 1_800_000],
    ['[', NOW - 3_600_000, NOW],
    [']', NOW - 7_200_000, NOW - 3_600_000],
  ])('%s zooms into the stretch', (key, from, to) => {
    expect(rangeForKey(key, stretch)).toEqual({ kind: 'span', from, to })
  })

  it('zooms out and back only where it is zoomed, and never into nothing', () => {
    expect(rangeForKey('-', stretch)).toBeNull()
    expect(rangeForKey('0', stretch)).toBeNull()
    const zoomed = { from: NOW - 600_000, to: NOW, at: NOW - 300_000, isZoomed: true }
    expect(rangeForKey('-', zoomed)).toEqual({ kind: 'span', from: NOW - 900_000, to: NOW + 300_000 })
    expect(rangeForKey('0', zoomed)).toEqual(DEFAULT_RANGE)
    expect(rangeForKey('+', { ...zoomed, from: NOW - 60_000, at: NOW })).toBeNull()
    expect(rangeForKey('ArrowLeft', zoomed)).toBeNull()
  })
})
