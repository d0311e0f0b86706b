import { useMemo, useSyncExternalStore } from 'react'
import type { Frame } from '#contract/frame-codec/frame.ts'
import type { LiveStore } from './create-live-store.ts'
import { useLiveContext } from './live-context.ts'

/** Panels are not redrawn faster than this, however fast frames come. */
const LEAST_MS = 500

/** The newest frame, at most twice a second; null before the first. */
export function useFrame(): Frame | null {
  const { store } = useLiveContext()
  const paced = useMemo(() => paceFrames(store), [store])
  return useSyncExternalStore(paced.subscribe, paced.frame)
}

function paceFrames(store: LiveStore): { frame: () => Frame | null; subscribe: (listener: () => void) => () => void } {
  let shown = store.getState().frame
  let shownAt = -Infinity
  return {
    frame: () => shown,
    subscribe(listener) {
      let timer: ReturnType<typeof setTimeout> | null = null
      const show = () => {
        timer = null
        const { frame } = store.getState()
        if (frame === shown) return
        shown = frame
        shownAt = performance.now()
        listener()
      }
      const pace = () => {
        if (timer !== null) return
        const wait = shownAt + LEAST_MS - performance.now()
        if (wait <= 0) show()
        else timer = setTimeout(show, wait)
      }
      show()
      const stop = store.subscribe(pace)
      return () => {
        stop()
        if (timer !== null) clearTimeout(timer)
      }
    },
  }
}
