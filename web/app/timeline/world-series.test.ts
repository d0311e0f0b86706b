import { describe, expect, it } from 'vitest'
import type { Totals } from '#contract/history.ts'
import { nearestMoment, worldSeriesOf } from './world-series.ts'

function totalsOf(regions: Array<[requests: Array<number | null>, errors: Array<number | null>]>): Totals {
  const at = regions[0]?.[0].map((_, index) => 1_000 + index * 10) ?? []
  return {
    from: 1_000,
    to: 2_000,
    stepMs: 10,
    at,
    regions: regions.map(([requestsPerSecond, errorShare], index) => ({
      region: `region-${index}`,
      requestsPerSecond,
      errorShare,
    })),
    business: [],
  }
}

describe('the world’s requests/s', () => {
  it('are the regions’ sum, the errors weighed by volume', () => {
    const series = worldSeriesOf(
      totalsOf([
        [[300], [0.2]],
        [[100], [0]],
      ]),
    )
    expect(series).toMatchObject({ requestsPerSecond: [400], partial: [null], missing: [[]] })
    expect(series.errorShare[0]).toBeCloseTo(0.15)
  })

  it('are a gap where a region is missing, never a fall', () => {
    const series = worldSeriesOf(
      totalsOf([
        [
          [300, null],
          [0, null],
        ],
        [
          [100, 100],
          [0, 0],
        ],
      ]),
    )
    expect(series.requestsPerSecond).toEqual([400, null])
    expect(series.partial).toEqual([null, 100])
    expect(series.missing).toEqual([[], ['region-0']])
    expect(series.errorShare).toEqual([0, null])
  })

  it('are a gap with nothing in it where all is missing', () => {
    expect(worldSeriesOf(totalsOf([[[null], [null]]]))).toMatchObject({ requestsPerSecond: [null], partial: [null] })
  })

  it('say nothing of errors that one region does not tell', () => {
    expect(
      worldSeriesOf(
        totalsOf([
          [[300], [0.2]],
          [[100], [null]],
        ]),
      ).errorShare,
    ).toEqual([null])
    expect(
      worldSeriesOf(
        totalsOf([
          [[300], [0.2]],
          [[0], [null]],
        ]),
      ).errorShare,
    ).toEqual([0.2])
  })
})

describe('the nearest moment', () => {
  it.each([
    [999, 0],
    [1_004, 0],
    [1_006, 1],
    [5_000, 2],
  ])('of %d', (at, index) => {
    expect(nearestMoment([1_000, 1_010, 1_020], at)).toBe(index)
  })

  it('of nothing is none', () => {
    expect(nearestMoment([], 1)).toBe(-1)
  })
})
