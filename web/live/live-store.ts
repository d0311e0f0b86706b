import type { FreshnessRule } from '#contract/freshness.ts'
import type { Frame } from '#contract/frame-codec/frame.ts'
import type { HealthThresholds } from '#contract/health.ts'
import type { Roster } from '#contract/roster.ts'
import type { SourceStatus } from '#contract/source-status.ts'

/** How the stream stands. Times are on the browser's clock, UTC ms. */
export type StreamState =
  | { kind: 'connecting'; since: number }
  | { kind: 'live'; since: number }
  /** Heartbeats stopped or the socket closed; the old picture stays and ages. */
  | { kind: 'reconnecting'; since: number; nextAttemptAt: number; attempt: number; reason: string }
  | { kind: 'stopped'; since: number; reason: string }

export interface LiveState {
  stream: StreamState
  /** Browser clock minus server clock, ms, measured at each heartbeat; 0 until then. */
  skewMs: number
  /** When anything last arrived, browser clock; null before the first. */
  lastHeardAt: number | null
  simulated: boolean
  scenario: string | null
  freshness: FreshnessRule
  health: HealthThresholds
  roster: Roster | null
  sources: readonly SourceStatus[]
  /**
   * The newest frame: a new object a second, its columns never written again; its rows are those of `roster`, which
   * changes in the same moment. Components read it through `useFrame` or a selector, never per edge or per particle.
   */
  frame: Frame | null
}
