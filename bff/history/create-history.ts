import { DEFAULT_FRESHNESS_RULE } from '#contract/freshness.ts'
import { MinutesQuery, TotalsQuery } from '#contract/history.ts'
import { FramesQuery } from '#contract/replay.ts'
import { MomentQuery, SeriesQuery } from '#contract/series.ts'
import { parseInput } from '#bff/failure.ts'
import type { Store } from '#bff/store/store.ts'
import { createSaver } from './create-saver.ts'
import { createCadence } from './frame-cadence.ts'
import {
  DEFAULT_HISTORY_LIMITS,
  type CreateHistoryInput,
  type History,
  type HistoryLimits,
  type HistoryLog,
  type RecordedFrame,
} from './history.ts'
import { listMinutes } from './list-minutes.ts'
import { createMinuteRollup } from './minute-rollup.ts'
import { readFrames } from './read-frames.ts'
import { replayFrames } from './replay-frames.ts'
import { sampleOf } from './sample-of-frame.ts'
import { createSeriesReader } from './series.ts'
import { samplesOfChunk, TotalsChunk } from './totals-chunk.ts'
import { totalsOfRing } from './totals-of-ring.ts'
import { createTotalsRing, type TotalsRing } from './totals-ring.ts'
import { createUnsaved, type Unsaved } from './unsaved.ts'

export type { History } from './history.ts'

const MOST_UNSAVED_CHUNKS = 500

/** Opens the history of this store and goes on where an earlier run has ended. */
export async function createHistory(input: CreateHistoryInput): Promise<History> {
  const { store, clock, freshness = DEFAULT_FRESHNESS_RULE, log } = input
  const limits: HistoryLimits = { ...DEFAULT_HISTORY_LIMITS, ...input.limits }
  const ring = createTotalsRing(limits.totalsSamples)
  await refill(ring, store, Math.floor(clock.now() - limits.totalsSamples * 1_000), log)
  const cadence = createCadence(ring.newestAt)
  const rollup = createMinuteRollup(freshness)
  const unsaved = openUnsaved(limits, log)
  let newest: RecordedFrame | null = null
  const worldNow = () => clock.now() + (newest === null ? 0 : newest.frame.worldAt - newest.frame.at)
  const reader = createSeriesReader({
    store,
    rule: freshness,
    waiting: () => unsaved.waitingChunks(),
    roster: () => newest?.roster ?? null,
    now: worldNow,
  })
  const saver = createSaver({ store, unsaved, rollup, limits, now: worldNow, log })

  return {
    get newestAt() {
      return ring.newestAt
    },
    record({ frame, roster }) {
      const step = cadence.next(frame.worldAt)
      if (step.kind === 'ignored') return
      if (step.kind === 'rewound') {
        ring.forgetFrom(frame.worldAt)
        unsaved.closeChunk()
      }
      newest = { frame, roster }
      const sample = sampleOf({ frame, roster, spanMs: step.spanMs, rule: freshness })
      ring.push(sample)
      rollup.add({ frame, roster, spanMs: step.spanMs })
      unsaved.addFrame(frame, roster, sample)
    },
    totals: (query) => totalsOfRing(ring, parseInput(TotalsQuery, query), worldNow()),
    async minutes(query) {
      const parsed = parseInput(MinutesQuery, query)
      await saver.save().catch(() => {})
      return listMinutes({ store, query: parsed, now: worldNow(), roster: newest?.roster ?? null })
    },
    frames: (span) => readFrames(store, span),
    replay: async (query) =>
      replayFrames({ store, waiting: unsaved.waitingChunks(), query: parseInput(FramesQuery, query), log }),
    series: async (query) => reader.series(parseInput(SeriesQuery, query)),
    moment: async (query) => reader.moment(parseInput(MomentQuery, query)),
    state: () => ({ unsavedMinutes: unsaved.minutes, problem: saver.problem }),
    flush() {
      unsaved.closeChunk()
      return saver.save()
    },
    async close() {
      saver.stop()
      await reader.close()
      unsaved.closeChunk()
      await saver.save().catch(() => {})
    },
  }
}

function openUnsaved(limits: HistoryLimits, log: HistoryLog | undefined): Unsaved {
  return createUnsaved(
    {
      frames: limits.chunkFrames,
      spanMs: limits.chunkSpanMs,
      mostMinutes: limits.mostUnsavedMinutes,
      mostChunks: MOST_UNSAVED_CHUNKS,
    },
    (what, count) => log?.error({ count }, `history lost ${what}: the store could not be written for too long`),
  )
}

/** A chunk that cannot be read costs its minute, not the start. */
async function refill(ring: TotalsRing, store: Store, from: number, log: HistoryLog | undefined): Promise<void> {
  for (const body of await store.totalsChunks.bodiesSince(from)) {
    const chunk = readChunk(body)
    if (chunk === null) {
      log?.error({}, 'a minute of stored totals cannot be read and is left out')
      continue
    }
    const samples = samplesOfChunk(chunk)
    const first = samples[0]
    if (first !== undefined) ring.forgetFrom(first.at)
    for (const sample of samples) ring.push(sample)
  }
}

function readChunk(body: string): TotalsChunk | null {
  try {
    return TotalsChunk.parse(JSON.parse(body))
  } catch {
    return null
  }
}
