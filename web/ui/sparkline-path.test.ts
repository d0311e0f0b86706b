import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { areaPathOf, gapsOf, knownRunsOf, linePathOf, xOf, yOf } from './sparkline-path.ts'

const scale = { width: 100, height: 10, high: 10 }
const values = fc.array(fc.option(fc.double({ min: 0, max: 10, noNaN: true }), { nil: null }), { maxLength: 60 })

describe('a line over time', () => {
  it('runs from left to right, high values up', () => {
    expect(linePathOf([0, 5, 10], scale)).toBe('M0 10L50 5L100 0')
    expect(areaPathOf([0, 5, 10], scale)).toBe('M0 10L50 5L100 0L100 10L0 10Z')
  })

  it('is interrupted where nothing is known', () => {
    expect(linePathOf([1, null, NaN, 2, 3], scale)).toBe('M0 9h0.01M75 8L100 7')
    expect(gapsOf([1, null, NaN, 2, 3])).toEqual([[1, 2]])
  })

  it('never draws an unknown as zero', () => {
    fc.assert(
      fc.property(values, (numbers) => {
        const points = linePathOf(numbers, scale).match(/[ML]/g)?.length ?? 0
        expect(points).toBe(numbers.filter((value) => value !== null).length)
      }),
    )
  })

  it('knows each moment either as known or as a gap', () => {
    fc.assert(
      fc.property(values, (numbers) => {
        const covered = [...knownRunsOf(numbers), ...gapsOf(numbers)]
          .toSorted(([left], [right]) => left - right)
          .flatMap(([first, last]) => Array.from({ length: last - first + 1 }, (_, step) => first + step))
        expect(covered).toEqual(numbers.map((_, index) => index))
      }),
    )
  })

  it('stays within its box', () => {
    expect([yOf(-5, scale), yOf(50, scale), yOf(3, { ...scale, high: 0 })]).toEqual([10, 0, 10])
    expect(xOf(0, 1, scale)).toBe(50)
  })
})
