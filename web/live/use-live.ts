import { useStore } from 'zustand'
import { useLiveContext } from './live-context.ts'
import type { LiveState } from './live-store.ts'

/** A part of the live state; renders again when the part is another (`Object.is`). Frames: see `useFrame`. */
export function useLive<Part>(select: (state: LiveState) => Part): Part {
  return useStore(useLiveContext().store, select)
}

/** "Try now" of a stream that waits for its next attempt. */
export function useReconnectNow(): () => void {
  return useLiveContext().reconnectNow
}
