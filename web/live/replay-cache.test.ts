import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Replay } from '#contract/read-replay.ts'
import { createReplayCache } from './replay-cache.ts'
import { placeAt } from './replay-moment.ts'
import { neededWindows, windowAt } from './replay-windows.ts'

function replayOf(bytes: number): Replay {
  const frame = () => {
    throw new RangeError('there is no frame')
  }
  return { at: new Float64Array(), before: null, after: null, bytes, frame }
}

describe('the cache', () => {
  it('never holds more bytes than its bound, but for one window alone', () => {
    const put = fc.tuple(fc.nat({ max: 20 }), fc.integer({ min: 1, max: 400 }))
    fc.assert(
      fc.property(fc.array(put, { maxLength: 60 }), (puts) => {
        const cache = createReplayCache(1_000)
        for (const [place, bytes] of puts) {
          cache.put(windowAt('fine', place * 120_000), replayOf(bytes), true)
          expect(cache.bytes).toBeLessThanOrEqual(1_000)
          expect(cache.get(windowAt('fine', place * 120_000))?.bytes).toBe(bytes)
        }
      }),
    )
    const cache = createReplayCache(1_000)
    cache.put(windowAt('fine', 0), replayOf(5_000), true)
    expect(cache.get(windowAt('fine', 0))).not.toBeNull()
  })

  it('lets go of what was looked at longest ago', () => {
    const cache = createReplayCache(1_000)
    for (const place of [0, 1, 2]) cache.put(windowAt('fine', place * 120_000), replayOf(300), true)
    cache.get(windowAt('fine', 0))
    cache.put(windowAt('fine', 3 * 120_000), replayOf(300), true)
    expect([0, 1, 2, 3].map((place) => cache.get(windowAt('fine', place * 120_000)) !== null)).toEqual([
      true,
      false,
      true,
      true,
    ])
  })

  it('asks again for a window that was still growing', () => {
    const cache = createReplayCache(1_000)
    cache.put(windowAt('fine', 0), replayOf(1), false)
    expect(cache.lacks(windowAt('fine', 0))).toBe(true)
    cache.put(windowAt('fine', 0), replayOf(2), true)
    expect(cache.lacks(windowAt('fine', 0))).toBe(false)
    expect(cache.bytes).toBe(2)
  })
})

describe('the windows', () => {
  it('always begin with the one the moment lies in', () => {
    fc.assert(
      fc.property(fc.nat({ max: 2 ** 40 }), fc.constantFrom(0, 1, 10, 60), (at, speed) => {
        const [first] = neededWindows(at, speed)
        expect(first !== undefined && first.from <= at && at < first.to).toBe(true)
        expect(neededWindows(at, speed).length).toBeLessThanOrEqual(4)
      }),
    )
  })
})

describe('the place of a moment', () => {
  it('is that of the newest at or before it', () => {
    const moments = fc.uniqueArray(fc.nat({ max: 1_000 })).map((all) => all.toSorted((one, other) => one - other))
    fc.assert(
      fc.property(moments, fc.integer({ min: -5, max: 1_005 }), (all, at) => {
        expect(placeAt(Float64Array.from(all), at)).toBe(all.findLastIndex((moment) => moment <= at))
      }),
    )
  })
})
