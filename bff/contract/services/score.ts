import { z } from 'zod'

/**
 * A health score that explains itself. Each rule compares one signal with two thresholds: beyond `degraded` it costs
 * up to half of its weight, growing to the whole at `failing` and beyond. The score is 100 less what was lost; unknown
 * signals cost nothing and are named, and when every signal is unknown there is no score.
 */
export const ScoreSignal = z.enum([
  'errorShare',
  'degradedShare',
  'p99LatencyMs',
  'saturation',
  'breakersOpenShare',
  'instancesDownShare',
  'alertsFiring',
  'calleesFailing',
])
export type ScoreSignal = z.infer<typeof ScoreSignal>

export const ScoreRule = z
  .strictObject({
    signal: ScoreSignal,
    /** From here on it counts. */
    degraded: z.number().min(0),
    /** From here on it costs its whole weight. */
    failing: z.number().min(0),
    /** Points of 100. */
    weight: z.number().min(0).max(100),
  })
  .refine(({ degraded, failing }) => failing > degraded, {
    path: ['failing'],
    message: 'expected more than `degraded`',
  })
export type ScoreRule = z.infer<typeof ScoreRule>

/** Each signal at most once. */
export const ScoreRules = z
  .array(ScoreRule)
  .max(ScoreSignal.options.length)
  .refine((rules) => new Set(rules.map(({ signal }) => signal)).size === rules.length, {
    message: 'expected each signal at most once',
  })
export type ScoreRules = z.infer<typeof ScoreRules>

export const DEFAULT_SCORE_RULES: ScoreRules = [
  { signal: 'errorShare', degraded: 0.01, failing: 0.05, weight: 100 },
  { signal: 'degradedShare', degraded: 0.05, failing: 0.25, weight: 40 },
  { signal: 'p99LatencyMs', degraded: 1_000, failing: 3_000, weight: 30 },
  { signal: 'saturation', degraded: 0.8, failing: 1, weight: 40 },
  { signal: 'breakersOpenShare', degraded: 0.001, failing: 0.5, weight: 40 },
  { signal: 'instancesDownShare', degraded: 0.1, failing: 0.5, weight: 40 },
  { signal: 'alertsFiring', degraded: 0.5, failing: 2, weight: 20 },
  { signal: 'calleesFailing', degraded: 0.5, failing: 3, weight: 10 },
]

/** Null is unknown. */
export type ScoreInput = Readonly<Record<ScoreSignal, number | null>>

/** One rule met. */
export const ScoreReason = z.strictObject({
  signal: ScoreSignal,
  value: z.number().nullable(),
  /** The threshold that was passed, or the nearest not passed yet. */
  threshold: z.number(),
  verdict: z.enum(['fine', 'degraded', 'failing', 'unknown']),
  /** Points lost. */
  lost: z.number().min(0),
})
export type ScoreReason = z.infer<typeof ScoreReason>

export const Score = z.strictObject({
  /** 0–100, whole; null when nothing is known. */
  points: z.number().int().min(0).max(100).nullable(),
  /** What cost most comes first. */
  reasons: z.array(ScoreReason),
})
export type Score = z.infer<typeof Score>

export function scoreOf(input: ScoreInput, rules: ScoreRules = DEFAULT_SCORE_RULES): Score {
  const reasons = rules
    .map((rule) => reasonOf(rule, input[rule.signal]))
    .toSorted((one, other) => other.lost - one.lost || Number(one.value === null) - Number(other.value === null))
  if (reasons.every(({ verdict }) => verdict === 'unknown')) return { points: null, reasons }
  const lost = reasons.reduce((sum, reason) => sum + reason.lost, 0)
  return { points: Math.max(0, Math.round(100 - lost)), reasons }
}

function reasonOf({ signal, degraded, failing, weight }: ScoreRule, value: number | null): ScoreReason {
  if (value === null || Number.isNaN(value))
    return { signal, value: null, threshold: degraded, verdict: 'unknown', lost: 0 }
  if (value < degraded) return { signal, value, threshold: degraded, verdict: 'fine', lost: 0 }
  if (value >= failing) return { signal, value, threshold: failing, verdict: 'failing', lost: weight }
  const part = 0.25 + (0.75 * (value - degraded)) / (failing - degraded)
  return {
    signal,
    value,
    threshold: degraded,
    verdict: 'degraded',
    lost: Math.round(weight * Math.min(part, 1) * 10) / 10,
  }
}
