import { describe, expect, it } from 'vitest'
import {
  formatAge,
  formatCount,
  formatLatency,
  formatRequestsPerSecond,
  formatShare,
  formatWholeShare,
  spoken,
} from './format-numbers.ts'

describe('numbers in words', () => {
  it.each([
    [424_000, '424 k'],
    [1_020_000, '1.02 M'],
    [18_400, '18.4 k'],
    [2_100, '2.1 k'],
    [999, '999'],
    [999.7, '1 k'],
    [999_800, '1 M'],
    [12, '12'],
    [4.25, '4.25'],
    [0.034, '0.03'],
    [0, '0'],
    [2.5e9, '2.5 G'],
    [NaN, '–'],
  ])('%d requests/s is %s', (value, text) => expect(formatRequestsPerSecond(value)).toBe(text))

  it.each([
    [0.155, '15.5 %'],
    [0.002, '0.2 %'],
    [0.0004, '<0.1 %'],
    [0, '0 %'],
    [1, '100 %'],
    [0.9996, '100 %'],
    [NaN, '–'],
  ])('a share of %d is %s', (value, text) => expect(formatShare(value)).toBe(text))

  it.each([
    [0.41, '41 %'],
    [0.001, '<1 %'],
    [0, '0 %'],
    [1.2, '120 %'],
    [NaN, '–'],
  ])('a whole share of %d is %s', (value, text) => expect(formatWholeShare(value)).toBe(text))

  it.each([
    [2_900, '2.9 s'],
    [11, '11 ms'],
    [0.42, '0.4 ms'],
    [999.6, '1 s'],
    [150, '150 ms'],
    [NaN, '–'],
  ])('a latency of %d ms is %s', (value, text) => expect(formatLatency(value)).toBe(text))

  it('counts are written whole, ages with their units, and unknowns are spoken', () => {
    expect(formatCount(18_240)).toBe('18,240')
    expect(formatCount(NaN)).toBe('–')
    expect(formatAge(1_200)).toBe('1 s')
    expect(formatAge(NaN)).toBe('–')
    expect(spoken('–')).toBe('unknown')
    expect(spoken('2.9 s')).toBe('2.9 s')
  })
})
