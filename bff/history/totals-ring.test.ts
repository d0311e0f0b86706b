import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  createTotalsRing,
  MOST_BUSINESS_METRICS,
  MOST_REGIONS,
  SAMPLES_OF_SIX_HOURS,
  type TotalsSample,
} from './totals-ring.ts'

function sample(at: number, spanMs: number = 1_000, rate: number = at): TotalsSample {
  return {
    at,
    spanMs,
    regions: [{ id: 'east', requestsPerSecond: rate, errorShare: 0.5 }],
    business: [{ id: 'starts', value: rate / 2 }],
  }
}

test('holds what a list of the newest would hold', () => {
  const anySteps = fc.array(fc.constantFrom(1, 2, 7, 12, 20), { maxLength: 60 })
  fc.assert(
    fc.property(
      anySteps,
      fc.integer({ min: 1, max: 16 }),
      fc.nat(600),
      fc.nat(600),
      (steps, capacity, from, length) => {
        const ring = createTotalsRing(capacity)
        const kept: TotalsSample[] = []
        let at = 0
        for (const step of steps) {
          at += step
          ring.push(sample(at, step))
          kept.push(sample(at, step))
          if (kept.length > capacity) kept.shift()
          if (step < 20) continue
          ring.forgetFrom(at - 5)
          while ((kept.at(-1)?.at ?? -1) >= at - 5) kept.pop()
        }
        const window = ring.window(from, from + length)
        const expected = kept.filter((each) => each.at > from && each.at - each.spanMs < from + length)
        expect(Array.from(window.at)).toEqual(expected.map((each) => each.at))
        expect(Array.from(window.spanMs)).toEqual(expected.map((each) => each.spanMs))
        const rates = window.regions.map(({ requestsPerSecond }) => Array.from(requestsPerSecond))
        expect(rates).toEqual(steps.length === 0 ? [] : [expected.map((each) => each.at)])
        expect([ring.newestAt, ring.length]).toEqual([kept.at(-1)?.at ?? null, kept.length])
      },
    ),
    { numRuns: 500 },
  )
})

test('a region or metric that is absent from a sample is unknown there, also in a slot written over', () => {
  const ring = createTotalsRing(2)
  ring.push(sample(1))
  ring.push(sample(2))
  ring.push({ at: 3, spanMs: 1, regions: [{ id: 'west', requestsPerSecond: 9, errorShare: 0 }], business: [] })
  const window = ring.window(0, 10)
  expect(Array.from(window.at)).toEqual([2, 3])
  expect(window.regions.map(({ id, requestsPerSecond }) => [id, ...requestsPerSecond])).toEqual([
    ['east', 2, NaN],
    ['west', NaN, 9],
  ])
  expect(window.business.map(({ value }) => Array.from(value))).toEqual([[1, NaN]])
})

test('the stated memory: 12 bytes a sample, 8 a region, 4 a metric', () => {
  const ring = createTotalsRing()
  expect(ring.byteLength).toBe(SAMPLES_OF_SIX_HOURS * 12)
  const ids = (most: number) => Array.from({ length: most + 5 }, (_, index) => `id-${index}`)
  ring.push({
    at: 1,
    spanMs: 1,
    regions: ids(3)
      .slice(0, 3)
      .map((id) => ({ id, requestsPerSecond: 1, errorShare: 0 })),
    business: [{ id: 'starts', value: 1 }],
  })
  expect(ring.byteLength).toBe(SAMPLES_OF_SIX_HOURS * (12 + 3 * 8 + 4))
  expect(ring.byteLength).toBeLessThan(0.87e6)
  ring.push({
    at: 2,
    spanMs: 1,
    regions: ids(MOST_REGIONS).map((id) => ({ id, requestsPerSecond: 1, errorShare: 0 })),
    business: ids(MOST_BUSINESS_METRICS).map((id) => ({ id, value: 1 })),
  })
  expect(ring.byteLength).toBe(SAMPLES_OF_SIX_HOURS * (12 + MOST_REGIONS * 8 + MOST_BUSINESS_METRICS * 4))
  expect(ring.byteLength).toBeLessThan(14.2e6)
})
