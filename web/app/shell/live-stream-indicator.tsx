import { useFrame } from '#web/live/use-frame.ts'
import { useLive, useReconnectNow } from '#web/live/use-live.ts'
import { useNow } from '#web/live/use-now.ts'
import { StreamIndicator } from './stream-indicator.tsx'
import { streamWordsOf } from './stream-words.ts'
import { useSampledFeeds } from './use-sampled-feeds.ts'

/** Counts on in the browser, whether the server lives or not. */
export function LiveStreamIndicator() {
  const stream = useLive((live) => live.stream)
  const rule = useLive((live) => live.freshness)
  const skewMs = useLive((live) => live.skewMs)
  const frame = useFrame()
  const sourceNow = useNow()
  const retry = useReconnectNow()
  const feeds = useSampledFeeds()
  const aheadMs = frame === null ? 0 : frame.worldAt - frame.at
  const words = streamWordsOf({ stream, now: sourceNow - aheadMs + skewMs, sourceNow, feeds, rule })
  return <StreamIndicator words={words} onRetry={retry} />
}
