import { z } from 'zod'
import { EpochMs, RegionId, Ulid } from '../ids.ts'

/** Customer minutes lost, from now on, by one way of acting; the band is what cannot be known. */
export const LossCurve = z.strictObject({
  /** Minutes from now, growing; the other rows have one value each. */
  minutes: z.array(z.number().min(0)),
  low: z.array(z.number().min(0)),
  likely: z.array(z.number().min(0)),
  high: z.array(z.number().min(0)),
})
export type LossCurve = z.infer<typeof LossCurve>

/** What was foretold when a run started: kept with it, and never reckoned anew. */
export const Forecast = z.strictObject({
  at: EpochMs,
  doNothing: LossCurve,
  act: LossCurve,
  /** What one customer asks for, requests/s; by it requests that fail are counted as customers. */
  requestsPerSecondPerCustomer: z.number().positive(),
})
export type Forecast = z.infer<typeof Forecast>

/** One thing foretold against what came; null is unknown, or not to be told yet. */
const score = z.strictObject({ planned: z.number().min(0).nullable(), actual: z.number().min(0).nullable() })

/** `GET /api/v1/evacuations/:id/outcome`: what a run foretold, and what was seen since it started. */
export const RunOutcome = z.strictObject({
  id: Ulid,
  at: EpochMs,
  /** Null where the run has not started, was a way back, or nothing could be foretold then. */
  forecast: Forecast.nullable(),
  /** Customer minutes lost since the start, growing; null where it was not seen. Columns of equal length. */
  observed: z.strictObject({ at: z.array(EpochMs), customerMinutes: z.array(z.number().min(0).nullable()) }),
  /** Of the time since the start, how long some region could not be seen, ms: what was lost then is not counted. */
  unseenMs: z.number().min(0),
  /** From the start until the last step was verified, ms; not told of a run that ended otherwise. */
  tookMs: score,
  /** What found no room, or failed in the saviors beyond what failed there before, at its worst, requests/s. */
  shortfallRequestsPerSecond: score,
  /** Used share of the tightest service of any savior, at its worst, 0–1 and beyond. */
  peakUtilisation: score.extend({ region: RegionId.nullable() }),
  /** Customer minutes until the last that was seen, and what doing nothing would have cost by then. */
  customerMinutes: score.extend({
    low: z.number().min(0).nullable(),
    high: z.number().min(0).nullable(),
    doNothing: z.number().min(0).nullable(),
  }),
})
export type RunOutcome = z.infer<typeof RunOutcome>
