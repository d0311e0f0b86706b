import { expect, test } from 'vitest'
import type { Minutes, MinutesQuery } from '#contract/history.ts'
import { forecastDemand } from '#bff/evacuation/planner/forecast-demand.ts'
import { guessDemand, recallDemand } from './recall-demand.ts'

const MINUTE_MS = 60_000
const WEEK_MS = 7 * 24 * 60 * MINUTE_MS
const AT = Date.UTC(2026, 10, 22, 14, 2, 11)
const REGIONS = ['us-east-1', 'us-west-2']

/** A past in which every minute of a region held the same requests a second. */
function pastOf(rate: (region: string, at: number) => number, unknownSeconds = 0) {
  return async ({ region, from, to }: MinutesQuery): Promise<Minutes> => {
    const minutes = []
    for (let at = from; at < to; at += MINUTE_MS) {
      const requestsPerSecond = rate(region, at)
      const count = requestsPerSecond * (60 - unknownSeconds)
      if (!Number.isNaN(requestsPerSecond)) {
        minutes.push({
          at,
          good: count * 0.9,
          degraded: count * 0.06,
          error: count * 0.04,
          expected: null,
          unknownSeconds,
        })
      }
    }
    return { region, service: null, minutes }
  }
}

const recall = (minutes: ReturnType<typeof pastOf>) => recallDemand({ at: AT, regions: REGIONS, minutes })
const NOW = [
  { region: 'us-east-1', requestsPerSecond: 40 },
  { region: 'us-west-2', requestsPerSecond: 330 },
]

test('four weeks, the same minutes and two hours on; errors and degraded answers were wanted too', async () => {
  const past = await recall(pastOf((region) => (region === 'us-east-1' ? 400 : 300), 30))
  expect(past.weeks).toHaveLength(4)
  expect(past.weeks[0]?.[0]?.samples).toHaveLength(120)
  expect(past.weeks[3]?.[1]?.samples[119]).toBeCloseTo(300, 6)
})

test('a failing region is foretold from its weeks, as the healthy one has grown, and never from its own rate', async () => {
  const past = await recall(pastOf((region, at) => (at > AT - 2 * WEEK_MS || region === 'us-west-2' ? 300 : 400)))
  const demand = forecastDemand({
    history: { weeks: past.weeks, now: NOW },
    failing: ['us-east-1'],
    entered: guessDemand({ past, now: NOW, failing: ['us-east-1'] }),
  })
  const east = demand.find(({ region }) => region === 'us-east-1')
  expect(east).toMatchObject({ from: 'forecast' })
  expect(east?.requestsPerSecond).toBeCloseTo(440, 3)
})

test('without a week, an hour ago is the guess; without even that, nothing is', async () => {
  const young = await recall(
    pastOf((region, at) => (at < AT - 2 * 60 * MINUTE_MS ? NaN : region === 'us-east-1' ? 400 : 300)),
  )
  const guesses = guessDemand({ past: young, now: NOW, failing: ['us-east-1'] })
  expect(guesses[0]).toMatchObject({ region: 'us-east-1', from: 'guess' })
  expect(guesses[0]?.requestsPerSecond).toBeCloseTo(440, 6)
  const newborn = await recall(pastOf(() => NaN))
  expect(guessDemand({ past: newborn, now: NOW, failing: ['us-east-1'] })[0]?.requestsPerSecond).toBeNaN()
})
