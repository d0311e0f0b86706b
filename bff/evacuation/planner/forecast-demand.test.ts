import fc from 'fast-check'
import { expect, it, test } from 'vitest'
import { forecastDemand, quantileOf } from './forecast-demand.ts'

const week = (east: number[], west: number[]) => [
  { segment: 'all', region: 'east', samples: east },
  { segment: 'all', region: 'west', samples: west },
]
const now = [
  { region: 'east', requestsPerSecond: 7 },
  { region: 'west', requestsPerSecond: 220 },
]

test('the same minute last week, scaled by how the healthy regions do today', () => {
  const rows = forecastDemand({ history: { weeks: [week([400], [200])], now }, failing: ['east'], entered: [] })
  expect(rows).toEqual([
    { segment: 'all', region: 'east', requestsPerSecond: expect.closeTo(440), from: 'forecast' },
    { segment: 'all', region: 'west', requestsPerSecond: expect.closeTo(220), from: 'forecast' },
  ])
})

test('the highest minute of the horizon counts, of the weeks the 90th percentile', () => {
  const weeks = [week([100, 300], [220]), week([100, 200], [220]), week([100, 100], [220]), week([100, 900], [220])]
  const [east] = forecastDemand({ history: { weeks, now }, failing: ['east'], entered: [] })
  expect(east?.requestsPerSecond).toBeCloseTo(quantileOf([300, 200, 100, 900], 0.9))
})

test('without history a number that was entered, and says so; without that nothing', () => {
  const entered = [{ segment: 'all', region: 'east', requestsPerSecond: 50, from: 'entered' as const }]
  expect(forecastDemand({ history: { weeks: [], now }, failing: [], entered })).toEqual(entered)
  const blind = { weeks: [week([NaN], [NaN])], now }
  expect(forecastDemand({ history: blind, failing: ['east'], entered: [] })[0]?.requestsPerSecond).toBeNaN()
})

it('the failing region can say what it likes', () => {
  const weeks = [week([400, 500], [200, 210])]
  const rate = fc.oneof(fc.constant(NaN), fc.double({ min: 0, max: 1e9, noNaN: true }))
  fc.assert(
    fc.property(rate, rate, (one, other) => {
      const tell = (requestsPerSecond: number) =>
        forecastDemand({
          history: { weeks, now: [{ region: 'east', requestsPerSecond }, ...now.slice(1)] },
          failing: ['east'],
          entered: [],
        })
      expect(tell(one)).toEqual(tell(other))
    }),
  )
})
