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
  const anySteps = fc.array(fc.integer({ min: 1, max: 20 }), { maxLength: 60 })
  fc.assert(
    fc.property(
      anySteps,
      fc.integer({ min: 1, max: 16 }),
      fc.nat(600),
      fc.nat(600),
      (steps, capacity, from, length) => {
        const ring = createTotalsRing(capacity)
        const all: TotalsSample[] = []
        let at = 0
        for (const step of steps) {
          at += step
          const next = sample(at, step)
          ring.push(next)
          all.push(next)
          if (step === 20) {
            ring.forgetFrom(at - 5)
            while ((all.at(-1)?.at ?? -1) >= at - 5) all.pop()
            while (all.length > capacity) all.shift()
          }
        }
        const kept = all.slice(-capacity)
        const window = ring.window(from, from + length)
        const expected = kept.filter((each) => each.at > from && each.at - each.spanMs < from + length)
        // What was forgotten at the end has already pushed out the oldest: the ring may hold less, never other.
        const held = Array.from(window.at)
        expect(expected.map((each) => each.at).slice(expected.length - held.length)).toEqual(held)
        expect(ring.newestAt).toBe(kept.at(-1)?.at ?? null)
        if (!steps.includes(20)) expect(held).toHaveLength(expected.length)
        const rates = Array.from(window.regions[0]?.requestsPerSecond ?? [])
        expect(rates).toEqual(steps.length === 0 ? [] : held)
      },
    ),
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
