import type { Frame } from '#contract/frame-codec/frame.ts'
import type { Roster } from '#contract/roster.ts'
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
 * What ages are counted against, UTC ms. Of the past: the moment the frame was made, so that it shows as it was seen
 * then, though only every tenth second may have been kept. In a gap the moment itself: what was seen last ages.
 */
export function useShownNow(): number {
  const live = useNow()
  const at = useReplay((replay) => replay.at)
  const madeAt = useReplay((replay) => (replay.status === 'gap' ? null : (replay.frame?.worldAt ?? null)))
  return at === null ? live : (madeAt ?? at)
}

/** How fast the picture moves: 1 as it happened, 0 standing still. */
export function useShownPace(): number {
  return useReplay(({ mode, speed, status }) => {
    if (mode === 'live') return 1
    return mode === 'playing' && status === 'ready' ? speed : 0
  })
}
