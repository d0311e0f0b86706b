import { freshnessOf, type Freshness, type FreshnessRule } from '#contract/freshness.ts'
import type { FeedStatus, SourceStatus } from '#contract/source-status.ts'
import { ageText, secondsUntil } from '#web/messages/format.ts'
import { sources as words } from '#web/messages/sources-en.ts'

/** The two clocks of this moment, UTC ms: the server's (of states and problems), and the observed system's (of samples). */
export interface Clocks {
  serverNow: number
  sourceNow: number
}

export interface ConnectionWords {
  mark: 'healthy' | 'degraded' | 'failing' | 'unknown'
  state: string
  detail: string
}

/** How Spillway's own connection to a source stands. */
export function connectionWordsOf(source: SourceStatus, now: number): ConnectionWords {
  const state = words.state[source.state]
  const lasting = ageText(now - source.since)
  const next = source.nextAttemptAt === null ? null : secondsUntil(source.nextAttemptAt, now)
  switch (source.state) {
    case 'connected':
      return { mark: 'healthy', state, detail: words.detail.connected(lasting) }
    case 'connecting':
      return { mark: 'unknown', state, detail: words.detail.connecting(lasting) }
    case 'retrying':
      return {
        mark: 'degraded',
        state,
        detail: next === null || next === 0 ? words.detail.retryingNow : words.detail.retryingIn(next),
      }
    case 'open-circuit':
      return {
        mark: 'failing',
        state,
        detail: next === null || next === 0 ? words.detail.openNow : words.detail.openUntil(next),
      }
  }
}

export interface FeedWords {
  state: Freshness
  /** Null when never seen. */
  ageMs: number | null
}

export function feedWordsOf({ observedAt, periodMs }: FeedStatus, sourceNow: number, rule: FreshnessRule): FeedWords {
  return {
    state: freshnessOf({ observedAt, periodMs, now: sourceNow, rule }),
    ageMs: observedAt === null ? null : sourceNow - observedAt,
  }
}

/** Worst first: what does not answer stands on top. */
export function worstSourcesFirst(sources: readonly SourceStatus[]): SourceStatus[] {
  return sources.toSorted((left, right) => ORDER[left.state] - ORDER[right.state] || left.id.localeCompare(right.id))
}

const ORDER: Record<SourceStatus['state'], number> = { 'open-circuit': 0, retrying: 1, connecting: 2, connected: 3 }

/** What a source is asked, in words. */
export function askedTextOf({ kind, preset }: Pick<SourceStatus, 'kind' | 'preset'>): string {
  if (kind !== 'prometheus') return words.askedOf[kind]
  const texts: Readonly<Record<string, string>> = words.askedBy
  return texts[preset] ?? words.askedBy.custom
}
