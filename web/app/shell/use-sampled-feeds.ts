import { useMemo } from 'react'
import { useFrame } from '#web/live/use-frame.ts'
import { useLive } from '#web/live/use-live.ts'
import type { SampledFeed } from './stream-words.ts'

/** The feeds of the newest frame, whatever moment is shown; none before the first picture. */
export function useSampledFeeds(): readonly SampledFeed[] {
  const roster = useLive((live) => live.roster)
  const frame = useFrame()
  return useMemo(() => {
    if (roster === null || frame === null || frame.rosterEpoch !== roster.epoch) return []
    return roster.feeds.slice(0, frame.feedObservedAt.length).map(({ periodMs }, index) => {
      return { periodMs, observedAt: frame.feedObservedAt[index] ?? NaN }
    })
  }, [roster, frame])
}
