import { useNavigate, useRouterState } from '@tanstack/react-router'
import { useEffect, useEffectEvent, useRef } from 'react'
import { regionOfView, TrafficSearch, withView } from '#web/features/traffic/traffic-search.ts'
import { useLive } from '#web/live/use-live.ts'
import { useNow } from '#web/live/use-now.ts'
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
  const now = useNow()
  /** When the view came, or was touched last, ms of the page's own clock; null before the first second. */
  const since = useRef<number | null>(null)

  const turn = useEffectEvent(() => {
    since.current ??= performance.now()
    if (rotationMs === null || roster === null || document.hidden) return
    // The clock beats once a second: half a beat early is nearer than half a beat late.
    if (performance.now() - since.current < rotationMs - 500) return
    since.current = performance.now()
    const shown = TrafficSearch.parse(search)
    const next = nextView(
      regionOfView(shown),
      roster.regions.map(({ id }) => id),
    )
    void navigate({ to: PATHS.traffic, search: withView(shown, next), replace: true })
  })
  useEffect(() => turn(), [now])
  useEffect(() => {
    const ending = new AbortController()
    const touched = (): void => {
      since.current = performance.now()
    }
    for (const touch of ['pointerdown', 'keydown', 'wheel']) {
      addEventListener(touch, touched, { signal: ending.signal, passive: true })
    }
    return () => ending.abort()
  }, [])
}
