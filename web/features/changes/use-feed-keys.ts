import { useEffect, useRef, type KeyboardEvent, type RefObject } from 'react'

/**
 * Up and down lead from change to change, past the headings of days, though only rows in view are there: the one wanted
 * is scrolled to, and has the focus as soon as it has come.
 */
export function useFeedKeys(
  scroller: RefObject<HTMLElement | null>,
  /** Places of the changes among all rows, ascending. */
  places: readonly number[],
  scrollTo: (place: number) => void,
): (event: KeyboardEvent) => void {
  const wanted = useRef<number | null>(null)
  const focusWanted = (): void => {
    const link = scroller.current?.querySelector<HTMLElement>(`[data-place="${wanted.current}"] a[data-main]`)
    if (link === null || link === undefined) return
    wanted.current = null
    link.focus({ preventScroll: true })
    link.scrollIntoView({ block: 'nearest' })
  }
  useEffect(() => {
    if (wanted.current !== null) focusWanted()
  })
  return (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step === undefined || !(event.target instanceof HTMLElement)) return
    const here = event.target.closest<HTMLElement>('[data-place]')?.dataset['place']
    const index = here === undefined ? (step === 1 ? -1 : 1) : places.indexOf(Number(here))
    const next = places[Math.min(Math.max(index + step, 0), places.length - 1)]
    if (next === undefined) return
    event.preventDefault()
    wanted.current = next
    scrollTo(next)
    focusWanted()
  }
}
