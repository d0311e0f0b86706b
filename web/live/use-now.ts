import { useSyncExternalStore } from 'react'
import { useLiveContext } from './live-context.ts'
import { worldNow } from './age-of.ts'
import { useLive } from './use-live.ts'

/**
 * Now, UTC ms, on the clock that samples carry (the server's; in a simulation the world's): what ages are counted
 * against. Moves once a second, and goes on when the server is gone.
 */
export function useNow(): number {
  const { ticker } = useLiveContext()
  const browserNow = useSyncExternalStore(ticker.subscribe, ticker.now)
  const skewMs = useLive((state) => state.skewMs)
  const aheadMs = useLive((state) => (state.frame === null ? 0 : state.frame.worldAt - state.frame.at))
  return worldNow({ browserNow, skewMs, aheadMs })
}
