import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ChangeKind } from '#contract/change.ts'
import { changeOf, NOON } from './change-fixture.ts'
import { dayOf, feedRowsOf, findChanges, ofKinds } from './feed-rows.ts'

const DAY_MS = 86_400_000

describe('the rows of the feed', () => {
  it('are newest first, each day under its own heading, whatever order they come in', () => {
    const anyTimes = fc.array(fc.integer({ min: NOON - 4 * DAY_MS, max: NOON }), { maxLength: 40 })
    fc.assert(
      fc.property(anyTimes, (times) => {
        const rows = feedRowsOf(times.map((startedAt, number) => changeOf(number, { startedAt })))
        const shown = rows.flatMap((row) => (row.kind === 'change' ? [row.change.startedAt] : []))
        expect(shown).toEqual(times.toSorted((one, other) => other - one))
        const headings = rows.flatMap((row) => (row.kind === 'day' ? [row] : []))
        expect(headings.map(({ day }) => day)).toEqual([...new Set(shown.map(dayOf))])
        expect(headings.reduce((sum, { count }) => sum + count, 0)).toBe(times.length)
      }),
    )
  })

  it('have one order where two began at once', () => {
    const both = [changeOf(1), changeOf(2)]
    expect(feedRowsOf(both)).toEqual(feedRowsOf(both.toReversed()))
  })

  it('change day at midnight UTC', () => {
    const midnight = Date.UTC(2026, 10, 22)
    const rows = feedRowsOf([changeOf(1, { startedAt: midnight - 1 }), changeOf(2, { startedAt: midnight })])
    expect(rows.flatMap((row) => (row.kind === 'day' ? [row.day] : []))).toEqual(['2026-11-22', '2026-11-21'])
  })
})

describe('what is found', () => {
  const everywhere = changeOf(1, { title: 'certificates renewed', regions: [], services: [], author: 'Maria Costa' })
  const inEurope = changeOf(2, { title: 'api out', version: 'v88', regions: ['eu-west-1'] })
  const all = [everywhere, inEurope]

  it.each([
    [{}, all],
    [{ region: 'us-east-1' }, [everywhere]],
    [{ region: 'eu-west-1', service: 'api' }, all],
    [{ service: 'license' }, [everywhere]],
    [{ q: 'V88' }, [inEurope]],
    [{ q: 'costa  CERT' }, [everywhere]],
    [{ q: 'spinnaker' }, all],
    [{ q: 'costa v88' }, []],
    [{ from: NOON, to: NOON + 1 }, all],
    [{ from: NOON + 1 }, []],
    [{ to: NOON }, []],
    [{ region: '', service: '', q: ' ' }, all],
  ])('by %j: what names nobody concerns everybody', (wanted, expected) => {
    expect(findChanges(all, wanted)).toEqual(expected)
  })

  it('of some kinds, or of all', () => {
    const kinds = ChangeKind.options.map((kind, number) => changeOf(number, { kind }))
    expect(ofKinds(kinds, new Set())).toHaveLength(kinds.length)
    expect(ofKinds(kinds, new Set(['chaos', 'deploy'])).map(({ kind }) => kind)).toEqual(['deploy', 'chaos'])
  })
})
