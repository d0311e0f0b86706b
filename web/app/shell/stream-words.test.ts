import { describe, expect, it } from 'vitest'
import { DEFAULT_FRESHNESS_RULE } from '#contract/freshness.ts'
import type { StreamState } from '#web/live/live-store.ts'
import { streamWordsOf, type SampledFeed } from './stream-words.ts'

const NOW = Date.UTC(2026, 10, 22, 14)
const feed = (ageMs: number): SampledFeed => ({ observedAt: NOW - ageMs, periodMs: 1_000 })
const live: StreamState = { kind: 'live', since: NOW }
const lost: StreamState = { kind: 'reconnecting', since: NOW, nextAttemptAt: NOW + 3_200, attempt: 2, reason: 'Lost.' }

function wordsOf(stream: StreamState, feeds: SampledFeed[], later = 0) {
  const now = NOW + later
  return streamWordsOf({ stream, now, sourceNow: now, feeds, rule: DEFAULT_FRESHNESS_RULE })
}

describe('the stream indicator', () => {
  it.each([
    ['all is live', live, [feed(1_000), feed(1_400)], 'live', 'Live', '1 s old'],
    ['one feed is late', live, [feed(1_000), feed(6_000)], 'late', 'Live', '1 of 2 feeds late'],
    ['one feed is stale', live, [feed(1_000), feed(14_000)], 'late', 'Live', '1 of 2 feeds stale'],
    ['all feeds are stale', live, [feed(14_000), feed(15_000)], 'late', 'Live', 'all feeds stale · 14 s old'],
    ['nothing was ever seen', live, [feed(NaN)], 'late', 'Live', 'no samples yet'],
    ['no picture has come', live, [], 'live', 'Live', 'waiting for the first picture'],
    ['the stream is lost', lost, [feed(1_000)], 'lost', 'Reconnecting', 'in 4 s · 1 s old'],
    ['it never was', lost, [], 'lost', 'Reconnecting', 'in 4 s'],
    ['it connects', { kind: 'connecting', since: NOW }, [], 'waiting', 'Connecting', ''],
    ['it stopped', { kind: 'stopped', since: NOW, reason: 'Signed out.' }, [feed(9_000)], 'lost', 'Stopped', '9 s old'],
  ] as const)('when %s', (_, stream, feeds, tone, state, detail) => {
    expect(wordsOf(stream, [...feeds])).toMatchObject({ tone, state, detail })
  })

  it('lets the age count and the wait run out while the server is gone', () => {
    expect(wordsOf(lost, [feed(1_000)], 2_000).detail).toBe('in 2 s · 3 s old')
    expect(wordsOf(lost, [feed(1_000)], 65_000).detail).toBe('now · 66 s old')
  })

  it('tells screen readers no number that counts', () => {
    for (const stream of [live, lost]) expect(wordsOf(stream, [feed(1_000)]).spoken).not.toMatch(/\d/)
  })

  it('says why the stream was lost', () => {
    expect(wordsOf(lost, []).explain).toMatch(/^Lost\. /)
  })
})
