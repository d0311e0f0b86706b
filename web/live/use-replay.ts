import { useStore } from 'zustand'
import type { ReplayControls } from './create-replay.ts'
import { useLiveContext } from './live-context.ts'
import type { ReplayState } from './replay-state.ts'

/** A part of what is said of the moment shown; renders again when the part is another (`Object.is`). */
export function useReplay<Part>(select: (state: ReplayState) => Part): Part {
  return useStore(useLiveContext().replay.store, select)
}

/** Moves the picture through time; the same object for as long as the page lives. */
export function useReplayControls(): ReplayControls {
  return useLiveContext().replay
}
