import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { DEFAULT_FRESHNESS_RULE } from '#contract/freshness.ts'
import type { Frame } from '#contract/frame-codec/frame.ts'
import type { Roster } from '#contract/roster.ts'
import type { MinuteRow } from '#bff/store/schema.ts'
import { fleetFrame, fleetRoster, type FleetFrame } from './fleet-fixture.ts'
import { createMinuteRollup, ENTRY } from './minute-rollup.ts'

const roster = fleetRoster()
const NOON = Date.UTC(2026, 10, 22, 12, 0, 0)
const SERVICE = { region: 'region-1', service: 'service-2' }
const ITS_ENTRY = { region: 'region-1', service: ENTRY }

type Second = Partial<Omit<FleetFrame, 'roster' | 'at'>> & { change?: (frame: Frame) => void; roster?: Roster }

/** A frame a second from `start` on, the first at start + 1 s. */
function rowsOf(start: number, seconds: readonly Second[], spanMs: number = 1_000): MinuteRow[] {
  const rollup = createMinuteRollup(DEFAULT_FRESHNESS_RULE)
  for (const [index, { change, ...second }] of seconds.entries()) {
    const frame = fleetFrame({ roster, ...second, at: start + (index + 1) * spanMs })
    change?.(frame)
    rollup.add({ frame, roster: second.roster ?? roster, spanMs })
  }
  return rollup.drain()
}

function only(rows: readonly MinuteRow[], series: { region: string; service: string }): MinuteRow[] {
  return rows.filter(({ region, service }) => region === series.region && service === series.service)
}

const times = (count: number, second: Second = {}): Second[] => Array.from({ length: count }, () => second)

/** The node of SERVICE. */
const ROW = roster.nodes.findIndex(({ region, service }) => region === SERVICE.region && service === SERVICE.service)

describe('a whole minute', () => {
  test('is sixty seconds of requests, split by their shares, of each service and each entry', () => {
    const rows = rowsOf(NOON, times(60, { requestsPerSecond: 200, errorShare: 0.25, degradedShare: 0.5 }))
    expect(rows.map(({ region, service }) => `${region}/${service}`).toSorted()).toEqual([
      'region-0/',
      'region-0/service-0',
      'region-0/service-1',
      'region-0/service-2',
      'region-1/',
      'region-1/service-0',
      'region-1/service-1',
      'region-1/service-2',
    ])
    for (const row of rows) {
      expect(row).toMatchObject({
        minute: NOON,
        good: 3_000,
        degraded: 6_000,
        error: 3_000,
        expected: null,
        known_ms: 60_000,
      })
    }
  })

  test('of no requests is known to be idle, though nobody tells a share of nothing', () => {
    const [row] = only(rowsOf(NOON, times(60, { requestsPerSecond: 0, errorShare: NaN, degradedShare: NaN })), SERVICE)
    expect(row).toMatchObject({ good: 0, error: 0, known_ms: 60_000 })
  })
})

describe('what is not known', () => {
  const lagging = (lagMs: number) => (frame: Frame) => frame.nodes.lagMs.fill(lagMs, ROW, ROW + 1)
  const unseen = (column: 'requestsPerSecond' | 'errorShare' | 'lagMs') => (frame: Frame) =>
    frame.nodes[column].fill(NaN, ROW, ROW + 1)

  test.each<[string, Second, number]>([
    ['a second without its requests', { change: unseen('requestsPerSecond') }, 0],
    ['a second without its errors', { change: unseen('errorShare') }, 0],
    ['a row never seen', { change: unseen('lagMs') }, 0],
    ['a stale row', { change: lagging(10_001) }, 0],
    ['a late row is believed still', { change: lagging(10_000) }, 20],
    ['a feed never seen', { change: (frame) => frame.feedObservedAt.fill(NaN) }, 0],
    ['a stale feed', { change: (frame) => frame.feedObservedAt.fill(frame.worldAt - 10_001) }, 0],
  ])('%s', (_, second, believedSeconds) => {
    const rows = rowsOf(NOON, [...times(40), ...times(20, second)])
    const [row] = only(rows, SERVICE)
    expect(row?.known_ms).toBe((40 + believedSeconds) * 1_000)
    expect((row?.good ?? NaN) + (row?.degraded ?? NaN) + (row?.error ?? NaN)).toBeCloseTo(
      (40 + believedSeconds) * 100,
      3,
    )
  })

  test.each<[string, (frame: Frame) => void]>([
    ['lacks a part', (frame) => frame.regionTotals[1]?.missingEdges.push(1)],
    ['is stale', (frame) => Object.assign(frame.regionTotals[1] ?? {}, { observedAt: frame.worldAt - 10_001 })],
    ['was never seen', (frame) => Object.assign(frame.regionTotals[1] ?? {}, { observedAt: NaN })],
    ['is not told', (frame) => Object.assign(frame.regionTotals[1] ?? {}, { requestsPerSecond: NaN })],
  ])('a region whose sum %s', (_, change) => {
    const rows = rowsOf(NOON, [...times(40), ...times(20, { change })])
    expect(only(rows, ITS_ENTRY)).toMatchObject([{ known_ms: 40_000, good: expect.closeTo(4_000 * 0.94, 6) }])
    expect(only(rows, { region: 'region-0', service: ENTRY })).toMatchObject([{ known_ms: 60_000 }])
  })

  test('a minute of which nothing is known has no row', () => {
    expect(
      rowsOf(NOON, times(60, { change: (frame) => frame.feedObservedAt.fill(NaN) })).map(({ service }) => service),
    ).toEqual([ENTRY, ENTRY])
  })

  test('where nobody tells what was degraded, answers are good and degraded is null, not zero', () => {
    const [none] = only(rowsOf(NOON, times(60, { degradedShare: NaN })), SERVICE)
    expect(none).toMatchObject({ degraded: null, good: expect.closeTo(5_940, 3), known_ms: 60_000 })
    const [some] = only(rowsOf(NOON, [...times(30, { degradedShare: NaN }), ...times(30)]), SERVICE)
    expect(some).toMatchObject({ degraded: expect.closeTo(150, 3), good: expect.closeTo(5_790, 3) })
  })

  test('INTERNET and what is gone have no minutes', () => {
    const gone = {
      ...roster,
      nodes: roster.nodes.map((node, index) => (index === ROW ? { ...node, gone: true } : node)),
    }
    const rows = rowsOf(NOON, times(60, { roster: gone }))
    expect(only(rows, SERVICE)).toEqual([])
    expect(rows.filter(({ service }) => service === 'internet')).toEqual([])
  })
})

describe('time', () => {
  test('a step over the turn of a minute counts on both sides in proportion', () => {
    const rows = only(rowsOf(NOON + 54_000, times(2), 10_000), SERVICE)
    expect(rows.map(({ minute, known_ms }) => [minute - NOON, known_ms])).toEqual([
      [0, 6_000],
      [60_000, 14_000],
    ])
    expect((rows[0]?.good ?? NaN) / (rows[1]?.good ?? NaN)).toBeCloseTo(6 / 14, 6)
  })

  test('draining in between loses nothing and repeats nothing', () => {
    const rollup = createMinuteRollup(DEFAULT_FRESHNESS_RULE)
    const drained: MinuteRow[] = []
    for (let second = 1; second <= 150; second++) {
      rollup.add({ frame: fleetFrame({ roster, at: NOON + second * 1_000 }), roster, spanMs: 1_000 })
      if (second % 7 === 0) drained.push(...rollup.drain())
    }
    drained.push(...rollup.drain())
    expect(rollup.drain()).toEqual([])
    const rows = only(drained, SERVICE)
    expect(rows.reduce((sum, row) => sum + row.known_ms, 0)).toBe(150_000)
    expect(rows.reduce((sum, row) => sum + row.error, 0)).toBeCloseTo(150, 4)
  })

  test('rows that are added join, and another epoch begins anew', () => {
    const rollup = createMinuteRollup(DEFAULT_FRESHNESS_RULE)
    const grown = fleetRoster({ regions: 2, services: 3 }, 1)
    grown.nodes.push({ region: 'region-0', service: 'late', name: 'late', kind: 'service', feed: 0 })
    const other = { ...fleetRoster({ regions: 1, services: 1 }), epoch: 'epoch-2' }
    for (const [index, seen] of [roster, grown, other].entries()) {
      rollup.add({ frame: fleetFrame({ roster: seen, at: NOON + (index + 1) * 1_000 }), roster: seen, spanMs: 1_000 })
    }
    const rows = rollup.drain()
    expect(only(rows, { region: 'region-0', service: 'late' })).toMatchObject([{ known_ms: 1_000 }])
    expect(only(rows, SERVICE)).toMatchObject([{ known_ms: 2_000 }])
    const first = only(rows, { region: 'region-0', service: 'service-0' })
    expect(first.reduce((sum, row) => sum + row.known_ms, 0)).toBe(3_000)
  })

  test('whatever comes, requests are neither lost nor invented, and no minute knows more than its 60 s', () => {
    const anySecond = fc.record({
      requestsPerSecond: fc.integer({ min: 0, max: 100_000 }),
      errorShare: fc.integer({ min: 0, max: 100 }).map((percent) => percent / 100),
      spanMs: fc.integer({ min: 1, max: 60_000 }),
      known: fc.boolean(),
    })
    fc.assert(
      fc.property(fc.array(anySecond, { minLength: 1, maxLength: 80 }), (seconds) => {
        const rollup = createMinuteRollup(DEFAULT_FRESHNESS_RULE)
        let at = NOON
        let requests = 0
        let knownMs = 0
        for (const { requestsPerSecond, errorShare, spanMs, known } of seconds) {
          at += spanMs
          const frame = fleetFrame({ roster, at, requestsPerSecond, errorShare, degradedShare: 0 })
          if (known) {
            requests += (requestsPerSecond * spanMs) / 1_000
            knownMs += spanMs
          } else frame.nodes.requestsPerSecond.fill(NaN)
          rollup.add({ frame, roster, spanMs })
        }
        const rows = only(rollup.drain(), SERVICE)
        expect(rows.reduce((sum, row) => sum + row.known_ms, 0)).toBe(knownMs)
        const counted = rows.reduce((sum, row) => sum + row.good + (row.degraded ?? 0) + row.error, 0)
        expect(Math.abs(counted - requests)).toBeLessThanOrEqual(1e-6 * (requests + 1))
        for (const row of rows) {
          expect(row.known_ms).toBeLessThanOrEqual(60_000)
          expect(row.minute % 60_000).toBe(0)
          expect(Math.min(row.good, row.degraded ?? 0, row.error)).toBeGreaterThanOrEqual(0)
        }
      }),
    )
  })
})
