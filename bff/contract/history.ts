import { z } from 'zod'
import { EpochMs, RegionId, ServiceId } from './ids.ts'

/** `GET /api/v1/history/totals`: what the timeline draws. Columns of equal length; null where unknown. */
export const TotalsQuery = z.strictObject({
  /** UTC ms; two hours before `to` when absent. */
  from: z.coerce.number().int().min(0).optional(),
  /** UTC ms; now when absent. */
  to: z.coerce.number().int().min(0).optional(),
  /** At most this many points; longer spans are averaged. */
  points: z.coerce.number().int().min(2).max(2_000).default(360),
})
export type TotalsQuery = z.infer<typeof TotalsQuery>

export const RegionSeries = z.strictObject({
  region: RegionId,
  requestsPerSecond: z.array(z.number().nullable()),
  errorShare: z.array(z.number().nullable()),
})

export const BusinessSeries = z.strictObject({ id: ServiceId, value: z.array(z.number().nullable()) })

export const Totals = z.strictObject({
  from: EpochMs,
  to: EpochMs,
  stepMs: z.number().positive(),
  /** Middle of each point, UTC ms. */
  at: z.array(EpochMs),
  regions: z.array(RegionSeries),
  business: z.array(BusinessSeries),
})
export type Totals = z.infer<typeof Totals>

/** `GET /api/v1/history/minutes`: minute roll-ups, the ground of the availability report. Counts of requests. */
export const MinutesQuery = z.strictObject({
  region: RegionId,
  /** A service, or the region's entry when absent. */
  service: ServiceId.optional(),
  from: z.coerce.number().int().min(0),
  to: z.coerce.number().int().min(0),
})
export type MinutesQuery = z.infer<typeof MinutesQuery>

export const Minute = z.strictObject({
  /** Start of the minute, UTC ms. */
  at: EpochMs,
  good: z.number(),
  /** Null where no source could tell: they are among the good then. */
  degraded: z.number().nullable(),
  error: z.number(),
  /** Requests that were to be expected; null while nothing forecasts them. */
  expected: z.number().nullable(),
  /** Seconds of the minute of which nothing is known, 0–60. */
  unknownSeconds: z.number().min(0).max(60),
})
export type Minute = z.infer<typeof Minute>

export const Minutes = z.strictObject({ region: RegionId, service: ServiceId.nullable(), minutes: z.array(Minute) })
export type Minutes = z.infer<typeof Minutes>
