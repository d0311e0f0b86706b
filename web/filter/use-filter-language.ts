import { useEffect, useSyncExternalStore } from 'react'
import type { FilterLanguage } from './filter-language.ts'

/** Null until it is there; `failed` where it could not be fetched. */
export type LanguageState = FilterLanguage | 'failed' | null

let state: LanguageState = null
let underWay: Promise<void> | null = null
const listeners = new Set<() => void>()

/** The language of the filter, which all filters of the page share; fetched once somebody wants it. */
export function useFilterLanguage(wanted = true): LanguageState {
  useEffect(() => {
    if (wanted) void fetchFilterLanguage()
  }, [wanted])
  return useSyncExternalStore(listen, () => state)
}

/** Resolves when it is there, or cannot be had; a later call then tries again. */
export function fetchFilterLanguage(): Promise<void> {
  underWay ??= import('./filter-language.ts').then(
    ({ FILTER_LANGUAGE }) => tell(FILTER_LANGUAGE),
    () => {
      underWay = null
      tell('failed')
    },
  )
  return underWay
}

function tell(next: LanguageState): void {
  state = next
  for (const listener of listeners) listener()
}

function listen(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}
