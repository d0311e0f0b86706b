import { z } from 'zod'
import { EpochMs, RegionId, ServiceId, SourceId } from './ids.ts'
import { SeriesEnd } from './series.ts'

/** Points of this step, aligned to it. */
export const LATENCY_STEP_MS = 10_000
/** What a panel shows, up to now or up to the moment replayed. */
export const LATENCY_SPAN_MS = 30 * 60_000

/**
 * `GET /api/v1/latency`: p50 and p90 of a service or a connection. Nobody records them: while a panel asks, the sources
 * are asked, and what they said is kept for a while.
 */
export const LatencyQuery = z
  .strictObject({
    region: RegionId.optional(),
    service: ServiceId.optional(),
    source: SeriesEnd.optional(),
    target: SeriesEnd.optional(),
    /** UTC ms of the world: half an hour up to then, out of what was kept; no source is asked. */
    to: z.coerce.number().int().min(0).optional(),
  })
  .superRefine(({ region, service, source, target }, context) => {
    const isEdge = source !== undefined && target !== undefined && region === undefined && service === undefined
    const isService = region !== undefined && service !== undefined && source === undefined && target === undefined
    if (isEdge || isService) return
    context.addIssue({
      code: 'custom',
      path: ['service'],
      message: 'expected either a region and a service of it, or a source and a target',
    })
  })
export type LatencyQuery = z.infer<typeof LatencyQuery>

/** A source that was asked, and how it took it. */
export const LatencyWord = z.strictObject({
  source: SourceId,
  /** Which of its presets put the question. */
  preset: z.string(),
  /** How many of the connections it could tell of. */
  connections: z.number().int().min(0),
  /** What each value looks back over, ms; null where nothing was told. */
  windowMs: z.number().positive().nullable(),
  /** Why it told nothing, in words; null while it tells. */
  problem: z.string().nullable(),
})
export type LatencyWord = z.infer<typeof LatencyWord>

const column = z.array(z.number().nullable())

export const Latency = z.strictObject({
  from: EpochMs,
  to: EpochMs,
  stepMs: z.number().positive(),
  /** The instant of each point, UTC ms of the world. */
  at: z.array(EpochMs),
  /** Of the slowest connection at each instant: percentiles of several are never merged. Null where nothing is known. */
  p50LatencyMs: column,
  p90LatencyMs: column,
  /** How many connections there are; those of a service are its callers'. */
  connections: z.number().int().min(0),
  toldBy: z.array(LatencyWord),
  /** Whether the sources were asked for this answer or a little before; else it is what was kept. */
  isLive: z.boolean(),
})
export type Latency = z.infer<typeof Latency>
