import { describe, expect, it } from 'vitest'
import { calmSeries } from '#mocks/console-api/answers.ts'
import type { Series } from '#contract/series.ts'
import { formatShare } from '#web/messages/format-numbers.ts'
import { NOW } from './fleet-fixture.ts'
import { linesOf, missingDays, sameMinuteNote } from './chart-lines.ts'

const DAY_MS = 86_400_000
const now = calmSeries(NOW)
const nothing: Series = {
  ...calmSeries(NOW - 7 * DAY_MS),
  requestsPerSecond: now.at.map(() => null),
  errorShare: now.at.map(() => null),
}
const yesterday = { ...calmSeries(NOW - DAY_MS + 4_000), errorShare: now.at.map(() => 0.02) }

describe('the lines of a chart', () => {
  it('are this half hour with its newest second, and other days on the same axis', () => {
    const lines = linesOf({ now, yesterday, lastWeek: nothing }, 'errorShare', 'failing', { at: NOW + 500, value: 0.3 })
    expect(lines.map(({ name, stroke }) => [name, stroke])).toEqual([
      ['this half hour', 'solid'],
      ['yesterday', 'dashed'],
    ])
    const [main, past] = lines
    expect([main?.at.at(-1), main?.values.at(-1)]).toEqual([NOW + 500, 0.3])
    expect(past?.at[0]).toBe(yesterday.at[0] === undefined ? NaN : yesterday.at[0] + DAY_MS)
  })

  it('end with what is recorded where the newest second is unknown or older', () => {
    for (const newest of [null, { at: NOW + 500, value: NaN }, { at: NOW - 60_000, value: 1 }]) {
      const [main] = linesOf({ now, yesterday: undefined, lastWeek: undefined }, 'errorShare', 'failing', newest)
      expect(main?.at).toEqual(now.at)
    }
  })

  it('say the same minute of the farthest day that knows it', () => {
    const lines = linesOf({ now, yesterday, lastWeek: calmSeries(NOW - 7 * DAY_MS) }, 'errorShare', 'failing', null)
    const span = { from: now.from, to: now.to }
    expect(sameMinuteNote(lines, span, formatShare)).toBe('last week 0.1 %')
    expect(sameMinuteNote(lines.slice(0, 2), span, formatShare)).toBe('yesterday 2.0 %')
    expect(sameMinuteNote(lines.slice(0, 1), span, formatShare)).toBe('')
  })

  it('say plainly of which days nothing is recorded; not before that is known', () => {
    expect(missingDays({ yesterday, lastWeek: nothing })).toEqual(['last week'])
    expect(missingDays({ yesterday: undefined, lastWeek: undefined })).toEqual([])
  })
})
