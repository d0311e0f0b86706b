import type { Minutes, MinutesQuery } from '#contract/history.ts'
import type { RegionId } from '#contract/ids.ts'
import { EVERYBODY } from '#contract/evacuation/plane.ts'
import type { DemandHistory, EnteredDemand, PastRow } from '#bff/evacuation/planner/forecast-demand.ts'

/**
 * The past the forecast is made from: the same minutes of the last four weeks, and the two hours after them. Where a
 * region has no week, what it had an hour ago is a guess, scaled like the others by how the healthy regions do.
 */
export interface DemandPast {
  weeks: DemandHistory['weeks']
  /** An hour ago, requests/s by region; NaN where nobody knew. */
  anHourAgo: ReadonlyMap<RegionId, number>
}

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const WEEK_MS = 7 * 24 * HOUR_MS
const WEEKS = 4
const HORIZON_MS = 2 * HOUR_MS
/** An hour ago: far enough that it was before the trouble, near enough that the time of day is much the same. */
const GUESS_SPAN_MS = 5 * MINUTE_MS

export async function recallDemand(input: {
  at: number
  regions: readonly RegionId[]
  minutes: (query: MinutesQuery) => Promise<Minutes>
}): Promise<DemandPast> {
  const { at, regions, minutes } = input
  const begin = Math.floor(at / MINUTE_MS) * MINUTE_MS
  const rateOf = createRateOf(minutes)
  const weeks = await Promise.all(
    Array.from({ length: WEEKS }, (_, week) =>
      Promise.all(
        regions.map(async (region): Promise<PastRow> => ({
          segment: EVERYBODY,
          region,
          samples: await rateOf(region, begin - (week + 1) * WEEK_MS, HORIZON_MS),
        })),
      ),
    ),
  )
  const hourAgo = await Promise.all(
    regions.map(async (region) => {
      const known = [...(await rateOf(region, begin - HOUR_MS, GUESS_SPAN_MS))].filter((rate) => !Number.isNaN(rate))
      return [region, known.reduce((sum, rate) => sum + rate, 0) / known.length] as const
    }),
  )
  return { weeks, anHourAgo: new Map(hourAgo) }
}

/** Requests/s minute by minute; NaN where nothing is known. */
function createRateOf(minutes: (query: MinutesQuery) => Promise<Minutes>) {
  return async (region: RegionId, from: number, spanMs: number): Promise<Float64Array> => {
    const samples = new Float64Array(Math.floor(spanMs / MINUTE_MS)).fill(NaN)
    const told = await minutes({ region, from, to: from + spanMs })
    for (const minute of told.minutes) {
      const known = 60 - minute.unknownSeconds
      const count = minute.good + (minute.degraded ?? 0) + minute.error
      if (known > 0) samples[Math.floor((minute.at - from) / MINUTE_MS)] = count / known
    }
    return samples
  }
}

/** Guesses for regions that have no weeks: an hour ago, as the healthy regions have grown since. */
export function guessDemand(input: {
  past: DemandPast
  now: DemandHistory['now']
  failing: readonly RegionId[]
}): EnteredDemand[] {
  const { past, now, failing } = input
  let today = 0
  let then = 0
  for (const { region, requestsPerSecond } of now) {
    const before = past.anHourAgo.get(region) ?? NaN
    if (failing.includes(region) || Number.isNaN(before) || Number.isNaN(requestsPerSecond)) continue
    today += requestsPerSecond
    then += before
  }
  const growth = then > 0 ? today / then : NaN
  return now.map(({ region, requestsPerSecond }) => ({
    segment: EVERYBODY,
    region,
    requestsPerSecond: failing.includes(region) ? (past.anHourAgo.get(region) ?? NaN) * growth : requestsPerSecond,
    from: 'guess',
  }))
}
