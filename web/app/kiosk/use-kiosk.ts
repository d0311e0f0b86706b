import { useRouterState } from '@tanstack/react-router'
import { useEffect } from 'react'
import { TrafficSearch } from '#web/features/traffic/traffic-search.ts'
import { PATHS } from '#web/urls/urls.ts'
import { keepScreenOn } from './keep-screen-on.ts'
import { rotationMsOf } from './rotation.ts'

export interface Kiosk {
  /** A wall display: no chrome, larger words. */
  on: boolean
  /** How long each view stays; null where views do not change. */
  rotationMs: number | null
}

/** What the address asks for, and all that follows from it for the page as a whole. */
export function useKiosk(): Kiosk {
  const pathname = useRouterState({ select: (state) => state.location.pathname })
  const search = useRouterState({ select: (state) => state.location.search })
  const { kiosk, rotate } = TrafficSearch.parse(search)
  const on = kiosk === true && pathname === PATHS.traffic
  const rotationMs = on ? rotationMsOf(rotate) : null
  useEffect(() => {
    if (!on) return
    document.documentElement.dataset['kiosk'] = ''
    const release = keepScreenOn()
    return () => {
      delete document.documentElement.dataset['kiosk']
      release()
    }
  }, [on])
  return { on, rotationMs }
}
