import { z } from 'zod'
import { EpochMs, RegionId, SourceId } from './ids.ts'
import { FactKind } from './services/identity.ts'

/** The systems Spillway can read from. */
export const SourceKind = z.enum([
  'prometheus',
  'vizceral',
  'eureka',
  'hystrix',
  'turbine',
  'atlas',
  'alertmanager',
  'pcp',
  'catalogue',
])
export type SourceKind = z.infer<typeof SourceKind>

/** How Spillway's own connection to a source stands: apart from how old the source's samples are. */
export const ConnectionState = z.enum(['connecting', 'connected', 'retrying', 'open-circuit'])
export type ConnectionState = z.infer<typeof ConnectionState>

/** What is wrong, in words for a person. */
export const SourceProblem = z.strictObject({
  /** What was asked: a query's name (`edge requests/s`) or a URL's path. */
  asked: z.string(),
  /** One sentence: what came back and what to do. */
  message: z.string(),
  at: EpochMs,
})
export type SourceProblem = z.infer<typeof SourceProblem>

export const FeedStatus = z.strictObject({
  region: RegionId,
  /** UTC ms of the newest sample, on the source's clock; null when never seen. */
  observedAt: EpochMs.nullable(),
  periodMs: z.number().positive(),
})
export type FeedStatus = z.infer<typeof FeedStatus>

export const SourceStatus = z.strictObject({
  id: SourceId,
  kind: SourceKind,
  /** What it contributes. */
  tells: z.array(FactKind),
  /** `istio`, `custom`; `graph` of a Vizceral feed. */
  preset: z.string(),
  /** Without credentials. */
  url: z.string(),
  state: ConnectionState,
  /** When the present state began. */
  since: EpochMs,
  /** When the last answer arrived that could be read; null before the first. */
  lastAnswerAt: EpochMs.nullable(),
  /** When the next attempt is due; null while one is under way. */
  nextAttemptAt: EpochMs.nullable(),
  /** How long the last poll took, ms; null before the first. */
  pollMs: z.number().nullable(),
  feeds: z.array(FeedStatus),
  /** Newest first, at most 20. */
  problems: z.array(SourceProblem),
})
export type SourceStatus = z.infer<typeof SourceStatus>
