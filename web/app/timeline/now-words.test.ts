import { describe, expect, it } from 'vitest'
import { DEFAULT_FRESHNESS_RULE } from '#contract/freshness.ts'
import type { StreamState } from '#web/live/live-store.ts'
import { nowWordsOf } from './now-words.ts'

const NOW = Date.UTC(2026, 10, 22, 14)
const live: StreamState = { kind: 'live', since: NOW }
const lost: StreamState = { kind: 'reconnecting', since: NOW, nextAttemptAt: NOW + 3_200, attempt: 2, reason: 'Lost.' }

function wordsOf(stream: StreamState, agesMs: readonly number[]) {
  const feeds = agesMs.map((ageMs) => ({ observedAt: NOW - ageMs, periodMs: 1_000 }))
  return nowWordsOf({ stream, feeds, now: NOW, rule: DEFAULT_FRESHNESS_RULE })
}

describe('what the end of the timeline is called', () => {
  it.each([
    ['all is live', live, [1_000, 1_400], 'live', 'Live', NaN],
    ['one feed is late', live, [1_000, 6_000], 'late', 'Late', 6_000],
    ['one feed is stale', live, [1_000, 14_000], 'late', '1 of 2 feeds stale', NaN],
    ['one was never seen', live, [1_000, NaN], 'late', '1 of 2 feeds stale', NaN],
    ['all feeds are stale', live, [42_000, 45_000], 'stale', 'Stale', 42_000],
    ['one is older than is believed', live, [900_000, 42_000], 'stale', 'Stale', 42_000],
    ['all are older than is believed', live, [900_000], 'unknown', 'Nothing known', 900_000],
    ['the stream is lost, and the samples are young yet', lost, [3_000], 'late', 'Stream away', 3_000],
    ['the stream is lost, and the samples are old', lost, [42_000], 'stale', 'Stale', 42_000],
    ['nothing was ever seen', live, [NaN], 'waiting', 'No picture yet', NaN],
    ['no picture has come', live, [], 'waiting', 'No picture yet', NaN],
  ] as const)('when %s', (_, stream, ages, tone, text, ageMs) => {
    expect(wordsOf(stream, ages)).toMatchObject({ tone, text, ageMs })
  })

  it('says nothing that counts to those who hear it', () => {
    for (const ages of [[1_000], [6_000], [42_000], [1_000, 42_000]]) {
      expect(wordsOf(live, ages).spoken).not.toMatch(/\d/)
    }
  })
})
