import { expect, test } from 'vitest'
import { DEFAULT_FRESHNESS_RULE } from '#contract/freshness.ts'
import { createTopology } from './create-topology.ts'
import { EAST, NOON, REGIONS, edge, node, report } from './report-fixture.ts'

const MARK = { region: EAST, service: 'api', breakersOpen: 2, notices: [], owner: 'Playback', domain: undefined }

function topologyWith() {
  const topology = createTopology({ epoch: 'e', regions: REGIONS, freshness: DEFAULT_FRESHNESS_RULE })
  topology.accept(
    report({
      edges: [edge('internet>us-east-1/api')],
      nodes: [node('us-east-1/api', { owner: 'api', breakersOpen: 1 })],
    }),
  )
  let seq = 0
  const take = () => topology.takeFrame({ seq: (seq += 1), at: NOON, worldAt: NOON })
  const openAt = (frame: ReturnType<typeof take>['frame']) => {
    const row = topology.roster().nodes.findIndex(({ service }) => service === 'api')
    return frame.nodes.breakersOpen[row]
  }
  return { topology, take, openAt }
}

test('the word of the system that keeps the breakers counts before that of the traffic; without it the latter stands', () => {
  const { topology, take, openAt } = topologyWith()
  expect(openAt(take().frame)).toBe(1)
  topology.mark([MARK])
  expect(openAt(take().frame)).toBe(2)
  topology.mark([{ ...MARK, breakersOpen: NaN }])
  expect(openAt(take().frame)).toBe(1)
})

test('marks name no new nodes, and the roster grows only when what it says changes', () => {
  const { topology, take } = topologyWith()
  take()
  topology.mark([MARK, { ...MARK, service: 'unheard-of' }])
  expect(take().rosterDelta?.changedNodes).toMatchObject([[1, { service: 'api', owner: 'Playback' }]])
  topology.mark([{ ...MARK, breakersOpen: 5 }])
  expect(take().rosterDelta).toBeNull()
  topology.mark([{ ...MARK, notices: [{ severity: 'critical', text: 'api burns' }] }])
  expect(take().rosterDelta?.changedNodes).toMatchObject([[1, { notices: [{ text: 'api burns' }] }]])
  expect(topology.roster().nodes).toHaveLength(2)
})
