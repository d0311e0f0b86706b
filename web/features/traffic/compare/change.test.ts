import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { CHANGES } from '#web/engine/engine-graph.ts'
import { UNKNOWN_FACTS, type Facts } from '#web/fleet/fleet.ts'
import type { Measure } from '../traffic-search.ts'
import { amountOf, changeBetween, levelOf, weightOf, type Change } from './change.ts'
import { changeText } from './change-words.ts'

function facts(measures: Partial<Facts>): Facts {
  return {
    requestsPerSecond: 10_000,
    errorShare: 0.001,
    degradedShare: 0,
    p99LatencyMs: 40,
    health: 'healthy',
    freshness: 'live',
    ageMs: 1_000,
    ...measures,
  }
}

function between(before: Partial<Facts>, now: Partial<Facts>): Change {
  return changeBetween({ there: true, facts: facts(now) }, { there: true, facts: facts(before) })
}

const MEASURES: readonly Measure[] = ['volume', 'errors', 'latency']

describe('a change', () => {
  it.each<[Measure, Partial<Facts>, Partial<Facts>, string, number]>([
    ['volume', { requestsPerSecond: 424_000 }, { requestsPerSecond: 118_000 }, '−72 %', -1],
    ['volume', { requestsPerSecond: 300_000 }, { requestsPerSecond: 390_000 }, '+30 %', 2 / 3],
    ['volume', { requestsPerSecond: 10_000 }, { requestsPerSecond: 10_600 }, '+6.0 %', 1 / 3],
    ['volume', { requestsPerSecond: 10_000 }, { requestsPerSecond: 10_200 }, '+2.0 %', 0],
    ['volume', { requestsPerSecond: 10_000 }, { requestsPerSecond: 40_000 }, '×4', 1],
    ['volume', { requestsPerSecond: 80_000 }, { requestsPerSecond: 15 }, '−99.9 %', -1],
    ['volume', { requestsPerSecond: 80_000 }, { requestsPerSecond: 0 }, '−100 %', -1],
    ['volume', { requestsPerSecond: 0 }, { requestsPerSecond: 500 }, 'from zero', 1],
    ['volume', { requestsPerSecond: 0 }, { requestsPerSecond: 0 }, '±0', 0],
    ['errors', { errorShare: 0.001 }, { errorShare: 0.022 }, '+2.1 pt', 2 / 3],
    ['errors', { errorShare: 0.4 }, { errorShare: 0.002 }, '−40 pt', -1],
    ['latency', { p99LatencyMs: 40 }, { p99LatencyMs: 80 }, '+100 %', 1],
    ['latency', { p99LatencyMs: 80 }, { p99LatencyMs: 40 }, '−50 %', -1],
  ])('of %s from %o to %o is %s', (measure, before, now, text, level) => {
    const change = between(before, now)
    expect(changeText(change, measure)).toBe(text)
    expect(levelOf(change, measure)).toBeCloseTo(level, 5)
  })

  it('with a side that is not known is not known, and never nothing', () => {
    const known: Partial<Facts> = {}
    const unknown = { requestsPerSecond: NaN, errorShare: NaN, p99LatencyMs: NaN }
    for (const measure of MEASURES) {
      for (const change of [between(known, unknown), between(unknown, known), between(unknown, unknown)]) {
        expect(amountOf(change, measure)).toBeNaN()
        expect(levelOf(change, measure)).toBeNaN()
        expect(changeText(change, measure)).toBe('–')
      }
    }
  })

  it('of a sum that lacks a part is not known, nor is one of what is too old to be believed', () => {
    const whole = { there: true, facts: facts({}) }
    const parts = [
      { ...whole, isPartial: true },
      { there: true, facts: facts({ freshness: 'unknown' }) },
    ]
    for (const part of parts) {
      expect(levelOf(changeBetween(whole, part), 'volume')).toBeNaN()
      expect(levelOf(changeBetween(part, whole), 'errors')).toBeNaN()
    }
  })

  it('of what was not there is that it is new, and of what is not there that it is gone', () => {
    const there = { there: true, facts: facts({}) }
    const absent = { there: false, facts: UNKNOWN_FACTS }
    const appeared = changeBetween(there, absent)
    const vanished = changeBetween(absent, there)
    expect([levelOf(appeared, 'errors'), changeText(appeared, 'errors')]).toEqual([CHANGES.appeared, 'new'])
    expect([levelOf(vanished, 'latency'), changeText(vanished, 'latency')]).toEqual([CHANGES.vanished, 'gone'])
  })

  it('that small numbers make by chance is none', () => {
    expect(levelOf(between({ requestsPerSecond: 2 }, { requestsPerSecond: 3 }), 'volume')).toBe(0)
    expect(levelOf(between({ requestsPerSecond: 20_000 }, { requestsPerSecond: 30_000 }), 'volume')).toBe(1)
    const few = { requestsPerSecond: 1 }
    expect(levelOf(between({ ...few, errorShare: 0 }, { ...few, errorShare: 0.1 }), 'errors')).toBe(0)
    expect(levelOf(between({ errorShare: 0 }, { errorShare: 0.1 }), 'errors')).toBe(1)
  })

  it('has the opposite direction the other way round', () => {
    const rate = fc.double({ min: 0.1, max: 1e6, noNaN: true })
    const share = fc.double({ min: 0, max: 1, noNaN: true })
    const side = fc.record({ requestsPerSecond: rate, errorShare: share, p99LatencyMs: rate })
    fc.assert(
      fc.property(side, side, fc.constantFrom(...MEASURES), (one, other, measure) => {
        const there = levelOf(between(one, other), measure)
        const back = levelOf(between(other, one), measure)
        expect(Math.sign(there) * Math.sign(back)).toBeLessThanOrEqual(0)
        expect(Math.abs(there)).toBeLessThanOrEqual(1)
      }),
    )
  })

  it('matters more, the larger it is and what it is of', () => {
    const weight = (before: number, now: number): number =>
      weightOf(between({ requestsPerSecond: before }, { requestsPerSecond: now }), 'volume')
    expect(weight(100_000, 20_000)).toBeGreaterThan(weight(100_000, 60_000))
    expect(weight(100_000, 20_000)).toBeGreaterThan(weight(100, 20))
    expect(weight(100, 101)).toBe(0)
    expect(weight(NaN, 100)).toBeLessThan(0)
  })
})
