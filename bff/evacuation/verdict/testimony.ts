import type { Evidence, ProbeWindow, VerdictWord } from '#contract/evacuation/verdict.ts'
import type { RegionId } from '#contract/ids.ts'

/** What was heard of one region, from witnesses that share no fate. Unknown numbers are NaN. */
export interface Testimony {
  region: RegionId
  /** UTC ms. */
  now: number
  /** Of probes that asked for this region by name. */
  probes: readonly ProbeWindow[]
  /** Calls of other regions into this one. */
  survivors: readonly SurvivorCalls[]
  metrics: RegionMetrics | null
  /** Instances of planes that live in the region. */
  planes: readonly { plane: string; instance: string; readable: boolean; at: number }[]
  changes: readonly StagedChange[]
  /** The other regions by their own metrics: does the trouble show there too? */
  others: readonly { region: RegionId; errorShare: number; observedAt: number }[]
}

export interface SurvivorCalls {
  from: RegionId
  requestsPerSecond: number
  errorShare: number
  observedAt: number
}

export interface RegionMetrics {
  observedAt: number
  errorShare: number
  requestsPerSecond: number
  /** What it should serve by the forecast; NaN where nobody knows. */
  expectedRequestsPerSecond: number
}

/** A deploy or configuration that reached the region shortly before. */
export interface StagedChange {
  /** `playback-api 4.2.1`. */
  what: string
  /** In this region, UTC ms. */
  at: number
  /** Where it runs already, and where it is about to. */
  runsIn: readonly RegionId[]
  comesTo: readonly RegionId[]
}

export interface VerdictSettings {
  /** Older than this a witness has seen nothing. */
  staleAfterMs: number
  /** Fewer probes of a vantage point tell nothing. */
  leastProbes: number
  /** Fewer calls of a survivor tell nothing, requests/s. */
  leastCalls: number
  /** Failing shares: from here on sick, from here on dead, up to here healthy; between them as before. */
  sickShare: number
  deadShare: number
  healthyShare: number
  /** Serving less of what is expected is sickness too. */
  leastOfExpected: number
  /** A change counts as near that came so long before, ms. */
  changeWithinMs: number
  /** So long a worse word must be seen before it is said, and so long a better one. */
  confirmMs: number
  recoverMs: number
}

export const DEFAULT_VERDICT_SETTINGS: VerdictSettings = {
  staleAfterMs: 30_000,
  leastProbes: 10,
  leastCalls: 1,
  sickShare: 0.05,
  deadShare: 0.95,
  healthyShare: 0.02,
  leastOfExpected: 0.5,
  changeWithinMs: 3_600_000,
  confirmMs: 10_000,
  recoverMs: 60_000,
}

/** One witness's evidence, and how many independent points of view call the region dead. */
export interface Heard extends Evidence {
  deadPoints: number
}

export type Mark = 'healthy' | 'sick' | 'dead' | 'nothing'

/** A failing share in one word. Between healthy and sick it goes by what was said before, so that nothing flaps. */
export function markOf(failing: number, settings: VerdictSettings, before: VerdictWord | null): Mark {
  if (Number.isNaN(failing)) return 'nothing'
  if (failing >= settings.deadShare) return 'dead'
  if (failing >= settings.sickShare) return 'sick'
  if (failing <= settings.healthyShare) return 'healthy'
  if (before === null || before === 'blind') return 'nothing'
  return before === 'healthy' ? 'healthy' : 'sick'
}

export function percentOf(share: number): string {
  return Number.isNaN(share) ? 'an unknown share' : `${Number((share * 100).toFixed(1))} %`
}
