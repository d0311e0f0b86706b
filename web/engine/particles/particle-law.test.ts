import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { PACES } from '../engine-graph.ts'
import {
  dotsOf,
  legibleDots,
  pacedTrips,
  requestsPerDotFor,
  roundUp,
  totalRequestsPerSecond,
  tripsPerSecond,
} from './particle-law.ts'
import { fillSlots, slotsOf } from './particle-slots.ts'

const rate = fc.double({ min: 1, max: 1e9, noNaN: true })

describe('what one dot stands for', () => {
  it('fits the budget and wastes less than half of it', () => {
    fc.assert(
      fc.property(rate, fc.integer({ min: 100, max: 200_000 }), (total, budget) => {
        const dots = total / requestsPerDotFor(total, budget, 0)
        expect(dots).toBeLessThanOrEqual(budget * 1.000001)
        expect(dots).toBeGreaterThan(budget * 0.6)
      }),
    )
  })

  it('stays the same while it fits, so that the legend does not flicker', () => {
    const perDot = requestsPerDotFor(1_000_000, 4_000, 0)
    expect(requestsPerDotFor(900_000, 4_000, perDot)).toBe(perDot)
    expect(requestsPerDotFor(2_000_000, 4_000, perDot)).toBeGreaterThan(perDot)
    expect(requestsPerDotFor(100_000, 4_000, perDot)).toBeLessThan(perDot)
  })

  it.each([
    [0.7, 0.8],
    [1.2, 1.5],
    [39, 40],
    [41, 50],
    [120, 150],
    [8_100, 10_000],
  ])('is a round number: %d becomes %d', (value, expected) => expect(roundUp(value)).toBe(expected))
})

describe('the dots of an edge', () => {
  it('stand for its volume', () => {
    expect(dotsOf(4_000, PACES.moving, 40)).toBe(100)
    expect(dotsOf(4_020, PACES.still, 40)).toBeCloseTo(100.5)
  })

  it('are at least a faint one where there is traffic, none where there is none or nothing is known', () => {
    expect(dotsOf(0.5, PACES.moving, 40)).toBe(0.34)
    expect(dotsOf(0, PACES.moving, 40)).toBe(0)
    expect(dotsOf(NaN, PACES.moving, 40)).toBe(0)
    expect(dotsOf(5_000, PACES.unknown, 40)).toBe(0)
  })

  it('together stand for the whole volume: total dots × requestsPerDot = total', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 1_000, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 50 }),
        (rates) => {
          const column = Float32Array.from(rates)
          const pace = new Uint8Array(rates.length).fill(PACES.moving)
          const total = totalRequestsPerSecond(column, pace)
          const perDot = requestsPerDotFor(total, 60_000, 0)
          const dots = column.reduce((sum, one) => sum + dotsOf(one, PACES.moving, perDot), 0)
          fc.pre(column.every((one) => one / perDot > 0.34))
          expect(dots * perDot).toBeCloseTo(total, -2)
          expect(dots).toBeLessThanOrEqual(60_001)
        },
      ),
    )
  })

  it('are named one by one: (edge, k), the last one for the fraction', () => {
    const dots = Float32Array.of(2, 0, 1.5)
    const slots = new Uint16Array(8)
    expect(slotsOf(dots)).toBe(4)
    expect(fillSlots(dots, slots)).toBe(true)
    expect([...slots]).toEqual([0, 0, 0, 1, 2, 0, 2, 1])
    expect(fillSlots(dots, slots)).toBe(false)
  })
})

describe('the speed of dots', () => {
  it('falls with latency, and a tenfold latency halves it', () => {
    const fast = tripsPerSecond(100, 600, PACES.moving)
    const slow = tripsPerSecond(1_000, 600, PACES.moving)
    expect(fast / slow).toBeCloseTo(10 ** 0.3)
  })

  it('is nothing for what is stale or unknown, and little for what is late', () => {
    expect(tripsPerSecond(100, 600, PACES.still)).toBe(0)
    expect(tripsPerSecond(100, 600, PACES.unknown)).toBe(0)
    expect(tripsPerSecond(100, 600, PACES.slow)).toBeLessThan(tripsPerSecond(100, 600, PACES.moving) / 2)
  })

  it('is never too fast to see', () => {
    expect(tripsPerSecond(0.01, 10, PACES.moving)).toBeLessThan(1.2)
  })

  it('is that of the past that is played, as far as the eye can follow', () => {
    expect(pacedTrips(0.2, 1)).toBe(0.2)
    expect(pacedTrips(0.2, 10)).toBeCloseTo(2)
    expect(pacedTrips(0.02, 60)).toBeCloseTo(1.2)
    expect(pacedTrips(0.8, 60)).toBe(6)
    expect(pacedTrips(0, 60)).toBe(0)
  })
})

describe('the number of dots that can be told apart', () => {
  it('grows with the graph, up to 200,000', () => {
    expect(legibleDots(6)).toBeLessThan(legibleDots(300))
    expect(legibleDots(100_000)).toBe(200_000)
  })
})
