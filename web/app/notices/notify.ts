import { useSyncExternalStore } from 'react'

export interface Notice {
  title: string
  message: string
  tone: 'done' | 'trouble'
}

const listeners = new Set<() => void>()
let needed = false

/** Says something in the corner that nobody has to answer. The kit for it is fetched when first needed. */
export function notify(notice: Notice): void {
  needed = true
  for (const listener of listeners) listener()
  // Where the kit cannot be fetched, the notice is lost, and nothing else.
  import('./show-notice.ts').then(({ showNotice }) => showNotice(notice)).catch(() => {})
}

/** True from the first notice on. */
export function useNoticesNeeded(): boolean {
  return useSyncExternalStore(subscribe, () => needed)
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}
