import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Change } from '#contract/change.ts'
import { axisMomentsOf, placeChanges } from './place-changes.ts'

const WIDTH = 1_000
const changeAt = (startedAt: number, title = 'api v88 deployed'): Change => ({
  id: '01JD7000000000000000000000',
  kind: 'deploy',
  title,
  startedAt,
  regions: [],
  services: [],
  origin: 'api',
  recordedAt: startedAt,
  recordedBy: 'test',
})
const place = (changes: Change[]) => placeChanges({ changes, from: 0, to: WIDTH, width: WIDTH })

describe('changes on the strip', () => {
  it('stand where they began, in order, those outside left out', () => {
    expect(place([changeAt(700), changeAt(-1), changeAt(100), changeAt(1_001)]).map(({ x }) => x)).toEqual([100, 700])
  })

  it('turn their words around at the right end', () => {
    expect(place([changeAt(100), changeAt(990)]).map(({ label }) => label?.side)).toEqual(['right', 'left'])
  })

  it('never let words lie over a mark or other words', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: WIDTH }), { maxLength: 20 }),
        fc.string({ maxLength: 40 }),
        (at, title) => {
          const marks = place(at.map((moment) => changeAt(moment, title)))
          const spans = marks.flatMap(({ x, label }) => {
            if (label === null) return []
            return [label.side === 'right' ? [x, x + label.width] : [x - label.width, x]]
          })
          spans.forEach(([start = 0, end = 0], index) => {
            expect(start).toBeGreaterThanOrEqual(0)
            expect(end).toBeLessThanOrEqual(WIDTH)
            expect(start).toBeGreaterThanOrEqual(spans[index - 1]?.[1] ?? 0)
            expect(marks.filter(({ x }) => x > start && x < end)).toEqual([])
          })
        },
      ),
    )
  })
})

describe('the axis', () => {
  it('has round moments that do not touch', () => {
    const hour = 3_600_000
    const from = Date.UTC(2026, 10, 22, 12, 3)
    expect(
      axisMomentsOf(from, from + 2 * hour, 1_200).map((moment) => new Date(moment).toISOString().slice(11, 16)),
    ).toEqual(['12:30', '13:00', '13:30', '14:00'])
    expect(axisMomentsOf(from, from + 2 * hour, 0)).toEqual([])
  })
})
