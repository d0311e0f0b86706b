import { z } from 'zod'
import { EpochMs, RegionId, ServiceId } from './ids.ts'

/** The longest span of one request. */
export const LONGEST_SERIES_MS = 6 * 3_600_000
/** What is brought without a `from`. */
export const USUAL_SERIES_MS = 30 * 60_000
/** As far back as `agoMs` may reach. */
const LONGEST_AGO_MS = 400 * 86_400_000

/** A whole region, a service in one, or that by one protocol: `us-east-1`, `us-east-1/api`, `us-east-1/identity:http`. */
export const SeriesEnd = z
  .string()
  .max(280)
  .regex(
    /^[a-z0-9](?:[a-z0-9._-]*[a-z0-9])?(?:\/[a-z0-9](?:[a-z0-9._-]*[a-z0-9])?(?::[a-z]{1,20})?)?$/,
    'expected a region, or a region and a service, such as "us-east-1" or "us-east-1/api"',
  )

/**
 * `GET /api/v1/history/series`: one thing over time, out of what was recorded; no source is asked. Of a region (its
 * entry), of a service of it, or of the connections from one end to another.
 */
export const SeriesQuery = z
  .strictObject({
    region: RegionId.optional(),
    service: ServiceId.optional(),
    source: SeriesEnd.optional(),
    target: SeriesEnd.optional(),
    /** UTC ms; half an hour before `to` when absent. */
    from: z.coerce.number().int().min(0).optional(),
    /** UTC ms; now when absent. */
    to: z.coerce.number().int().min(0).optional(),
    /** The same span so much earlier, ms: 86400000 for yesterday. */
    agoMs: z.coerce.number().int().min(0).max(LONGEST_AGO_MS).default(0),
    /** At most this many points; longer spans are summed up. */
    points: z.coerce.number().int().min(2).max(1_000).default(180),
  })
  .superRefine(({ region, service, source, target }, context) => {
    const isEdge = source !== undefined && target !== undefined && region === undefined && service === undefined
    const isPlace = region !== undefined && source === undefined && target === undefined
    if (isEdge || isPlace) return
    context.addIssue({
      code: 'custom',
      path: ['region'],
      message: 'expected either a region (and a service of it) or a source and a target',
    })
  })
export type SeriesQuery = z.infer<typeof SeriesQuery>

const column = z.array(z.number().nullable())

/** Columns of equal length; null where nothing is known that may be believed. */
export const Series = z.strictObject({
  from: EpochMs,
  to: EpochMs,
  stepMs: z.number().positive(),
  /** Middle of each point, UTC ms. */
  at: z.array(EpochMs),
  requestsPerSecond: column,
  /** 0–1. */
  errorShare: column,
  /** 0–1. */
  degradedShare: column,
  /** The worst within each point: percentiles cannot be averaged. Not known beyond the recorded frames. */
  p99LatencyMs: column,
  /** 1 − saturation, of a region's tightest service or of the service itself; unknown of connections, and beyond the frames. */
  headroomShare: column,
  /** From here on points are made of recorded frames, before of minutes; null where there are no frames. */
  framesFrom: EpochMs.nullable(),
})
export type Series = z.infer<typeof Series>

/** `GET /api/v1/history/moment`: every service of a region as it was then, out of the recorded frames. */
export const MomentQuery = z.strictObject({
  region: RegionId,
  /** So long ago, ms. */
  agoMs: z.coerce.number().int().min(0).max(LONGEST_AGO_MS),
})
export type MomentQuery = z.infer<typeof MomentQuery>

export const Moment = z.strictObject({
  region: RegionId,
  /** UTC ms; the means are of the half minute before it. */
  at: EpochMs,
  /** Services of which anything was known. */
  services: z.array(
    z.strictObject({
      service: ServiceId,
      requestsPerSecond: z.number().nullable(),
      errorShare: z.number().nullable(),
    }),
  ),
})
export type Moment = z.infer<typeof Moment>
