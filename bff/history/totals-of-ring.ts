import type { Totals, TotalsQuery } from '#contract/history.ts'
import { Failure } from '#bff/failure.ts'
import { downsample } from './downsample.ts'
import type { TotalsRing } from './totals-ring.ts'

const TWO_HOURS_MS = 2 * 3_600_000
const FINEST_STEP_MS = 1_000

/** The ring's totals at the points of a timeline. `now` is where it ends when the query names no end. */
export function totalsOfRing(ring: TotalsRing, query: TotalsQuery, now: number): Totals {
  const to = query.to ?? Math.ceil(now)
  const from = query.from ?? Math.max(0, to - TWO_HOURS_MS)
  if (from >= to) {
    throw new Failure({
      code: 'bad_request',
      message: 'The span ends before it begins.',
      path: 'to',
      expected: `a time after ${from}`,
    })
  }
  // One point fewer, because both ends are widened to whole steps.
  const stepMs = Math.max(FINEST_STEP_MS, Math.ceil((to - from) / (query.points - 1)))
  const firstStep = Math.floor(from / stepMs)
  const points = Math.ceil(to / stepMs) - firstStep
  const start = firstStep * stepMs
  const { at, spanMs, regions, business } = ring.window(start, start + points * stepMs)
  const shape = { at, spanMs, from: start, stepMs, points }
  return {
    from: start,
    to: start + points * stepMs,
    stepMs,
    at: Array.from({ length: points }, (_, point) => Math.floor(start + (point + 0.5) * stepMs)),
    regions: regions.map(({ id, requestsPerSecond, errorShare }) => ({
      region: id,
      requestsPerSecond: downsample({ ...shape, values: requestsPerSecond }),
      errorShare: downsample({ ...shape, values: errorShare, weights: requestsPerSecond }),
    })),
    business: business.map(({ id, value }) => ({ id, value: downsample({ ...shape, values: value }) })),
  }
}
