import { describe, expect, it } from 'vitest'
import { NOON } from './change-fixture.ts'
import {
  ChangesSearch,
  endsOf,
  isFiltered,
  kindsOf,
  rangeOf,
  withKind,
  withLast,
  withSpan,
  withoutFilters,
} from './changes-search.ts'

const HOUR_MS = 3_600_000

describe('what an address says', () => {
  it.each([
    [undefined, { kind: 'last', name: '24h' }],
    ['7d', { kind: 'last', name: '7d' }],
    ['nonsense', { kind: 'last', name: '24h' }],
    ['2026-11-22T12:00:00Z,2026-11-22T13:00:00Z', { kind: 'span', from: NOON, to: NOON + HOUR_MS }],
    ['2026-11-22T13:00:00Z,2026-11-22T12:00:00Z', { kind: 'last', name: '24h' }],
    ['2026-11-22T12:00:00Z', { kind: 'last', name: '24h' }],
  ])('of time: %s', (range, expected) => {
    expect(rangeOf({ range })).toEqual(expected)
  })

  it('leaves out what cannot be read', () => {
    expect(ChangesSearch.parse({ kind: 7, q: 'x'.repeat(300), record: 'perhaps', region: 'us-east-1' })).toEqual({
      region: 'us-east-1',
    })
    expect(ChangesSearch.parse({ record: '' }).record).toBe(true)
    expect([...kindsOf({ kind: 'deploy,nonsense,chaos' })]).toEqual(['deploy', 'chaos'])
  })

  it('is read as it was written', () => {
    expect(rangeOf(withSpan({}, NOON, NOON + HOUR_MS))).toEqual({ kind: 'span', from: NOON, to: NOON + HOUR_MS })
    expect(rangeOf(withSpan({}, NOON, NOON + 1_000))).toMatchObject({ kind: 'span', from: NOON })
    expect(withLast({ range: '7d' }, '24h')).toEqual({ range: undefined })
    expect(rangeOf(withLast({}, '30d'))).toEqual({ kind: 'last', name: '30d' })
  })

  it('asks the same for a minute, up to now', () => {
    const range = rangeOf({})
    expect(endsOf(range, NOON + 1)).toEqual(endsOf(range, NOON + 59_999))
    expect(endsOf(range, NOON + 1).to).toBeGreaterThan(NOON)
  })

  it('has kinds that come and go; all of them, or none, is every one', () => {
    const one = withKind({}, 'chaos')
    expect(one.kind).toBe('chaos')
    expect(withKind(one, 'deploy').kind).toBe('deploy,chaos')
    expect(withKind(one, 'chaos').kind).toBeUndefined()
  })

  it('knows whether anything is left out, and lets go of that alone', () => {
    expect([isFiltered({ range: '7d' }), isFiltered({ q: 'x' }), isFiltered({ kind: 'chaos' })]).toEqual([
      false,
      true,
      true,
    ])
    expect(withoutFilters({ range: '7d', q: 'x', kind: 'chaos' })).toEqual({ range: '7d' })
  })
})
