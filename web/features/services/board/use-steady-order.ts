import { useMemo, useState } from 'react'
import { orderBoard } from './order-board.ts'
import type { Sort } from './sort.ts'
import type { ServiceBoard } from './service-board.ts'

/** Rows change places no oftener: what one reads must not run away. */
const LEAST_MS = 4_000

export interface SteadyOrder {
  /** Rows of the index's services. */
  order: Int32Array
  /** When they were put in order, UTC ms of the board. */
  orderedAt: number
  /** The order waits because somebody points at it. */
  isHeld: boolean
  orderNow(): void
}

interface Kept {
  order: Int32Array
  orderedAt: number
  of: { index: ServiceBoard['index']; sort: string; shown: string; asked: number }
}

/**
 * The order of the rows: made anew when another one is asked for, else every few seconds, and never while somebody
 * points at a row or stands on one.
 */
export function useSteadyOrder(
  board: ServiceBoard,
  sort: Sort,
  shown: Uint8Array | null,
  isPointedAt: boolean,
): SteadyOrder {
  const [asked, setAsked] = useState(0)
  const of = {
    index: board.index,
    sort: `${sort.column} ${sort.descending}`,
    shown: useMemo(() => keyOf(shown), [shown]),
    asked,
  }
  const [kept, setKept] = useState<Kept>(() => ({
    order: orderBoard(board, sort, shown),
    orderedAt: board.worldAt,
    of,
  }))
  const isOther =
    kept.of.index !== of.index || kept.of.sort !== of.sort || kept.of.shown !== of.shown || kept.of.asked !== asked
  const isDue = board.worldAt - kept.orderedAt >= LEAST_MS
  const next =
    isOther || (isDue && !isPointedAt) ? { order: orderBoard(board, sort, shown), orderedAt: board.worldAt, of } : kept
  if (next !== kept) setKept(next)
  return {
    order: next.order,
    orderedAt: next.orderedAt,
    isHeld: isPointedAt && isDue,
    orderNow: () => setAsked((before) => before + 1),
  }
}

/** What a filter leaves, as a text that is equal where it is the same. */
function keyOf(shown: Uint8Array | null): string {
  if (shown === null) return ''
  let hash = 0x811c9dc5
  for (const one of shown) hash = Math.imul(hash ^ one, 0x01000193)
  return `${shown.length} ${hash}`
}
