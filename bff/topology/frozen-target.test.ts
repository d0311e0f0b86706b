import { expect, test } from 'vitest'
import { DEFAULT_FRESHNESS_RULE } from '#contract/freshness.ts'
import { createTopology } from './create-topology.ts'
import { EAST, edge, NOON, REGIONS, report } from './report-fixture.ts'

const PATH = `internet>${EAST}/api`

function takenAfter(reports: Parameters<typeof report>[0][]) {
  const topology = createTopology({ epoch: 'test', regions: REGIONS, freshness: DEFAULT_FRESHNESS_RULE })
  for (const input of reports) topology.accept(report(input))
  const at = NOON + 8_000
  return topology.takeFrame({ seq: 1, at, worldAt: at }).frame
}

test('over the same samples a rate withers; what was seen with them stays', () => {
  const frame = takenAfter([
    { feedObservedAt: NOON, edges: [edge(PATH, { requestsPerSecond: 300, observedAt: NOON })] },
    { at: NOON + 4_000, feedObservedAt: NOON, edges: [edge(PATH, { requestsPerSecond: 120, observedAt: NOON })] },
  ])
  expect(frame.regionTotals[0]?.requestsPerSecond).toBe(300)
  expect(frame.regionTotals[0]?.observedAt).toBe(NOON)
})

test('a newer sample is news, also of a fall to zero', () => {
  const frame = takenAfter([
    { feedObservedAt: NOON, edges: [edge(PATH, { requestsPerSecond: 300, observedAt: NOON })] },
    { feedObservedAt: NOON + 1, edges: [edge(PATH, { requestsPerSecond: 0, observedAt: NOON + 1 })] },
  ])
  expect(frame.regionTotals[0]?.requestsPerSecond).toBe(0)
})

test('what a poll could not tell is filled in by the next over the same samples', () => {
  const frame = takenAfter([
    { edges: [edge(PATH, { requestsPerSecond: 300, errorShare: NaN, observedAt: NOON })] },
    { edges: [edge(PATH, { requestsPerSecond: 280, errorShare: 0.25, observedAt: NOON })] },
  ])
  expect(frame.regionTotals[0]?.requestsPerSecond).toBe(300)
  expect(frame.regionTotals[0]?.errorShare).toBeCloseTo(0.25)
})

test('zones and the business metric hold still alike', () => {
  const zone = (requestsPerSecond: number) => ({
    region: EAST,
    zone: 'us-east-1a',
    requestsPerSecond,
    errorShare: 0,
    observedAt: NOON,
  })
  const starts = (value: number) => ({
    id: 'stream-starts',
    name: 'stream starts',
    unit: '/s',
    region: null,
    value,
    observedAt: NOON,
  })
  const frame = takenAfter([
    { zones: [zone(100)], business: [starts(40)] },
    { zones: [zone(30)], business: [starts(10)] },
  ])
  expect([frame.zoneTotals[0]?.requestsPerSecond, frame.businessTotals[0]?.value]).toEqual([100, 40])
})
