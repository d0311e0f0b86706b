import { describe, expect, it } from 'vitest'
import { unknownStretches, valueAt, type ChartLine } from './chart-line.ts'
import { rowsOf, summaryOf } from './chart-summary.ts'

const span = { from: 0, to: 100_000 }
/** Points each ten seconds, from the fifth on. */
function line(values: (number | null)[], name = 'now'): ChartLine {
  return { name, at: values.map((_, index) => 5_000 + index * 10_000), values, tone: 'flow', stroke: 'solid' }
}
const whole = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]

describe('what is unknown of a line', () => {
  it.each([
    ['nothing', whole, []],
    ['all', whole.map(() => null), [{ from: 0, to: 1 }]],
    ['a hole', [1, 2, null, null, null, 6, 7, 8, 9, 10], [{ from: 0.2, to: 0.5 }]],
    ['the beginning', [null, null, null, 4, 5, 6, 7, 8, 9, 10], [{ from: 0, to: 0.3 }]],
    ['the end', [1, 2, 3, 4, 5, 6, null, null, null, null], [{ from: 0.6, to: 1 }]],
    [
      'two holes',
      [1, null, null, 4, 5, null, null, 8, 9, 10],
      [
        { from: 0.1, to: 0.3 },
        { from: 0.5, to: 0.7 },
      ],
    ],
    // The last points of a live chart are not yet recorded.
    ['one missing point at the end', [1, 2, 3, 4, 5, 6, 7, 8, 9, null], []],
  ])('%s', (_, values, expected) => {
    expect(unknownStretches(line(values), span)).toEqual(expected)
  })
})

describe('the value at a moment', () => {
  it('is the nearest within a step', () => {
    expect(valueAt(line(whole), 14_000)).toBe(2)
    expect(valueAt(line(whole), 500_000)).toBeNull()
    expect(valueAt(line([1, null, 3]), 15_000)).toBeNull()
    expect(valueAt(line([]), 15_000)).toBeNull()
  })
})

describe('a chart in words', () => {
  it('tells the end, the extremes with their times, and what is unknown', () => {
    const text = summaryOf('Failed', [line([1, 9, null, null, 2, 6, 7, 8, 5, 3]), line([], 'yesterday')], span, String)
    expect(text).toBe(
      'Failed from 00:00 to 00:01 UTC. now: 3 at the end, lowest 1 at 00:00, highest 9 at 00:00. One stretch is unknown. yesterday: nothing is recorded.',
    )
  })

  it('is also a table of moments', () => {
    const rows = rowsOf([line(whole), line(whole.map(() => null))], span, (value) => `${value} ms`)
    expect(rows).toHaveLength(10)
    expect(rows.at(-1)).toEqual({ at: 100_000, values: ['10 ms', 'unknown'] })
  })
})
