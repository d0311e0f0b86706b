import { expect, it } from 'vitest'
import type { Latency, LatencyWord } from '#contract/latency.ts'
import { latencyLines, latencyNotes } from './latency-lines.ts'

const AT = Date.UTC(2026, 10, 22, 14, 0)

function wordOf(connections: number): LatencyWord {
  return { source: 'mesh', preset: 'istio', connections, windowMs: 60_000, problem: null }
}

function latency(over: Partial<Latency> = {}): Latency {
  return {
    from: AT,
    to: AT + 20_000,
    stepMs: 10_000,
    at: [AT, AT + 10_000, AT + 20_000],
    p50LatencyMs: [null, 8, 9],
    p90LatencyMs: [null, 20, null],
    connections: 1,
    toldBy: [wordOf(1)],
    isLive: true,
    ...over,
  }
}
const NOTHING = { p50LatencyMs: [null, null, null], p90LatencyMs: [null, null, null] }

it('draws what is told, and nothing of what nobody tells', () => {
  expect(latencyLines(latency()).map(({ name, values }) => [name, values])).toEqual([
    ['p90', [null, 20, null]],
    ['p50', [null, 8, 9]],
  ])
  expect(latencyLines(latency({ p90LatencyMs: NOTHING.p90LatencyMs })).map(({ name }) => name)).toEqual(['p50'])
  expect(latencyLines(undefined)).toEqual([])
})

const CASES: [string, Partial<Latency>, (string | RegExp)[]][] = [
  ['one connection', {}, ['p50 and p90: mesh (istio), asked while this is open.']],
  [
    'several connections',
    { connections: 4, toldBy: [wordOf(4)] },
    [/^p50 and p90: mesh/, /slowest of 4 connections: percentiles cannot be averaged/],
  ],
  ['a source that has none', { ...NOTHING, toldBy: [wordOf(0)] }, [/had no p50/]],
  ['nothing that runs', { ...NOTHING, connections: 0, toldBy: [] }, [/^Nothing runs here/]],
  ['what was kept', { isLive: false }, ['p50 and p90 are kept of what somebody looked at then: from 14:00 UTC.']],
  ['what nobody kept', { ...NOTHING, isLive: false }, [/are not recorded/]],
]
it.each(CASES)('says who told, of %s', (_, over, expected) => {
  const notes = latencyNotes(latency(over))
  expect(notes).toEqual(expected.map((one) => (typeof one === 'string' ? one : expect.stringMatching(one))))
})
