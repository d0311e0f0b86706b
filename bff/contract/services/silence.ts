import { z } from 'zod'
import { EpochMs, RegionId, SourceId } from '../ids.ts'
import { AlertSeverity } from './foreign-alert.ts'

/** A silence keeps the alerts that every one of its matchers fits from being told; they burn all the same. */
export const SilenceMatcher = z.strictObject({
  /** Of a label. */
  name: z.string().min(1).max(200),
  /** With `isRegex`, a regular expression of the whole value. */
  value: z.string().max(2_000),
  isRegex: z.boolean().default(false),
  /** False: whatever is not so. */
  isEqual: z.boolean().default(true),
})
export type SilenceMatcher = z.infer<typeof SilenceMatcher>

export const SilenceState = z.enum(['pending', 'active', 'expired'])
export type SilenceState = z.infer<typeof SilenceState>

/** As the alerting system holds it. */
export const Silence = z.strictObject({
  source: SourceId,
  id: z.string().min(1),
  matchers: z.array(SilenceMatcher),
  state: SilenceState,
  startsAt: EpochMs,
  endsAt: EpochMs,
  updatedAt: EpochMs,
  createdBy: z.string(),
  comment: z.string(),
  /** Into that system. */
  link: z.string().nullable(),
})
export type Silence = z.infer<typeof Silence>

/** `GET /api/v1/silences`. */
export const Silences = z.strictObject({
  /** Active first, then what begins soonest; of the expired the newest first. */
  silences: z.array(Silence),
  /** Of each system that can silence: how old its list is, and why it is no newer. */
  sources: z.array(
    z.strictObject({
      source: SourceId,
      /** UTC ms; null when never read. */
      readAt: EpochMs.nullable(),
      problem: z.string().nullable(),
    }),
  ),
})
export type Silences = z.infer<typeof Silences>

const matchers = z.array(SilenceMatcher).min(1).max(20)

/** A silence without a near end is how alerts are lost. */
export const LONGEST_SILENCE_MS = 31 * 24 * 3_600_000

/** `POST /api/v1/silences`; with an `id` that silence is changed. Who made it is whoever asks. */
export const PutSilence = z.strictObject({
  source: SourceId,
  id: z.string().min(1).max(100).optional(),
  matchers,
  /** Now when absent, and when past. */
  startsAt: EpochMs.optional(),
  endsAt: EpochMs,
  /** Why, for whoever wonders at three in the morning. */
  comment: z.string().trim().min(3).max(500),
})
export type PutSilence = z.infer<typeof PutSilence>

/** `DELETE /api/v1/silences/:id`. */
export const SilenceQuery = z.strictObject({ source: SourceId })
export type SilenceQuery = z.infer<typeof SilenceQuery>

/** An accepted write is not a silence: `silence` is what was read back. */
export const SilenceSet = z.strictObject({
  outcome: z.enum(['seen', 'accepted-not-seen', 'unknown']),
  /** Null where it could not be read back. */
  silence: Silence.nullable(),
  /** What happened, in words. */
  message: z.string(),
})
export type SilenceSet = z.infer<typeof SilenceSet>

/** `POST /api/v1/silences/preview`: what it would cover, had it begun. Changes nothing. */
export const SilenceDraft = z.strictObject({ source: SourceId, matchers })
export type SilenceDraft = z.infer<typeof SilenceDraft>

export const SilencedAlert = z.strictObject({
  /** That of the `ForeignAlert`. */
  key: z.string(),
  name: z.string(),
  severity: AlertSeverity,
  region: RegionId.nullable(),
  /** The service, as its labels write it. */
  serviceName: z.string().nullable(),
  summary: z.string(),
  startedAt: EpochMs,
  /** Other silences cover it already. */
  alreadySilenced: z.boolean(),
})
export type SilencedAlert = z.infer<typeof SilencedAlert>

export const SilencePreview = z.strictObject({
  /** What burns now and would be silent; the gravest first, at most 500. */
  alerts: z.array(SilencedAlert),
  /** All of them. */
  count: z.number().int().min(0),
  /** How many burn there at all: covering every one is seldom meant. */
  of: z.number().int().min(0),
})
export type SilencePreview = z.infer<typeof SilencePreview>
