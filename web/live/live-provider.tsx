import { useMemo, type ReactNode } from 'react'
import type { LiveStore } from './create-live-store.ts'
import { createTicker } from './create-ticker.ts'
import { LiveContext } from './live-context.ts'

const browserClock = { now: () => Date.now() }

export interface LiveProviderProps {
  store: LiveStore
  /** Of the connection that feeds the store; nothing happens where there is none. */
  reconnectNow?: () => void
  /** UTC ms. */
  clock?: { now(): number }
  children: ReactNode
}

/** Gives the screens below it the stream's picture. The connection is made outside of React, once a page. */
export function LiveProvider({ store, reconnectNow = nothing, clock = browserClock, children }: LiveProviderProps) {
  const live = useMemo(() => ({ store, reconnectNow, ticker: createTicker(clock) }), [store, reconnectNow, clock])
  return <LiveContext value={live}>{children}</LiveContext>
}

function nothing(): void {}
