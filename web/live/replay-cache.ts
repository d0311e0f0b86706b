import type { Replay } from '#contract/read-replay.ts'
import { keyOf, type ReplayWindow } from './replay-windows.ts'

/**
 * Windows of the past that were fetched. It holds at most `maxBytes` of them (encoded frames; a window of the simulated
 * world takes about 0.4 MB), those looked at last; one window more than the bound is kept where it alone is larger.
 */
export interface ReplayCache {
  /** Bytes held. */
  readonly bytes: number
  get(window: ReplayWindow): Replay | null
  /** `isWhole`: nothing can be added to it any more. A window that is not is fetched again when it is asked for later. */
  put(window: ReplayWindow, replay: Replay, isWhole: boolean): void
  /** True where there is nothing, or where it was not whole. */
  lacks(window: ReplayWindow): boolean
}

interface Entry {
  replay: Replay
  isWhole: boolean
}

export function createReplayCache(maxBytes: number): ReplayCache {
  // A Map keeps the order of insertion: the first is the one looked at longest ago.
  const entries = new Map<string, Entry>()
  let bytes = 0

  function remove(key: string): void {
    bytes -= entries.get(key)?.replay.bytes ?? 0
    entries.delete(key)
  }

  return {
    get bytes() {
      return bytes
    },
    get(window) {
      const key = keyOf(window)
      const entry = entries.get(key)
      if (entry === undefined) return null
      entries.delete(key)
      entries.set(key, entry)
      return entry.replay
    },
    put(window, replay, isWhole) {
      const key = keyOf(window)
      remove(key)
      entries.set(key, { replay, isWhole })
      bytes += replay.bytes
      for (const oldest of entries.keys()) {
        if (bytes <= maxBytes || entries.size === 1) return
        remove(oldest)
      }
    },
    lacks: (window) => entries.get(keyOf(window))?.isWhole !== true,
  }
}
