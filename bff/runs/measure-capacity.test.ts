import { describe, expect, test } from 'vitest'
import { DEFAULT_FRESHNESS_RULE } from '#contract/freshness.ts'
import type { Fleet } from '#bff/controls/scaler/wire.ts'
import { createTopology } from '#bff/topology/create-topology.ts'
import { EAST, edge, node, NOON, REGIONS, report, WEST } from '#bff/topology/report-fixture.ts'
import { measureCapacity } from './measure-capacity.ts'

const known = (region: string, ready: number): Fleet['services'][number] => ({
  region,
  service: 'api',
  ready,
  starting: 0,
  reachable: 200,
  readyAfterMs: 60_000,
})

function measured(
  edges: ReturnType<typeof edge>[],
  nodes: ReturnType<typeof node>[],
  fleet: Fleet | null = { services: [known(EAST, 80), known(WEST, 100)] },
) {
  const topology = createTopology({ epoch: 'e', regions: REGIONS, freshness: DEFAULT_FRESHNESS_RULE })
  topology.accept(report({ edges, nodes }))
  const { frame } = topology.takeFrame({ seq: 1, at: NOON, worldAt: NOON })
  const rows = measureCapacity(frame, topology.roster(), fleet)
  return (region: string) => rows.find((row) => row.region === region && row.service === 'api')
}

const enter = (east: number, west: number) => [
  edge('internet>us-east-1/edge', { requestsPerSecond: east }),
  edge('internet>us-west-2/edge', { requestsPerSecond: west }),
  edge('us-east-1/edge>us-east-1/api', { requestsPerSecond: east * 2 }),
  edge('us-west-2/edge>us-west-2/api', { requestsPerSecond: west * 2 }),
]

describe('what a service can take', () => {
  test('half used at a thousand: twice as much, spread over what is ready', () => {
    const api = measured(enter(500, 500), [
      node('us-east-1/api', { saturation: 0.5 }),
      node('us-west-2/api', { saturation: 0.25 }),
    ])
    expect(api(EAST)).toMatchObject({ readyInstances: 80, reachableInstances: 200, readyAfterMs: 60_000 })
    expect(api(EAST)?.requestsPerSecondPerInstance).toBeCloseTo(1_000 / 0.5 / 80, 3)
    expect(api(WEST)?.requestsPerSecondPerInstance).toBeCloseTo(1_000 / 0.25 / 100, 3)
    expect(api(EAST)?.callsPerRequest).toBeCloseTo(2, 3)
  })

  test('an emptied region is told by the same service where it is busy', () => {
    // Replication alone keeps its store busy: a hundred calls for each of its few requests would be read from that.
    const edges = [...enter(1, 1_000), edge('us-west-2/api>us-east-1/api', { requestsPerSecond: 100 })]
    const api = measured(edges, [
      node('us-east-1/api', { saturation: 0.01 }),
      node('us-west-2/api', { saturation: 0.5 }),
    ])
    expect(api(EAST)?.readyInstances).toBe(80)
    expect(api(EAST)?.requestsPerSecondPerInstance).toBeCloseTo(2_000 / 0.5 / 100, 3)
    expect(api(EAST)?.callsPerRequest).toBeLessThan(3)
  })

  test('where nobody can be asked what is ready, what says nothing stays unknown', () => {
    const api = measured(
      enter(1, 1_000),
      [node('us-east-1/api', { saturation: 0.01 }), node('us-west-2/api', { saturation: 0.5 })],
      null,
    )
    expect(api(EAST)).toBeUndefined()
    expect(api(WEST)).toMatchObject({ readyInstances: 1, from: 'measured' })
    expect(api(WEST)?.reachableInstances).toBeUndefined()
  })

  test('without a saturation nothing is said', () => {
    const api = measured(enter(500, 500), [], { services: [] })
    expect(api(EAST)).toBeUndefined()
  })
})
