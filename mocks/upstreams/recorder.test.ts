import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createRecorder } from './recorder.ts'
import { createSmallWorld } from './small-world-fixture.ts'

const HOUR_MS = 3_600_000

/** Samples each second from 0 until `seconds`, with as many new requests of edge 0 before each as `perSecond` says. */
function record(seconds: number, perSecond: (second: number) => number, everySeconds = 1) {
  const world = createSmallWorld()
  const recorder = createRecorder(world)
  recorder.sample(0)
  for (let second = 1; second <= seconds; second += 1) {
    world.add(0, 'good', perSecond(second))
    if (second % everySeconds === 0) recorder.sample(second * 1_000)
  }
  return { world, recorder }
}

describe('a rate', () => {
  test('of a steady stream is its slope, over whatever window and wherever the samples fall', () => {
    const { recorder } = record(60, () => 7)
    fc.assert(
      fc.property(fc.integer({ min: 4_000, max: 30_000 }), fc.integer({ min: 31_000, max: 60_400 }), (windowMs, at) => {
        expect(recorder.rates('requests', { at, windowMs, until: at })?.[0]).toBeCloseTo(7, 9)
      }),
    )
  })

  test('needs two samples', () => {
    const { recorder } = record(60, () => 7, 10)
    const rate = (at: number, windowMs: number) => recorder.rates('requests', { at, windowMs, until: at })?.[0]
    expect(rate(60_000, 5_000)).toBeUndefined()
    expect(rate(60_000, 10_000)).toBeCloseTo(7)
    expect(rate(500_000, 10_000)).toBeUndefined()
  })

  test('takes a counter that fell as restarted: what it holds is new', () => {
    const world = createSmallWorld()
    const recorder = createRecorder(world)
    for (let second = 0; second <= 10; second += 1) {
      if (second === 5) world.reset(0)
      world.add(0, 'good', 4)
      recorder.sample(second * 1_000)
    }
    expect(recorder.rates('requests', { at: 10_000, windowMs: 10_000, until: 10_000 })?.[0]).toBeCloseTo(4)
  })

  test('from samples that ended early reaches half a gap beyond them, no further', () => {
    const { recorder } = record(20, () => 10)
    const rate = recorder.rates('requests', { at: 20_000, windowMs: 10_000, until: 15_000 })?.[0]
    expect(rate).toBeCloseTo((10 * 5.5) / 10)
  })
})

describe('the memory', () => {
  test('holds seconds of the newest minutes, and ten-second samples of two hours, and no more', () => {
    const { recorder } = record((3 * HOUR_MS) / 1_000, (second) => (second > 3_600 ? 5 : 1))
    const now = 3 * HOUR_MS
    const rate = (at: number, windowMs: number) => recorder.rates('requests', { at, windowMs, until: at })?.[0]
    expect(rate(now, 5_000)).toBeCloseTo(5)
    expect(rate(now - HOUR_MS, 20_000)).toBeCloseTo(5)
    expect(now - recorder.oldestAt).toBeGreaterThanOrEqual(2 * HOUR_MS + 600_000)
    expect(now - recorder.oldestAt).toBeLessThan(2.5 * HOUR_MS)
    expect(rate(1_000_000, 20_000)).toBeUndefined()
  })

  test('knows when it was last written, and forgets after five minutes of silence', () => {
    const { recorder } = record(10, () => 1)
    expect(recorder.newestAt(10_400, 10_400)).toBe(10_000)
    expect(recorder.newestAt(10_400, 7_500)).toBe(7_000)
    expect(recorder.newestAt(10_000 + 5 * 60_000, Infinity)).toBe(10_000)
    expect(recorder.newestAt(10_001 + 5 * 60_000, Infinity)).toBeNaN()
  })
})
