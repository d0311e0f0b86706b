import { expect, test } from 'vitest'
import { DEFAULT_FRESHNESS_RULE } from '#contract/freshness.ts'
import { RosterDelta } from '#contract/roster.ts'
import { createTopology } from './create-topology.ts'
import { EAST, edge, NOON, PERIOD_MS, REGIONS, report } from './report-fixture.ts'

const GONE_AFTER_MS = DEFAULT_FRESHNESS_RULE.unknownPeriods * PERIOD_MS

/** One report each period; null: the source says nothing of zones. */
function play(told: readonly (readonly string[] | null)[]) {
  const topology = createTopology({ epoch: 'e', regions: REGIONS, freshness: DEFAULT_FRESHNESS_RULE })
  return told.map((zones, step) => {
    const at = NOON + step * PERIOD_MS
    const of = (service: string) => ({ region: EAST, service, zones: zones ?? [] })
    const serviceZones = zones === null ? {} : { serviceZones: [of('api'), of('nobody')] }
    topology.accept({ ...report({ at, edges: [edge('internet>us-east-1/api', { observedAt: at })] }), ...serviceZones })
    const { rosterDelta, frame } = topology.takeFrame({ seq: step, at, worldAt: at })
    if (rosterDelta !== null) RosterDelta.parse(rosterDelta)
    const { nodes, zones: rows } = topology.roster()
    return {
      zones: nodes.find(({ service }) => service === 'api')?.zones,
      services: nodes.map(({ service }) => service),
      rows: rows.map(({ id }) => id),
      totals: frame.zoneTotals.map(({ requestsPerSecond }) => requestsPerSecond),
      isChange: rosterDelta !== null,
    }
  })
}

test('zones of a service stand in the roster by the alphabet, and their traffic is unknown', () => {
  expect(play([['us-east-1c', 'us-east-1a']])[0]).toEqual({
    zones: ['us-east-1a', 'us-east-1c'],
    services: ['internet', 'api'],
    rows: ['us-east-1c', 'us-east-1a'],
    totals: [NaN, NaN],
    isChange: true,
  })
})

test('what nobody tells is unknown', () => {
  expect(play([null])[0]?.zones).toBeUndefined()
})

test('a new zone is news at once; the same again is no news; the rows stay in their order', () => {
  const steps = play([['b'], ['b'], ['b', 'a'], ['a', 'b']])
  expect(steps.map(({ zones, isChange, rows }) => [zones, isChange, rows])).toEqual([
    [['b'], true, ['b']],
    [['b'], false, ['b']],
    [['a', 'b'], true, ['b', 'a']],
    [['a', 'b'], false, ['b', 'a']],
  ])
})

test('a zone that is told no more is taken back when a row would be, and not for a scrape that was missed', () => {
  const periods = GONE_AFTER_MS / PERIOD_MS
  const steps = play([['a', 'b'], ...Array.from({ length: periods + 2 }, () => ['a'])])
  expect(steps[periods]?.zones).toEqual(['a', 'b'])
  expect(steps[periods + 1]?.zones).toEqual(['a'])
  expect(steps.filter(({ isChange }) => isChange)).toHaveLength(2)
})

test('a source that has fallen silent, or tells of no zone at all, takes none back', () => {
  const silence = Array.from({ length: 60 }, (_, step) => (step % 2 === 0 ? null : []))
  expect(play([['a', 'b'], ...silence]).at(-1)?.zones).toEqual(['a', 'b'])
})
