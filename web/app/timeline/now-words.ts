import { freshnessOf, type FreshnessRule } from '#contract/freshness.ts'
import type { StreamState } from '#web/live/live-store.ts'
import { replayWords } from '#web/messages/replay-en.ts'
import type { SampledFeed } from '../shell/stream-words.ts'

/** What the timeline's right end is, while no moment of the past is shown: now, or the last that was seen. */
export interface NowWords {
  tone: 'live' | 'late' | 'stale' | 'unknown' | 'waiting'
  /** `Live`, `Stale`, `2 of 3 feeds stale`. */
  text: string
  /** Of the newest sample while the whole is stale or the stream away, of the oldest else; NaN where it is not told. */
  ageMs: number
  /** For those who hear it; holds nothing that counts. */
  spoken: string
}

export interface NowWordsInput {
  stream: StreamState
  feeds: readonly SampledFeed[]
  /** Now, UTC ms, on the clock that samples carry. */
  now: number
  rule: FreshnessRule
}

/** "Live" is said of what is seen, not of the connection: a stream that carries old samples does not show now. */
export function nowWordsOf({ stream, feeds, now, rule }: NowWordsInput): NowWords {
  const words = replayWords.notLive
  const all = feeds.map(({ observedAt, periodMs }) => ({
    ageMs: Math.max(0, now - observedAt),
    freshness: freshnessOf({ observedAt, periodMs, now, rule }),
  }))
  const ages = all.map(({ ageMs }) => ageMs).filter((ageMs) => !Number.isNaN(ageMs))
  const youngest = ages.length === 0 ? NaN : Math.min(...ages)
  const oldest = ages.length === 0 ? NaN : Math.max(...ages)
  const stale = all.filter(({ freshness }) => freshness === 'stale' || freshness === 'unknown').length
  if (ages.length === 0) return { tone: 'waiting', text: words.waiting, ageMs: NaN, spoken: words.spoken.waiting }
  if (all.every(({ freshness }) => freshness === 'unknown')) {
    return { tone: 'unknown', text: words.unknown, ageMs: youngest, spoken: words.spoken.unknown }
  }
  if (stale === all.length) return { tone: 'stale', text: words.stale, ageMs: youngest, spoken: words.spoken.stale }
  if (stream.kind === 'reconnecting' || stream.kind === 'stopped') {
    return { tone: 'late', text: words.away, ageMs: youngest, spoken: words.spoken.away }
  }
  if (stale > 0) {
    return { tone: 'late', text: words.partly(stale, all.length), ageMs: NaN, spoken: words.spoken.partly }
  }
  if (all.some(({ freshness }) => freshness === 'late')) {
    return { tone: 'late', text: words.late, ageMs: oldest, spoken: words.spoken.late }
  }
  return { tone: 'live', text: replayWords.live, ageMs: NaN, spoken: replayWords.spoken.live }
}
