import { createContext, useContext } from 'react'
import type { LiveStore } from './create-live-store.ts'
import type { ReplayControls } from './create-replay.ts'
import type { Ticker } from './create-ticker.ts'

export interface Live {
  store: LiveStore
  ticker: Ticker
  replay: ReplayControls
  /** The moment that the one shown is compared with; live while there is none. */
  other: ReplayControls
  reconnectNow: () => void
}

export const LiveContext = createContext<Live | null>(null)

export function useLiveContext(): Live {
  const live = useContext(LiveContext)
  if (live === null) throw new Error('a LiveProvider is to stand around what reads the stream')
  return live
}
