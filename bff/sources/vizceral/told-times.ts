import { createHash } from 'node:crypto'
import type { RegionId } from '#contract/ids.ts'

/**
 * How old a region's graph is. A feed's own `updated` counts, but never later than when it was first seen: a clock that
 * is ahead must not make a feed live that stands still. Without `updated` a graph is as new as its last change that was
 * witnessed here; an answer alone proves nothing, so one that has not changed since the first was never observed.
 */
export interface ToldTimes {
  at(input: { region: RegionId; updatedMs: number; content: unknown; now: number }): ToldTime
}

export interface ToldTime {
  /** UTC ms; NaN when never observed. */
  observedAt: number
  /** How far `updated` lies ahead of this machine's clock, ms; NaN without. */
  aheadMs: number
  /** The graph changes while its `updated` stands still. */
  forgetsUpdated: boolean
}

interface Seen {
  updatedMs: number
  firstSeenAt: number
  print: string
  changedAt: number
}

export function createToldTimes(): ToldTimes {
  const seen = new Map<RegionId, Seen>()
  return {
    at({ region, updatedMs, content, now }) {
      const before = seen.get(region)
      const print = createHash('sha256').update(JSON.stringify(content)).digest('base64')
      const hasChanged = before !== undefined && before.print !== print
      const isSameTime = before !== undefined && before.updatedMs === updatedMs
      const now1 = {
        updatedMs,
        firstSeenAt: isSameTime ? before.firstSeenAt : now,
        print,
        changedAt: hasChanged ? now : (before?.changedAt ?? NaN),
      }
      seen.set(region, now1)
      const isTold = !Number.isNaN(updatedMs)
      return {
        observedAt: isTold ? Math.min(updatedMs, now1.firstSeenAt) : now1.changedAt,
        aheadMs: updatedMs - now,
        forgetsUpdated: isTold && isSameTime && hasChanged,
      }
    },
  }
}
