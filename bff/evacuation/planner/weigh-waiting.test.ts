import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { LossCurve } from '#contract/evacuation/forecast.ts'
import { draft } from './plan-fixture.ts'
import { actMinutesOf, lossCurveOf, weighWaiting, type WaitingInput } from './weigh-waiting.ts'

const sure = (value: number) => ({ low: value, likely: value, high: value })
const input = (parts: Partial<WaitingInput> = {}): WaitingInput => ({
  customers: 1_000,
  lostShare: { low: 0.3, likely: 0.4, high: 0.5 },
  worsensPerMinute: 0,
  healsAfterMinutes: sure(Infinity),
  actMinutes: { low: 8, likely: 10, high: 15 },
  shortfallShare: 0,
  dns: null,
  startsAfterMinutes: 0,
  ...parts,
})

describe('do nothing against act', () => {
  test('a region that fails for 40 % of a thousand customers loses 24,000 customer minutes an hour', () => {
    const { doNothing, act } = weighWaiting(input())
    expect(doNothing.at(-1)).toEqual({
      low: expect.closeTo(18_000),
      likely: expect.closeTo(24_000),
      high: expect.closeTo(30_000),
    })
    expect(act.at(-1)?.likely).toBeCloseTo(2_000)
  })
  test('each minute of waiting costs what acting would save, and the curve says the same', () => {
    const { costPerMinute } = weighWaiting(input())
    const lost = (startsAfterMinutes: number) => weighWaiting(input({ startsAfterMinutes })).act.at(-1)?.likely ?? NaN
    expect(costPerMinute).toEqual({ low: 300, likely: 400, high: 500 })
    expect(lost(5) - lost(0)).toBeCloseTo(5 * costPerMinute.likely)
  })
  test('those who never follow go on losing', () => {
    const dns = { timeToLiveMs: 60_000, neverFollowShare: 0.05 }
    const { act } = weighWaiting(input({ dns }))
    expect((act[60]?.likely ?? NaN) - (act[59]?.likely ?? NaN)).toBeCloseTo(0.05 * 400)
  })
  test('acting into saviors without room can be the greater loss, and waiting then costs nothing', () => {
    const { doNothing, act, costPerMinute, clearAfterMinutes } = weighWaiting(input({ shortfallShare: 0.6 }))
    expect(act.at(-1)?.likely).toBeGreaterThan(doNothing.at(-1)?.likely ?? NaN)
    expect([costPerMinute.likely, clearAfterMinutes]).toEqual([0, null])
  })
  test('a trouble that heals soon by itself', () => {
    expect(weighWaiting(input({ healsAfterMinutes: sure(3) })).clearAfterMinutes).toBeNull()
  })
  test('of unknown customers nothing is known', () => {
    const { doNothing, costPerMinute } = weighWaiting(input({ customers: NaN }))
    expect([lossCurveOf(doNothing), costPerMinute.likely]).toEqual([null, NaN])
    expect(LossCurve.parse(lossCurveOf(weighWaiting(input()).act)).minutes).toHaveLength(61)
  })
})

test('how long a plan takes to move everybody', () => {
  const { low, likely, high } = actMinutesOf(draft().steps)
  expect(low).toBeCloseTo(2.5)
  expect(likely).toBeGreaterThan(low)
  expect(high).toBeCloseTo(3 * likely)
})

it('both curves only grow, and what is likely lies within its band', () => {
  const share = fc.double({ min: 0, max: 1, noNaN: true })
  fc.assert(
    fc.property(
      share,
      share,
      fc.integer({ min: 1, max: 40 }),
      fc.integer({ min: 0, max: 30 }),
      // More than the region loses: then the quick lose most.
      share,
      fc.option(fc.record({ timeToLiveMs: fc.constant(60_000), neverFollowShare: share })),
      (one, other, act, wait, shortfallShare, dns) => {
        const lostShare = { low: Math.min(one, other), likely: (one + other) / 2, high: Math.max(one, other) }
        const actMinutes = { low: act, likely: act * 1.5, high: act * 3 }
        const curves = weighWaiting(input({ lostShare, actMinutes, startsAfterMinutes: wait, shortfallShare, dns }))
        for (const curve of [curves.doNothing, curves.act]) {
          for (const [minute, { low, likely, high }] of curve.entries()) {
            expect(low).toBeLessThanOrEqual(likely + 1e-6)
            expect(likely).toBeLessThanOrEqual(high + 1e-6)
            expect(likely).toBeGreaterThanOrEqual((curve[minute - 1]?.likely ?? 0) - 1e-6)
          }
        }
      },
    ),
  )
})
