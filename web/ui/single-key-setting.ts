import { useSyncExternalStore } from 'react'

/**
 * Whether shortcuts of a single key work (WCAG 2.1.4). A person's own setting, kept in the browser; without storage it
 * lasts as long as the page.
 */

const KEY = 'spillway.single-key-shortcuts'
const OFF = 'off'

const listeners = new Set<() => void>()
let unstored: boolean | null = null

export function singleKeysOn(): boolean {
  if (unstored !== null) return unstored
  try {
    return localStorage.getItem(KEY) !== OFF
  } catch {
    return true
  }
}

export function setSingleKeysOn(on: boolean): void {
  try {
    if (on) localStorage.removeItem(KEY)
    else localStorage.setItem(KEY, OFF)
    unstored = null
  } catch {
    unstored = on
  }
  for (const listener of listeners) listener()
}

export function useSingleKeysOn(): boolean {
  return useSyncExternalStore(subscribe, singleKeysOn, () => true)
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  // Another tab may have changed it.
  addEventListener('storage', listener)
  return () => {
    listeners.delete(listener)
    removeEventListener('storage', listener)
  }
}
