import { useEffect, useRef, type RefObject } from 'react'

/**
 * Parts of a page come and go with what it tells. Whoever had the focus in one that is gone would have it nowhere, and
 * would begin at the page's top: they find it at this place instead.
 */
export function useKeptFocus<Place extends HTMLElement>(): RefObject<Place | null> {
  const place = useRef<Place>(null)
  const last = useRef<Element | null>(null)
  useEffect(() => {
    const remember = ({ target }: FocusEvent) => {
      last.current = target instanceof Element ? target : null
    }
    document.addEventListener('focusin', remember)
    return () => document.removeEventListener('focusin', remember)
  }, [])
  // After every commit: the one that took the focused part away is not known beforehand.
  useEffect(() => {
    const isNowhere = document.activeElement === null || document.activeElement === document.body
    if (!isNowhere || last.current === null || last.current.isConnected) return
    last.current = null
    place.current?.focus({ preventScroll: true })
  })
  return place
}
