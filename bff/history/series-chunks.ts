import type { FreshnessRule } from '#contract/freshness.ts'
import type { Roster } from '#contract/roster.ts'
import type { Store } from '#bff/store/store.ts'
import { readRoster } from './read-frames.ts'
import type { SeriesRows } from './series-rows.ts'
import type { Samples } from './series-samples.ts'
import type { SeriesThread } from './series-thread.ts'
import type { WaitingChunk } from './unsaved.ts'

/** What is wanted of each frame of a roster; null where that roster does not know it. */
export type WantedRows = (roster: Roster, rule: FreshnessRule) => SeriesRows[] | null

export interface ChunkReader {
  /** Of every chunk that touches [from, to), oldest first: an answer a wanted row, or null where nothing was known of. */
  read(input: ChunkQuestion): Promise<(Samples[] | null)[]>
  /** When the oldest recorded frame was, UTC ms; null where there is none. */
  oldestAt(): Promise<number | null>
}

export interface ChunkQuestion {
  from: number
  to: number
  /** Names what is wanted. */
  key: string
  wanted: WantedRows
  /** Of many things at once only little is kept. */
  isBroad?: boolean
}

export interface ChunkReaderInput {
  store: Store
  rule: FreshnessRule
  thread: SeriesThread
  /** Chunks that are not yet in the store. */
  waiting: () => readonly WaitingChunk[]
}

/** Answers kept: half an hour of some forty charts, 2 kB each; of whole regions a few, at most 2 MB each. */
const MOST_KEPT = 1_500
const MOST_BROAD = 12
const MOST_ROSTERS = 8

/** A stored chunk says the same for ever, so what was read of it is kept. */
export function createChunkReader({ store, rule, thread, waiting }: ChunkReaderInput): ChunkReader {
  const kept = createKept<Promise<Samples[] | null>>(MOST_KEPT)
  const broad = createKept<Promise<Samples[] | null>>(MOST_BROAD)
  const rosters = createKept<Promise<Roster | null>>(MOST_ROSTERS)

  function rosterOf(epoch: string, version: number): Promise<Roster | null> {
    return rosters.get(`${epoch} ${version}`, () => readRoster(store, epoch, version))
  }

  return {
    async read({ from, to, key, wanted, isBroad = false }) {
      // Taken first, so that no chunk is missed on its way into the store.
      const unsaved = waiting().filter(({ startedAt, endedAt }) => endedAt >= from && startedAt < to)
      const stored = await store.frameChunks.listWithin(from, to)
      const readStored = (facts: (typeof stored)[number]): Promise<Samples[] | null> =>
        // Thinning gives a chunk other frames under its old id.
        (isBroad ? broad : kept).get(
          `${key} ${facts.id} ${facts.started_at} ${facts.ended_at} ${facts.frames}`,
          async () => {
            const roster = await rosterOf(facts.roster_epoch, facts.roster_version)
            const rows = roster === null ? null : wanted(roster, rule)
            if (rows === null) return null
            const chunk = await store.frameChunks.get(facts.id)
            return chunk === undefined ? null : thread.read({ bytes: chunk.body, isDeflated: true, wanted: rows })
          },
        )
      const readUnsaved = async ({ roster, bytes }: WaitingChunk): Promise<Samples[] | null> => {
        const rows = wanted(roster, rule)
        return rows === null ? null : thread.read({ bytes, isDeflated: false, wanted: rows })
      }
      return Promise.all([...stored.map(readStored), ...unsaved.map(readUnsaved)])
    },
    async oldestAt() {
      const [first] = waiting()
      const { startsAfter } = await store.frameChunks.around(0, 0)
      return startsAfter ?? first?.startedAt ?? null
    },
  }
}

interface Kept<Value> {
  get(key: string, make: () => Value): Value
}

/** The most recently used; a promise that fails is not kept. */
function createKept<Value extends Promise<unknown>>(most: number): Kept<Value> {
  const values = new Map<string, Value>()
  return {
    get(key, make) {
      const value = values.get(key) ?? make()
      values.delete(key)
      values.set(key, value)
      const [oldest] = values.keys()
      if (values.size > most && oldest !== undefined) values.delete(oldest)
      value.catch(() => values.delete(key))
      return value
    },
  }
}
