import { useMemo, type ReactNode } from 'react'
import { useStore } from 'zustand'
import type { ReplayControls } from './create-replay.ts'
import { LiveContext, useLiveContext } from './live-context.ts'
import type { ReplayState } from './replay-state.ts'

/** Whatever stands below it shows the moment compared with, as if it were the one shown. */
export function OtherMoment({ children }: { children: ReactNode }) {
  const live = useLiveContext()
  const other = useMemo(() => ({ ...live, replay: live.other }), [live])
  return <LiveContext value={other}>{children}</LiveContext>
}

/** A part of what is said of the moment compared with; renders again when the part is another (`Object.is`). */
export function useOther<Part>(select: (state: ReplayState) => Part): Part {
  return useStore(useLiveContext().other.store, select)
}

/** Moves the moment compared with; the same object for as long as the page lives. */
export function useOtherControls(): ReplayControls {
  return useLiveContext().other
}
