import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseMoment } from './parse-moment.ts'
import { neighbourOf, PRESETS, PRESET_NAMES, rangeBetween, spanOf } from './timeline-range.ts'

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
