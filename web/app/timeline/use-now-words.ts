import { useLive } from '#web/live/use-live.ts'
import { useNow } from '#web/live/use-now.ts'
import { useSampledFeeds } from '../shell/use-sampled-feeds.ts'
import { nowWordsOf, type NowWords } from './now-words.ts'

/** How much of now the newest picture is, whatever moment is shown; counts on when the server is gone. */
export function useNowWords(): NowWords {
  const stream = useLive((live) => live.stream)
  const rule = useLive((live) => live.freshness)
  const feeds = useSampledFeeds()
  return nowWordsOf({ stream, feeds, now: useNow(), rule })
}
