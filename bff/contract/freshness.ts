import { z } from 'zod'

/**
 * How much a value may be believed, by the age of its newest *sample* and its source's own period p:
 * live ≤ max(2p, 5 s) · late beyond · stale beyond max(3p, 10 s) · unknown when never seen or
 * beyond max(20p, 5 min).
 * Age is counted where it is shown (in the browser), so that it grows even when the server is gone.
 */
export const Freshness = z.enum(['live', 'late', 'stale', 'unknown'])
export type Freshness = z.infer<typeof Freshness>

/** The rule's numbers; an installation may change them in its configuration, and the browser is told. */
export const FreshnessRule = z.strictObject({
  /** Late beyond this many periods … */
  latePeriods: z.number().positive().default(2),
  /**
   * … but never sooner than this, ms: a sample of a healthy 1-s source waits for its poll, its frame and the screen,
   * a second each, and was measured up to 3.2 s old on its way.
   */
  lateFloorMs: z.number().int().min(0).default(5_000),
  /** Stale beyond this many periods … */
  stalePeriods: z.number().positive().default(3),
  /** … but never sooner than this, ms. */
  staleFloorMs: z.number().int().min(0).default(10_000),
  /** Unknown beyond this many periods … */
  unknownPeriods: z.number().positive().default(20),
  /**
   * … but never sooner than this, ms: the last picture of a 1-s source must outlast twenty seconds of a metrics outage.
   * Five minutes is as long as Prometheus itself believes a silent series.
   */
  unknownFloorMs: z.number().int().min(0).default(300_000),
})
export type FreshnessRule = z.infer<typeof FreshnessRule>

export const DEFAULT_FRESHNESS_RULE: FreshnessRule = FreshnessRule.parse({})

export interface FreshnessInput {
  /** UTC ms of the newest sample itself, never of the query; NaN or null when never seen. */
  observedAt: number | null
  /** The source's own period in ms. */
  periodMs: number
  /** UTC ms, on the same clock as observedAt. */
  now: number
  rule?: FreshnessRule
}

export function freshnessOf({ observedAt, periodMs, now, rule = DEFAULT_FRESHNESS_RULE }: FreshnessInput): Freshness {
  if (observedAt === null || Number.isNaN(observedAt)) return 'unknown'
  const age = now - observedAt
  if (age > unknownAfterMs(periodMs, rule)) return 'unknown'
  if (age > staleAfterMs(periodMs, rule)) return 'stale'
  if (age > Math.max(rule.latePeriods * periodMs, rule.lateFloorMs)) return 'late'
  return 'live'
}

/** The age in ms beyond which a value of this period is stale. */
export function staleAfterMs(periodMs: number, rule: FreshnessRule = DEFAULT_FRESHNESS_RULE): number {
  return Math.max(rule.stalePeriods * periodMs, rule.staleFloorMs)
}

/** The age in ms beyond which nothing of it is believed any more. */
export function unknownAfterMs(periodMs: number, rule: FreshnessRule = DEFAULT_FRESHNESS_RULE): number {
  return Math.max(rule.unknownPeriods * periodMs, rule.unknownFloorMs, staleAfterMs(periodMs, rule))
}

const WORST_FIRST: readonly Freshness[] = ['unknown', 'stale', 'late', 'live']

/** The least believable of several; unknown for none at all. */
export function worstFreshness(all: Iterable<Freshness>): Freshness {
  const seen = new Set(all)
  return WORST_FIRST.find((freshness) => seen.has(freshness)) ?? 'unknown'
}
