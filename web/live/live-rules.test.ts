import { deflateRawSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ageOf, worldNow } from './age-of.ts'
import { inflateBody } from './inflate-body.ts'
import { createSkewMeter } from './measure-skew.ts'
import { retryDelayMs } from './retry-delay.ts'
import { streamUrlOf } from './stream-effects.ts'

describe('how long to wait', () => {
  it.each([
    [1, 0, 0, 500],
    [2, 0, 0, 1_000],
    [5, 0, 0, 8_000],
    [6, 0, 0, 15_000],
    [600, 0, 0, 15_000],
    [1, 0.5, 0, 375],
    [1, 0, 10_000, 10_500],
  ])('attempt %d, chance %d, asked for %d ms: %d ms', (attempt, random, floorMs, delayMs) => {
    expect(retryDelayMs({ attempt, random, floorMs })).toBe(delayMs)
  })

  it('is never shorter than the server asked, and never without chance', () => {
    const input = fc.record({
      attempt: fc.integer({ min: 1, max: 50 }),
      random: fc.double({ min: 0, max: 0.999, noNaN: true }),
      floorMs: fc.nat({ max: 60_000 }),
    })
    fc.assert(
      fc.property(input, (each) => {
        const delayMs = retryDelayMs(each)
        expect(delayMs).toBeGreaterThanOrEqual(each.floorMs + 250)
        expect(delayMs).toBeLessThanOrEqual(each.floorMs + 15_000)
      }),
    )
  })
})

describe('skew', () => {
  it('is the least delayed of the last dozen measurements', () => {
    const measure = createSkewMeter()
    const after = (delays: number[]) => delays.map((delay) => measure({ browserAt: 1_000 + delay, serverAt: 0 })).at(-1)
    expect(after([80])).toBe(1_080)
    expect(after([20, 300])).toBe(1_020)
    expect(after(Array.from({ length: 12 }, () => 50))).toBe(1_050)
  })

  it('follows a clock that was set back at once', () => {
    const measure = createSkewMeter()
    measure({ browserAt: 5_000, serverAt: 0 })
    expect(measure({ browserAt: -60_000, serverAt: 0 })).toBe(-60_000)
  })
})

describe('ages', () => {
  it.each([
    [1_000, 3_500, 2_500],
    [3_500, 3_500, 0],
    [3_600, 3_500, 0],
    [null, 3_500, NaN],
    [NaN, 3_500, NaN],
  ])('of a sample at %d as of %d: %d', (observedAt, now, age) => {
    expect(ageOf(observedAt, now)).toBe(age)
  })

  it('are counted on the clock of the samples', () => {
    expect(worldNow({ browserNow: 10_000, skewMs: 3_000, aheadMs: 500 })).toBe(7_500)
  })
})

describe('inflating', () => {
  it('gives back what was deflated', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 5_000 }), async (bytes) => {
        const body = await inflateBody(Uint8Array.from(deflateRawSync(bytes)), bytes.length)
        expect([...body]).toEqual([...bytes])
      }),
      { numRuns: 30 },
    )
  })

  it('stops at a bomb', async () => {
    const bomb = Uint8Array.from(deflateRawSync(new Uint8Array(50_000_000)))
    await expect(inflateBody(bomb, 1_000)).rejects.toThrow(RangeError)
  })

  it.each([
    ['less than it says', Uint8Array.from(deflateRawSync(new Uint8Array(10)))],
    ['cut short', Uint8Array.from(deflateRawSync(Buffer.from('some text that goes on'))).slice(0, -4)],
    ['noise', Uint8Array.of(0xff, 0xff, 0xff, 0xff)],
    ['nothing', new Uint8Array(0)],
  ])('refuses what holds %s', async (_, bytes) => {
    await expect(inflateBody(bytes, 22)).rejects.toThrow()
  })
})

describe('the address', () => {
  it.each([
    ['http:', 'ws://127.0.0.1:8700/api/v1/stream'],
    ['https:', 'wss://127.0.0.1:8700/api/v1/stream'],
  ])('of a page at %s', (protocol, url) => {
    expect(streamUrlOf({ protocol, host: '127.0.0.1:8700' }, '/api/v1/stream')).toBe(url)
  })
})
