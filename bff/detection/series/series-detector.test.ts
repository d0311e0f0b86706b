import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ALARM_RARITY, type Emission } from './emission.ts'
import { createSeriesDetector, type SeriesDetector } from './series-detector.ts'
import { createNoise, DAY_MS, dailyCurve, MINUTE_MS, type SampleAt } from './series-fixture.ts'

function emissionsOf(samples: readonly SampleAt[]): Emission[] {
  const detector = createSeriesDetector()
  return samples.flatMap(({ at, value }) => detector.push(at, value) ?? [])
}

function alarmsOf(samples: readonly SampleAt[]): Emission[] {
  return emissionsOf(samples).filter(({ rarity }) => rarity >= ALARM_RARITY)
}

/** Noise alone is as rare as an alarm about once a week of a series; so much rarer it is not. */
const NO_NOISE = ALARM_RARITY + 2

/** Row 2,000, Monday's late evening of the first week, and some after. */
const BEGUN = 2_000
function withFault(change: (value: number, row: number) => number): SampleAt[] {
  return dailyCurve(9).map((sample, row) => ({
    ...sample,
    value: row < BEGUN ? sample.value : change(sample.value, row),
  }))
}

describe('what is found, and how it is explained', () => {
  test('a day like the others is not worth a person', () => {
    expect(alarmsOf(dailyCurve(9).slice(0, BEGUN)).filter(({ at }) => at > 3 * DAY_MS)).toEqual([])
  })

  test('a spike, at once, above what was expected', () => {
    const [alarm] = alarmsOf(withFault((value, row) => (row === BEGUN ? value + 60 : value))).filter(
      ({ at }) => at >= BEGUN * 5 * MINUTE_MS,
    )
    expect(alarm).toMatchObject({ at: BEGUN * 5 * MINUTE_MS, direction: 'above' })
    expect(alarm?.seen).toBeGreaterThan((alarm?.expected ?? NaN) + 30)
    expect(alarm?.secondView).not.toBeNull()
  })

  test('a level within the range of the day, but not of the hour, by the season', () => {
    const alarms = alarmsOf(withFault((value) => value - 25)).filter(({ at }) => at >= BEGUN * 5 * MINUTE_MS)
    expect(alarms[0]?.at).toBeLessThanOrEqual((BEGUN + 2) * 5 * MINUTE_MS)
    expect(alarms.some(({ view, direction }) => view === 'season' && direction === 'below')).toBe(true)
  })

  test('a series that begins to tremble, though its mean stays', () => {
    const noise = createNoise(7)
    const alarms = alarmsOf(withFault((value) => value + 12 * noise())).filter(({ at }) => at >= BEGUN * 5 * MINUTE_MS)
    expect(alarms[0]?.at).toBeLessThan((BEGUN + 12) * 5 * MINUTE_MS)
  })

  test('what lasts is said a few times, not at every sample', () => {
    const emissions = emissionsOf(withFault((value) => value + 60)).filter(({ at }) => at >= BEGUN * 5 * MINUTE_MS)
    expect(emissions.length).toBeGreaterThan(0)
    expect(emissions.length).toBeLessThan(20)
  })
})

describe('what samples are like in the field', () => {
  test('a series that never moves says nothing; its first movement ever is as rare as can be said', () => {
    const still = Array.from({ length: 1_000 }, (_, row) => ({ at: row * 2_000, value: 0.1 + 0.2 }))
    expect(emissionsOf(still)).toEqual([])
    const [moved] = emissionsOf([...still, { at: 2_000_000, value: 0.31 }])
    expect(moved?.rarity).toBeGreaterThan(ALARM_RARITY)
  })

  test('an unknown sample is as if there had been none', () => {
    const samples = dailyCurve(5)
    const holes = samples.flatMap((sample, row) => [sample, { at: sample.at + 1, value: row % 2 ? NaN : Infinity }])
    expect(emissionsOf(holes)).toEqual(emissionsOf(samples))
  })

  test('a gap is no alarm, and what was before it is not compared with what comes after', () => {
    const samples = dailyCurve(9).filter((_, row) => row < 1_440 || row > 1_700)
    expect(emissionsOf(samples).filter(({ at, rarity }) => at > 4 * DAY_MS && rarity > NO_NOISE)).toEqual([])
  })

  test('samples that come twice or late are left out; a clock set back by hours begins again', () => {
    const samples = dailyCurve(5)
    const doubled = samples.flatMap((sample) => [sample, { ...sample, value: 9_999 }, { at: sample.at - 1, value: 0 }])
    expect(emissionsOf(doubled)).toEqual(emissionsOf(samples))
    const detector = createSeriesDetector()
    for (const { at, value } of samples) detector.push(at, value)
    expect(detector.push(2 * DAY_MS, 9_999)?.rarity).toBeGreaterThan(ALARM_RARITY)
  })

  test('irregular times cost nothing but themselves', () => {
    const noise = createNoise(3)
    const samples = dailyCurve(9).map(({ at, value }) => ({ at: Math.round(at + 60_000 * Math.tanh(noise())), value }))
    expect(emissionsOf(samples).filter(({ at, rarity }) => at > 4 * DAY_MS && rarity > NO_NOISE)).toEqual([])
  })

  test('any numbers at all: rarities are above two, explanations are numbers', () => {
    const value = fc.oneof(fc.double({ noNaN: false }), fc.integer({ min: -3, max: 3 }), fc.constant(0))
    fc.assert(
      fc.property(fc.array(value, { minLength: 300, maxLength: 400 }), (values) => {
        const emissions = emissionsOf(values.map((each, row) => ({ at: row * 1_000, value: each })))
        for (const { rarity, seen, expected } of emissions) {
          expect(rarity).toBeGreaterThan(2)
          expect(rarity).toBeLessThanOrEqual(600)
          expect(seen).not.toBeNaN()
          expect(expected).not.toBeNaN()
        }
      }),
      { numRuns: 20 },
    )
  })
})

describe('nothing is set for a series', () => {
  const noise = createNoise(5)
  // Quarters, so that shifting and doubling lose no digit.
  const walk = Array.from({ length: 3_000 }, (_, row) => ({
    at: row * 5 * MINUTE_MS,
    value: Math.round(40 * noise() + (row % 700 === 699 ? 900 : 0)) / 4,
  }))
  const told = emissionsOf(walk)

  test.each([
    ['another unit', 1_024, 0],
    ['another zero', 1, 4_096],
    ['both', 0.25, -512],
  ])('%s: the same is said at the same times', (_, factor, offset) => {
    const other = emissionsOf(walk.map(({ at, value }) => ({ at, value: factor * value + offset })))
    expect(other.map(({ at, view }) => ({ at, view }))).toEqual(told.map(({ at, view }) => ({ at, view })))
    for (const [index, { rarity }] of other.entries()) expect(rarity).toBeCloseTo(told[index]?.rarity ?? NaN, 3)
  })

  test('upside down: above becomes below', () => {
    const mirrored = emissionsOf(walk.map(({ at, value }) => ({ at, value: -value })))
    const turned = { above: 'below', below: 'above', changed: 'changed' } as const
    expect(mirrored.map(({ at, view, direction }) => ({ at, view, direction }))).toEqual(
      told.map(({ at, view, direction }) => ({
        at,
        view,
        direction: view === 'roughness' ? direction : turned[direction],
      })),
    )
  })

  test('the same twice, and there was something to say', () => {
    expect(emissionsOf(walk)).toEqual(told)
    expect(told.length).toBeGreaterThan(3)
  })
})

test('days and weeks outlive a restart', () => {
  const [week, rest] = [dailyCurve(9).slice(0, BEGUN), dailyCurve(9).slice(BEGUN)]
  const first = createSeriesDetector()
  for (const { at, value } of week) first.push(at, value)
  const kept = JSON.parse(JSON.stringify(first.profiles()))
  const second = createSeriesDetector(kept)
  const fresh = createSeriesDetector()
  const seasonsOf = (detector: SeriesDetector) =>
    rest
      .flatMap(({ at, value }, row) => detector.push(at, row < 300 ? value : value - 25) ?? [])
      .filter(({ view, secondView }) => view === 'season' || secondView === 'season')
  // What is usual is known; only how far from it is usual has to be learnt, which takes a day.
  expect(seasonsOf(second).length).toBeGreaterThan(0)
  expect(seasonsOf(fresh)).toEqual([])
  expect(JSON.parse(JSON.stringify(second.profiles()))).not.toEqual(kept)
})
