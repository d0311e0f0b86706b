import { useEffect, useRef, type KeyboardEvent, type RefObject } from 'react'

/**
 * Up and down lead from row to row, though only rows in view are there: the one wanted is scrolled to, and has the focus
 * as soon as it has come.
 */
export function useRowKeys(
  scroller: RefObject<HTMLElement | null>,
  rows: number,
  scrollTo: (place: number) => void,
): (event: KeyboardEvent) => void {
  const wanted = useRef<number | null>(null)
  const focusWanted = (): void => {
    const link = scroller.current?.querySelector<HTMLElement>(`[data-place="${wanted.current}"] a`)
    if (link === null || link === undefined) return
    wanted.current = null
    link.focus({ preventScroll: true })
  }
  useEffect(() => {
    if (wanted.current !== null) focusWanted()
  })
  return (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step === undefined || !(event.target instanceof HTMLElement)) return
    const here = event.target.closest<HTMLElement>('[data-place]')?.dataset['place']
    const next = Math.min(Math.max(here === undefined ? 0 : Number(here) + step, 0), rows - 1)
    event.preventDefault()
    wanted.current = next
    scrollTo(next)
    focusWanted()
  }
}
