import { useCallback, useMemo } from 'react'
import type { ReplayControls } from '#web/live/create-replay.ts'
import type { ReplayState } from '#web/live/replay-state.ts'
import { useNow } from '#web/live/use-now.ts'
import { useReplay, useReplayControls } from '#web/live/use-replay.ts'
import { momentWordsOf, type MomentWords } from './moment-words.ts'

export interface TimeTravel {
  mode: ReplayState['mode']
  /** Null while live. */
  at: number | null
  words: MomentWords | null
  /** Now, UTC ms, on the clock that samples carry. */
  now: number
  replay: ReplayControls
  /** Pauses what plays or is live; plays what stands. */
  toggle: () => void
}

/** The moment shown, with its words and the ways to another. */
export function useTimeTravel(): TimeTravel {
  const replay = useReplayControls()
  const state = useReplay((whole) => whole)
  const now = useNow()
  const words = useMemo(() => momentWordsOf(state, now), [state, now])
  const toggle = useCallback(() => {
    if (replay.store.getState().mode === 'paused') replay.play()
    else replay.pause()
  }, [replay])
  return { mode: state.mode, at: state.at, words, now, replay, toggle }
}
