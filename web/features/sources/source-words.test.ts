import { describe, expect, it } from 'vitest'
import { DEFAULT_FRESHNESS_RULE } from '#contract/freshness.ts'
import { SourceKind } from '#contract/source-status.ts'
import { ANSWERED_AT, connectedSource, refusedSource } from '#mocks/console-api/answers.ts'
import { EXAMPLE_CONFIGURATION } from '#web/messages/sources-en.ts'
import { askedTextOf, connectionWordsOf, feedWordsOf, worstSourcesFirst } from './source-words.ts'

describe('a connection in words', () => {
  it.each([
    ['connected', ANSWERED_AT, 'healthy', 'Connected', 'for 60 s'],
    ['connecting', null, 'unknown', 'Connecting', 'for 60 s'],
    ['retrying', ANSWERED_AT + 4_000, 'degraded', 'Retrying', 'in 4 s'],
    ['retrying', null, 'degraded', 'Retrying', 'an attempt is under way'],
    ['open-circuit', ANSWERED_AT + 20_000, 'failing', 'Circuit open', 'it failed too often; asked again in 20 s'],
    ['open-circuit', ANSWERED_AT - 1, 'failing', 'Circuit open', 'it failed too often; an attempt is under way'],
  ] as const)('%s, next attempt at %s', (state, nextAttemptAt, mark, word, detail) => {
    const source = { ...connectedSource(), state, nextAttemptAt }
    expect(connectionWordsOf(source, ANSWERED_AT)).toEqual({ mark, state: word, detail })
  })
})

describe('a feed in words', () => {
  it.each([
    [2_000, 'live'],
    [5_001, 'late'],
    [10_001, 'stale'],
    [300_001, 'unknown'],
  ])('%d ms after its newest sample is %s', (ageMs, state) => {
    const feed = { region: 'us-east-1', observedAt: ANSWERED_AT, periodMs: 1_000 }
    expect(feedWordsOf(feed, ANSWERED_AT + ageMs, DEFAULT_FRESHNESS_RULE)).toEqual({ state, ageMs })
  })

  it('that was never seen has no age', () => {
    const feed = { region: 'us-east-1', observedAt: null, periodMs: 1_000 }
    expect(feedWordsOf(feed, ANSWERED_AT, DEFAULT_FRESHNESS_RULE)).toEqual({ state: 'unknown', ageMs: null })
  })
})

describe('the list', () => {
  it('has what does not answer on top', () => {
    expect(worstSourcesFirst([connectedSource(), refusedSource()]).map(({ id }) => id)).toEqual([
      'eu-edge',
      'prometheus',
    ])
  })

  it('is begun with at most ten lines', () => {
    expect(EXAMPLE_CONFIGURATION.split('\n').length).toBeLessThanOrEqual(10)
  })
})

it('says what is asked of each system, and PromQL of a Prometheus alone', () => {
  for (const kind of SourceKind.options) {
    const text = askedTextOf({ kind, preset: 'custom' })
    expect([kind, text.includes('PromQL')]).toEqual([kind, kind === 'prometheus'])
  }
})
