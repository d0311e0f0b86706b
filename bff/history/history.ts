import type { Frame } from '#contract/frame-codec/frame.ts'
import type { FreshnessRule } from '#contract/freshness.ts'
import type { Minutes, MinutesQuery, Totals, TotalsQuery } from '#contract/history.ts'
import type { FramesQuery } from '#contract/replay.ts'
import type { Roster } from '#contract/roster.ts'
import type { Moment, MomentQuery, Series, SeriesQuery } from '#contract/series.ts'
import type { Clock } from '#bff/clock.ts'
import type { Store } from '#bff/store/store.ts'
import type { z } from 'zod'

/** What the fleet looked like: the last hours second by second, and the minutes of years. Times are the world's. */
export interface History {
  /** Until when is recorded, by an earlier run too; null in an empty store. A past is best read in from here on. */
  readonly newestAt: number | null
  /** Takes a frame, oldest first, and returns at once; what it tells is in the store within ten seconds. */
  record(entry: RecordedFrame): void
  /** Of the last day. Points are aligned to their step, so that a timeline does not shimmer as it moves on. */
  totals(query: z.input<typeof TotalsQuery>): Totals
  /** Whole minutes of the past, each of the span: what nothing is known of has 60 unknown seconds. */
  minutes(query: z.input<typeof MinutesQuery>): Promise<Minutes>
  /** Stored frames of [from, to), oldest first. */
  frames(span: { from: number; to: number }): AsyncGenerator<RecordedFrame>
  /** The binary answer of `GET /api/v1/history/frames`: what is stored, and the last minute that is not yet. */
  replay(query: z.input<typeof FramesQuery>): Promise<Uint8Array>
  /** One thing over time, out of the frames and before them out of the minutes. */
  series(query: z.input<typeof SeriesQuery>): Promise<Series>
  /** Every service of a region as it was so long ago. */
  moment(query: z.input<typeof MomentQuery>): Promise<Moment>
  state(): HistoryState
  /** Resolves when everything recorded so far is in the store; rejects where it could not be written. */
  flush(): Promise<void>
  /** Flushes, then stops; what could not be written is said in the log. */
  close(): Promise<void>
}

export interface RecordedFrame {
  frame: Frame
  roster: Roster
}

export interface HistoryState {
  /** Minutes of services that wait to be written. */
  unsavedMinutes: number
  /** Why the last write failed, in words; null while all is well. */
  problem: string | null
}

export interface HistoryLog {
  info(facts: object, message: string): void
  error(facts: object, message: string): void
}

export interface HistoryLimits {
  /** Samples of totals in memory; 86,400 are a day at 1 Hz, 4 MB for three regions. */
  totalsSamples: number
  /** How long whole frames are kept, ms … */
  framesMs: number
  /** … and how many bytes of them at most. */
  framesBytes: number
  /** Frames older than this are thinned to one each `framesCoarseStepMs`. */
  framesFineMs: number
  framesCoarseStepMs: number
  /** A chunk is closed at this many frames … */
  chunkFrames: number
  /** … or when it spans this much, ms. */
  chunkSpanMs: number
  /** One transaction each so many ms. */
  flushEveryMs: number
  /** While the store cannot be written, at most this many rows of minutes wait; older ones become unknown. */
  mostUnsavedMinutes: number
}

export const DEFAULT_HISTORY_LIMITS: HistoryLimits = {
  totalsSamples: 86_400,
  // An hour more than a day: charts compare the last half hour with the same of yesterday, latency included.
  framesMs: 25 * 3_600_000,
  framesBytes: 512 * 2 ** 20,
  framesFineMs: 6 * 3_600_000,
  framesCoarseStepMs: 10_000,
  chunkFrames: 60,
  chunkSpanMs: 600_000,
  flushEveryMs: 10_000,
  mostUnsavedMinutes: 200_000,
}

export interface CreateHistoryInput {
  store: Store
  clock: Clock
  /** The installation's rule of what may be believed. */
  freshness?: FreshnessRule | undefined
  limits?: Partial<HistoryLimits> | undefined
  log?: HistoryLog | undefined
}
