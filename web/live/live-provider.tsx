import { useMemo, type ReactNode } from 'react'
import type { LiveStore } from './create-live-store.ts'
import { createReplay, type ReplayControls } from './create-replay.ts'
import { createTicker } from './create-ticker.ts'
import { LiveContext } from './live-context.ts'

const browserClock = { now: () => Date.now() }

export interface LiveProviderProps {
  store: LiveStore
  /** Of the connection that feeds the store; nothing happens where there is none. */
  reconnectNow?: () => void
  /** Of the page; without one there is no past. */
  replay?: ReplayControls
  /** As `replay`, for a second moment beside it. */
  other?: ReplayControls
  /** UTC ms. */
  clock?: { now(): number }
  children: ReactNode
}

/** Gives the screens below it the stream's picture. The connection is made outside of React, once a page. */
export function LiveProvider({
  store,
  reconnectNow = nothing,
  replay,
  other,
  clock = browserClock,
  children,
}: LiveProviderProps) {
  const live = useMemo(() => {
    return {
      store,
      reconnectNow,
      ticker: createTicker(clock),
      replay: replay ?? withoutPast(store, clock),
      other: other ?? withoutPast(store, clock),
    }
  }, [store, reconnectNow, replay, other, clock])
  return <LiveContext value={live}>{children}</LiveContext>
}

function nothing(): void {}

function withoutPast(live: LiveStore, clock: { now(): number }): ReplayControls {
  const fetchFrames = () => Promise.reject(new Error('there is no past here'))
  return createReplay({ live, clock, timers: { after: () => nothing }, fetchFrames })
}
