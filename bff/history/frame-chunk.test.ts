import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fleetFrame, fleetRoster } from './fleet-fixture.ts'
import { beginChunk, framesOfChunk } from './frame-chunk.ts'

const LIMITS = { frames: 5, spanMs: 60_000 }
const roster = fleetRoster()
const frameAt = (second: number, requestsPerSecond: number = 100) =>
  fleetFrame({ roster, at: second * 1_000, requestsPerSecond })

test('frames come back in order, each rate within the 5 % of its quantiser and the unknown as unknown', () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: 0.1, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 12 }), (rates) => {
      const frames = rates.map((rate, second) => frameAt(second + 1, rate))
      for (const frame of frames) frame.nodes.errorShare[2] = NaN
      const [first, ...rest] = frames
      if (first === undefined) return
      const chunk = beginChunk(first, { frames: 100, spanMs: 60_000 })
      for (const frame of rest) chunk.add(frame)
      const back = [...framesOfChunk(chunk.bytes(), roster)]
      expect(back.map(({ seq, at, worldAt }) => [seq, at, worldAt])).toEqual(
        frames.map(({ seq, at, worldAt }) => [seq, at, worldAt]),
      )
      for (const [index, frame] of back.entries()) {
        const rate = rates[index] ?? NaN
        expect(Math.abs((frame.nodes.requestsPerSecond[1] ?? NaN) - rate)).toBeLessThanOrEqual(rate * 0.05)
        expect(frame.nodes.errorShare[2]).toBeNaN()
        // Totals are not quantised.
        expect(frame.regionTotals[0]?.requestsPerSecond).toBe(rate)
      }
    }),
    { numRuns: 50 },
  )
})

test('a chunk takes only what belongs to it', () => {
  const chunk = beginChunk(frameAt(10), LIMITS)
  expect(chunk.accepts(frameAt(11))).toBe(true)
  expect(chunk.accepts(frameAt(10))).toBe(false)
  expect(chunk.accepts(frameAt(9))).toBe(false)
  expect(chunk.accepts(frameAt(70))).toBe(false)
  const grown = fleetRoster({ regions: 2, services: 4 }, 1)
  expect(chunk.accepts(fleetFrame({ roster: grown, at: 11_000 }))).toBe(false)
  expect(chunk.accepts(fleetFrame({ roster: { ...roster, epoch: 'epoch-2' }, at: 11_000 }))).toBe(false)
  for (let second = 11; second < 15; second++) chunk.add(frameAt(second))
  expect(chunk).toMatchObject({ frames: 5, startedAt: 10_000, endedAt: 14_000 })
  expect(chunk.accepts(frameAt(15))).toBe(false)
})

test('bytes that are broken or of another roster end in a RangeError', () => {
  const chunk = beginChunk(frameAt(10), LIMITS)
  chunk.add(frameAt(11))
  const bytes = chunk.bytes()
  expect(() => [...framesOfChunk(bytes, fleetRoster({ regions: 2, services: 4 }))]).toThrow(RangeError)
  for (const length of [3, 20, bytes.length - 1]) {
    expect(() => [...framesOfChunk(bytes.subarray(0, length), roster)], `${length} bytes`).toThrow(RangeError)
  }
})
