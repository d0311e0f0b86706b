import type { Frame } from '#contract/frame-codec/frame.ts'
import type { Roster } from '#contract/roster.ts'

export const REPLAY_SPEEDS = [1, 10, 60] as const
export type ReplaySpeed = (typeof REPLAY_SPEEDS)[number]

/** What the screen shows: now, or a moment of the past that stands still or goes on. */
export interface ReplayState {
  mode: 'live' | 'paused' | 'playing'
  /** How many seconds of the past a second shows; kept while paused. */
  speed: ReplaySpeed
  /** The moment shown, UTC ms on the clock that samples carry, whole seconds while paused; null while live. */
  at: number | null
  /** The newest frame at or before it, of the rows of `roster`; null while live, or where there is none (yet). */
  frame: Frame | null
  roster: Roster | null
  /**
   * ready: the frame speaks for the moment · loading: what is shown is the nearest of what is at hand, or nothing ·
   * gap: nothing was recorded then · failed: it could not be fetched; it is tried again.
   */
  status: 'ready' | 'loading' | 'gap' | 'failed'
  /** Where the gap begins and ends, UTC ms; null where it has no such end. */
  gap: { from: number | null; to: number | null } | null
  /** Why it failed, in words. */
  problem: string | null
  /** Grows whenever the moment jumps, instead of going on: motion begins anew then. */
  jumps: number
}

export const LIVE: ReplayState = {
  mode: 'live',
  speed: 1,
  at: null,
  frame: null,
  roster: null,
  status: 'ready',
  gap: null,
  problem: null,
  jumps: 0,
}
