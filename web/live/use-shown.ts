import type { Frame } from '#contract/frame-codec/frame.ts'
import type { Roster } from '#contract/roster.ts'
import type { StreamState } from './live-store.ts'
import { useFrame } from './use-frame.ts'
import { useLive } from './use-live.ts'
import { useNow } from './use-now.ts'
import { useReplay } from './use-replay.ts'

/**
 * The picture a screen is to show: the live one, or that of the moment somebody has gone back to. Screens read these;
 * what speaks of the stream itself reads the live ones.
 */
export function useShownFrame(): Frame | null {
  const live = useFrame()
  const isLive = useReplay((replay) => replay.mode === 'live')
  const recorded = useReplay((replay) => replay.frame)
  return isLive ? live : recorded
}

/** The rows of `useShownFrame`. */
export function useShownRoster(): Roster | null {
  const live = useLive((state) => state.roster)
  const isLive = useReplay((replay) => replay.mode === 'live')
  const recorded = useReplay((replay) => replay.roster)
  return isLive ? live : recorded
}

/**
 * What ages are counted against, UTC ms. Of the past it is the moment the frame was made, so that it shows as it was
 * seen then, though only every tenth second may have been kept.
 */
export function useShownNow(): number {
  const live = useNow()
  const at = useReplay((replay) => replay.at)
  const madeAt = useReplay((replay) => replay.frame?.worldAt ?? null)
  return at === null ? live : (madeAt ?? at)
}

/** What became of the stream is no part of the past. */
export function useShownStream(): StreamState {
  const stream = useLive((state) => state.stream)
  const isLive = useReplay((replay) => replay.mode === 'live')
  return isLive ? stream : AS_IT_WAS
}

const AS_IT_WAS: StreamState = { kind: 'live', since: 0 }

/** How fast the picture moves: 1 as it happened, 0 standing still. */
export function useShownPace(): number {
  return useReplay(({ mode, speed, status }) => {
    if (mode === 'live') return 1
    return mode === 'playing' && status === 'ready' ? speed : 0
  })
}

/** The two hours up to the moment shown, in steps, so that not every second asks anew; nothing while live. */
export function useShownSpan(): { from?: number; to?: number } {
  const to = useReplay(({ at }) => (at === null ? null : Math.ceil(at / SPAN_STEP_MS) * SPAN_STEP_MS))
  return to === null ? {} : { from: to - SPAN_MS, to }
}

const SPAN_MS = 7_200_000
const SPAN_STEP_MS = 30_000
