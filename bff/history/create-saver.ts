import { packDaysBefore } from '#bff/store/minute-series.ts'
import type { Store, TransactionScope } from '#bff/store/store.ts'
import type { HistoryLimits, HistoryLog } from './history.ts'
import type { MinuteRollup } from './minute-rollup.ts'
import type { Unsaved } from './unsaved.ts'

/**
 * Writes what was recorded: one transaction at a time, each so many seconds. While the store cannot be written,
 * recording goes on and what waits is tried again with the next turn.
 */
export interface Saver {
  /** Rejects where it could not be written; that is in the log and in `problem` then. */
  save(): Promise<void>
  readonly problem: string | null
  stop(): void
}

export interface SaverInput {
  store: Store
  unsaved: Unsaved
  rollup: MinuteRollup
  limits: HistoryLimits
  /** On the clock of what is recorded. */
  now: () => number
  log: HistoryLog | undefined
}

const TRIM_EVERY_MS = 60_000
/** A day is packed a while after its end, when nothing of it is still under way. */
const PACK_AFTER_MS = 600_000
const DAY_MS = 86_400_000

export function createSaver({ store, unsaved, rollup, limits, now, log }: SaverInput): Saver {
  let problem: string | null = null
  let saving: Promise<void> = Promise.resolve()
  const trim = createTrim(limits, now)
  const packFinishedDays = createPacking(store, now)
  const thinOldFrames = createThinning(store, limits, now)

  function save(): Promise<void> {
    saving = saving.catch(() => {}).then(write)
    return saving
  }

  async function write(): Promise<void> {
    unsaved.addMinutes(rollup.drain())
    try {
      await unsaved.save((run) => store.transaction(run), trim)
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error)
      if (problem !== message) log?.error({ err: error }, `history cannot be written: ${message}`)
      problem = message
      throw error
    }
    if (problem !== null) log?.info({}, 'history is written again')
    problem = null
  }

  const timer = setInterval(() => {
    // A failed save is in the log; what could not be packed or thinned is tried again.
    save()
      .then(packFinishedDays)
      .then(thinOldFrames)
      .catch(() => {})
  }, limits.flushEveryMs)
  timer.unref()

  return {
    save,
    get problem() {
      return problem
    },
    stop: () => clearInterval(timer),
  }
}

function createTrim(limits: HistoryLimits, now: () => number): (tx: TransactionScope) => Promise<void> {
  let trimmedAt = Number.NEGATIVE_INFINITY
  return async (tx) => {
    const at = now()
    if (Math.abs(at - trimmedAt) < TRIM_EVERY_MS) return
    trimmedAt = at
    await tx.frameChunks.trim({ endedBefore: Math.floor(at - limits.framesMs), maxBytes: limits.framesBytes })
    await tx.rosters.deleteUnused()
    await tx.totalsChunks.deleteEndedBefore(Math.floor(at - limits.totalsSamples * 1_000 - TRIM_EVERY_MS))
  }
}

function createPacking(store: Store, now: () => number): () => Promise<void> {
  let packedBefore = Number.NEGATIVE_INFINITY
  return async () => {
    const before = Math.floor((now() - PACK_AFTER_MS) / DAY_MS) * DAY_MS
    if (before === packedBefore) return
    await packDaysBefore(store, before)
    packedBefore = before
  }
}

/** Ten minutes of frames a turn, so that nobody waits long for the store behind it. */
function createThinning(store: Store, limits: HistoryLimits, now: () => number): () => Promise<void> {
  let after = 0
  return async () => {
    const before = Math.floor(now() - limits.framesFineMs)
    // A clock set back: what was done may have been done too early, and is still done.
    after = Math.min(after, before)
    after = (await store.thinFrames({ before, after, stepMs: limits.framesCoarseStepMs })) ?? after
  }
}
