import { stream as words } from '#web/messages/en.ts'
import { ageText, secondsUntil } from '#web/messages/format.ts'
import { freshnessOf, type Freshness, type FreshnessRule } from '#contract/freshness.ts'
import type { StreamState } from '#web/live/live-store.ts'

/** A feed of the newest frame: when its newest sample was taken, on the same clock as `sourceNow`. */
export interface SampledFeed {
  observedAt: number
  periodMs: number
}

export interface StreamWordsInput {
  stream: StreamState
  /** The browser's clock, UTC ms. */
  now: number
  /** The observed system's clock at this moment, UTC ms. */
  sourceNow: number
  feeds: readonly SampledFeed[]
  rule: FreshnessRule
}

export interface StreamWords {
  tone: 'live' | 'late' | 'waiting' | 'lost'
  /** `Live`, `Reconnecting`. */
  state: string
  /** `1 s old`, `in 4 s`; empty where there is nothing to say. */
  detail: string
  /** Told to screen readers when it changes; it holds no number that counts. */
  spoken: string
  explain: string
}

/**
 * What the stream indicator says. "Live" is said of the connection; the age beside it is that of the newest sample,
 * and a stream that carries stale samples is not shown as all well.
 */
export function streamWordsOf({ stream, now, sourceNow, feeds, rule }: StreamWordsInput): StreamWords {
  const explain =
    'reason' in stream && stream.reason !== ''
      ? `${stream.reason} ${words.explain[stream.kind]}`
      : words.explain[stream.kind]
  const newest = feeds.reduce((latest, { observedAt }) => (observedAt > latest ? observedAt : latest), -Infinity)
  const age = Number.isFinite(newest) ? words.old(ageText(sourceNow - newest)) : ''
  switch (stream.kind) {
    case 'connecting':
      return { tone: 'waiting', state: words.connecting, detail: age, spoken: words.spoken.connecting, explain }
    case 'reconnecting': {
      const seconds = secondsUntil(stream.nextAttemptAt, now)
      const when = seconds === 0 ? words.now : words.inSeconds(seconds)
      const detail = age === '' ? when : `${when} · ${age}`
      return { tone: 'lost', state: words.reconnecting, detail, spoken: words.spoken.reconnecting, explain }
    }
    case 'stopped':
      return { tone: 'lost', state: words.stopped, detail: age, spoken: words.spoken.stopped, explain }
    case 'live':
      return { ...liveWordsOf(feeds, sourceNow, rule, age), explain }
  }
}

function liveWordsOf(feeds: readonly SampledFeed[], now: number, rule: FreshnessRule, age: string) {
  const states = feeds.map(({ observedAt, periodMs }) => freshnessOf({ observedAt, periodMs, now, rule }))
  const among = (...wanted: Freshness[]) => states.filter((state) => wanted.includes(state)).length
  const stale = among('stale', 'unknown')
  const late = among('late')
  if (feeds.length === 0)
    return { tone: 'live' as const, state: words.live, detail: words.waiting, spoken: words.spoken.live }
  if (stale === feeds.length) {
    const detail = age === '' ? words.noSamples : `${words.allStale} · ${age}`
    return { tone: 'late' as const, state: words.live, detail, spoken: words.spoken.stale }
  }
  if (stale > 0) {
    const detail = words.partStale(stale, feeds.length)
    return { tone: 'late' as const, state: words.live, detail, spoken: words.spoken.stale }
  }
  if (late > 0) {
    const detail = words.partLate(late, feeds.length)
    return { tone: 'late' as const, state: words.live, detail, spoken: words.spoken.live }
  }
  return { tone: 'live' as const, state: words.live, detail: age, spoken: words.spoken.live }
}
