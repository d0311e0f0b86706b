import type { Replay } from '#contract/read-replay.ts'
import { inflateReplay } from './inflate-replay.ts'
import { createReplayCache } from './replay-cache.ts'
import { GRIDS, keyOf, type ReplayWindow } from './replay-windows.ts'
import type { Timers } from './stream-effects.ts'

/** Asks the server for recorded frames; rejects with an error whose message can be shown. */
export type FetchFrames = (query: {
  from: number
  to: number
  stepMs: number
  signal: AbortSignal
}) => Promise<ArrayBuffer>

/** Has windows at hand: fetches what is needed, nearest first, a few at a time, and lets go of what is no longer. */
export interface ReplayLoader {
  get(window: ReplayWindow): Replay | null
  /** True where the window is there as far as the past itself reaches. */
  has(window: ReplayWindow): boolean
  need(windows: readonly ReplayWindow[]): void
  /** Why the window is not there; null while it may still come. */
  problemOf(window: ReplayWindow): string | null
}

export interface ReplayLoaderInput {
  fetchFrames: FetchFrames
  /** UTC ms on the clock of what is recorded. */
  now: () => number
  timers: Timers
  /** Something came, or failed. */
  onChange: () => void
  maxBytes?: number
}

const MAX_BYTES = 64 * 2 ** 20
const AT_ONCE = 3
const RETRY_MS = 2_000
/** Until when a second may come late. A window is whole when that is over, too. */
const SETTLED_MS = 5_000

export function createReplayLoader(input: ReplayLoaderInput): ReplayLoader {
  const { fetchFrames, now, timers, onChange, maxBytes = MAX_BYTES } = input
  const cache = createReplayCache(maxBytes)
  const underWay = new Map<string, AbortController>()
  const problems = new Map<string, string>()
  /** When a window that is still growing was fetched. */
  const fetchedAt = new Map<string, number>()
  let needed: readonly ReplayWindow[] = []

  function isWanted(window: ReplayWindow): boolean {
    const key = keyOf(window)
    if (underWay.has(key) || problems.has(key) || !cache.lacks(window) || window.from > now()) return false
    return now() - (fetchedAt.get(key) ?? -Infinity) >= SETTLED_MS
  }

  function fetchNext(): void {
    for (const window of needed) {
      if (underWay.size >= AT_ONCE) return
      if (isWanted(window)) void load(window)
    }
  }

  async function load(window: ReplayWindow): Promise<void> {
    const key = keyOf(window)
    const ending = new AbortController()
    underWay.set(key, ending)
    const asked = now()
    try {
      const { from, to, grid } = window
      const answer = await fetchFrames({ from, to, stepMs: GRIDS[grid].stepMs, signal: ending.signal })
      const replay = await inflateReplay(answer)
      if (ending.signal.aborted) return
      const isWhole = asked >= to + SETTLED_MS
      cache.put(window, replay, isWhole)
      if (isWhole) fetchedAt.delete(key)
      else fetchedAt.set(key, asked)
    } catch (error) {
      if (ending.signal.aborted) return
      problems.set(key, error instanceof Error ? error.message : String(error))
      timers.after(RETRY_MS, () => problems.delete(key) && fetchNext())
    } finally {
      if (underWay.get(key) === ending) underWay.delete(key)
      if (!ending.signal.aborted) {
        onChange()
        fetchNext()
      }
    }
  }

  return {
    get: cache.get,
    has: (window) => !cache.lacks(window) || fetchedAt.has(keyOf(window)),
    need(windows) {
      needed = windows
      endOthers(underWay, new Set(windows.map(keyOf)))
      fetchNext()
    },
    problemOf: (window) => problems.get(keyOf(window)) ?? null,
  }
}

function endOthers(underWay: Map<string, AbortController>, needed: ReadonlySet<string>): void {
  for (const [key, ending] of underWay) {
    if (needed.has(key)) continue
    ending.abort()
    underWay.delete(key)
  }
}
