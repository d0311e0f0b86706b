import { useRouterState } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'

/** On another screen the keyboard begins in it, as it would on a new page. For the place the screens stand in. */
export function useFocusOnNewScreen() {
  const pathname = useRouterState({ select: (state) => state.resolvedLocation?.pathname })
  const place = useRef<HTMLElement>(null)
  const before = useRef(pathname)
  useEffect(() => {
    const isFirst = before.current === undefined
    if (before.current === pathname) return
    before.current = pathname
    if (!isFirst) place.current?.focus({ preventScroll: true })
  }, [pathname])
  return place
}
