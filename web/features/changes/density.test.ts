import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ChangeKind } from '#contract/change.ts'
import { changeOf, NOON } from './change-fixture.ts'
import { densityOf } from './density.ts'

const HOUR_MS = 3_600_000

describe('the picture of when', () => {
  it('counts every change that began in the time shown once, in the stretch it began in', () => {
    const someKind = fc.constantFrom(...ChangeKind.options)
    const some = fc.array(fc.tuple(fc.integer({ min: -HOUR_MS, max: 48 * HOUR_MS }), someKind), { maxLength: 60 })
    fc.assert(
      fc.property(some, fc.integer({ min: 10_000, max: 720 * HOUR_MS }), (told, length) => {
        const changes = told.map(([after, kind], number) => changeOf(number, { kind, startedAt: NOON + after }))
        const density = densityOf(changes, NOON, NOON + length)
        const within = changes.filter(({ startedAt }) => {
          return startedAt >= NOON && startedAt < density.from + density.buckets * density.stepMs
        })
        expect(density.lanes.reduce((sum, { total }) => sum + total, 0)).toBe(within.length)
        for (const { kind, startedAt } of within) {
          const bucket = Math.floor((startedAt - density.from) / density.stepMs)
          expect(density.lanes.find((lane) => lane.kind === kind)?.counts[bucket]).toBeGreaterThan(0)
        }
      }),
    )
  })

  it.each([10_000, 6 * HOUR_MS, 24 * HOUR_MS, 168 * HOUR_MS, 720 * HOUR_MS, 8_760 * HOUR_MS])(
    'has neither one stretch nor thousands in %i ms, and covers it',
    (length) => {
      const { from, buckets, stepMs } = densityOf([], NOON + 1, NOON + 1 + length)
      expect(buckets).toBeGreaterThan(1)
      expect(buckets).toBeLessThanOrEqual(92)
      expect(from).toBeLessThanOrEqual(NOON + 1)
      expect(from + buckets * stepMs).toBeGreaterThanOrEqual(NOON + 1 + length)
    },
  )

  it('has a line for the kinds there are, in one order', () => {
    const kinds = ['other', 'chaos', 'deploy', 'chaos'] as const
    const changes = kinds.map((kind, number) => changeOf(number, { kind }))
    const { lanes } = densityOf(changes, NOON - HOUR_MS, NOON + HOUR_MS)
    expect(lanes.map(({ kind, total }) => [kind, total])).toEqual([
      ['deploy', 1],
      ['chaos', 2],
      ['other', 1],
    ])
  })
})
