import { expect, test } from 'vitest'
import { DEFAULT_FRESHNESS_RULE } from '#contract/freshness.ts'
import { createTopology } from '#bff/topology/create-topology.ts'
import { EAST, edge, NOON, REGIONS, report, WEST } from '#bff/topology/report-fixture.ts'
import { watchFleet } from './watch-fleet.ts'

const SCOPE = { kind: 'region', region: EAST } as const

function observe(
  edges: ReturnType<typeof edge>[],
  scope: Parameters<ReturnType<typeof watchFleet>['observe']>[0] = SCOPE,
) {
  const topology = createTopology({ epoch: 'e', regions: REGIONS, freshness: DEFAULT_FRESHNESS_RULE })
  topology.accept(report({ edges }))
  const { frame } = topology.takeFrame({ seq: 1, at: NOON, worldAt: NOON })
  const seen = watchFleet({ newest: () => frame, roster: () => topology.roster(), now: () => NOON }).observe(scope)
  return (region: string) => seen.regions.find((one) => one.region === region)?.requestsPerSecond
}

const ARRIVES = [
  edge('internet>us-east-1/edge-proxy', { requestsPerSecond: 400 }),
  edge('internet>us-west-2/edge-proxy', { requestsPerSecond: 300 }),
]

test('what proxies hand on is worked on where it goes, not where it arrives', () => {
  const handed = edge('us-east-1/edge-proxy>us-west-2/edge-proxy', { requestsPerSecond: 390 })
  const inward = edge('us-east-1/api>us-west-2/identity', { requestsPerSecond: 50 })
  const served = observe([...ARRIVES, handed, inward])
  expect(served(EAST)).toBeCloseTo(10, 3)
  expect(served(WEST)).toBeCloseTo(690, 3)
})

test('what is lost at the door of a failing region is not worked on there', () => {
  const lost = [
    edge('internet>us-east-1/edge-proxy', { requestsPerSecond: 400, errorShare: 0.25 }),
    edge('internet>us-west-2/edge-proxy', { requestsPerSecond: 300 }),
    // A quarter never reached it; all the rest was handed on but for what ten requests need.
    edge('us-east-1/edge-proxy>us-west-2/edge-proxy', { requestsPerSecond: 290 }),
    edge('us-east-1/edge-proxy>us-east-1/playback', { requestsPerSecond: 20 }),
    edge('us-west-2/edge-proxy>us-west-2/playback', { requestsPerSecond: 1_180 }),
  ]
  const served = observe(lost)
  expect(served(EAST)).toBeCloseTo(10, 0)
  expect(served(WEST)).toBeCloseTo(590, 3)
})

test('a stream between proxies that nobody knows leaves both regions unknown', () => {
  const handed = edge('us-east-1/edge-proxy>us-west-2/edge-proxy', { requestsPerSecond: NaN })
  const served = observe([...ARRIVES, handed])
  expect(served(EAST)).toBeNaN()
  expect(served(WEST)).toBeNaN()
})

test('of a service, its own requests in each region; of a segment, nothing', () => {
  const edges = [
    ...ARRIVES,
    edge('us-east-1/edge-proxy>us-east-1/playback', { requestsPerSecond: 80 }),
    edge('us-west-2/edge-proxy>us-west-2/playback', { requestsPerSecond: 60 }),
  ]
  expect(observe(edges, { kind: 'service', region: EAST, service: 'playback' })(WEST)).toBeCloseTo(60, 3)
  expect(observe(edges, { kind: 'segment', region: EAST, segment: 'de' })(EAST)).toBeNaN()
})

test('before the first frame there is nothing to be seen', () => {
  const fleet = watchFleet({
    newest: () => null,
    roster: () => createTopology({ epoch: 'e', regions: REGIONS, freshness: DEFAULT_FRESHNESS_RULE }).roster(),
    now: () => NOON,
  })
  expect(fleet.observe(SCOPE)).toEqual({ at: NOON, regions: [], business: null })
})
