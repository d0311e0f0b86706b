import { useNavigate, useRouterState } from '@tanstack/react-router'
import { useEffect, useEffectEvent } from 'react'
import { regionOfView, TrafficSearch, withView } from '#web/features/traffic/traffic-search.ts'
import { useLive } from '#web/live/use-live.ts'
import { PATHS } from '#web/urls/urls.ts'
import { nextView } from './rotation.ts'

/**
 * Shows the world and its regions in turn. Whoever touches the display has the view for a whole turn from then on; a
 * hidden page stays where it is. Views replace each other: the way back leads out of the display, not through a night.
 */
export function useRotation(rotationMs: number | null): void {
  const navigate = useNavigate()
  const search = useRouterState({ select: (state) => state.location.search })
  const roster = useLive((live) => live.roster)
  const go = useEffectEvent(() => {
    if (document.hidden || roster === null) return
    const now = TrafficSearch.parse(search)
    const next = nextView(
      regionOfView(now),
      roster.regions.map(({ id }) => id),
    )
    void navigate({ to: PATHS.traffic, search: withView(now, next), replace: true })
  })
  useEffect(() => {
    if (rotationMs === null) return
    let timer = setInterval(() => go(), rotationMs)
    const again = (): void => {
      clearInterval(timer)
      timer = setInterval(() => go(), rotationMs)
    }
    const ending = new AbortController()
    for (const touch of ['pointerdown', 'keydown', 'wheel']) {
      addEventListener(touch, again, { signal: ending.signal, passive: true })
    }
    return () => {
      clearInterval(timer)
      ending.abort()
    }
  }, [rotationMs])
}
