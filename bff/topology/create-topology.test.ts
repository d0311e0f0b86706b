import { describe, expect, it } from 'vitest'
import type { Frame } from '#contract/frame-codec/frame.ts'
import { DEFAULT_FRESHNESS_RULE, unknownAfterMs } from '#contract/freshness.ts'
import type { Roster } from '#contract/roster.ts'
import { createTopology, type Topology } from './create-topology.ts'
import type { SourceReport } from './report.ts'
import { EAST, edge, node, NOON, PERIOD_MS, REGIONS, report, WEST } from './report-fixture.ts'

const UNKNOWN_AFTER_MS = unknownAfterMs(PERIOD_MS)
const GONE_AFTER_MS = 20 * PERIOD_MS

function topologyOf(...reports: SourceReport[]): Topology {
  const topology = createTopology({ epoch: 'e', regions: REGIONS, freshness: DEFAULT_FRESHNESS_RULE })
  for (const each of reports) topology.accept(each)
  return topology
}

function frameAt(topology: Topology, at = NOON): Frame {
  return topology.takeFrame({ seq: 1, at, worldAt: at }).frame
}

function rowOf(roster: Roster, path: string): number {
  return roster.nodes.findIndex((each) => `${each.region}/${each.service}` === path)
}

function measuresOf(columns: Frame['edges'], row: number): number[] {
  const { requestsPerSecond, errorShare, degradedShare, p99LatencyMs, lagMs } = columns
  return [requestsPerSecond, errorShare, degradedShare, p99LatencyMs, lagMs].map((column) => column[row] ?? -1)
}

describe('the roster', () => {
  it('is empty but for the regions before anything is reported', () => {
    const topology = topologyOf()
    const { frame, rosterDelta } = topology.takeFrame({ seq: 1, at: NOON, worldAt: NOON })
    expect(rosterDelta).toBeNull()
    expect(topology.roster()).toMatchObject({ epoch: 'e', version: 0, regions: REGIONS, nodes: [], edges: [] })
    expect(frame.regionTotals).toHaveLength(2)
    expect(frame.regionTotals[0]).toMatchObject({ requestsPerSecond: NaN, headroomShare: NaN, tightestNode: -1 })
  })

  it('does not change before its frame is taken', () => {
    const topology = topologyOf(report({ edges: [edge('internet>us-east-1/api')] }))
    expect(topology.roster().version).toBe(0)
    const { frame } = topology.takeFrame({ seq: 1, at: NOON, worldAt: NOON })
    expect(topology.roster().version).toBe(1)
    expect(frame.rosterVersion).toBe(1)
  })

  it('is the same object while nothing changes', () => {
    const topology = topologyOf(report({ edges: [edge('internet>us-east-1/api')] }))
    frameAt(topology)
    const before = topology.roster()
    topology.accept(report({ at: NOON + 5_000, edges: [edge('internet>us-east-1/api', { requestsPerSecond: 7 })] }))
    expect(topology.takeFrame({ seq: 2, at: NOON, worldAt: NOON }).rosterDelta).toBeNull()
    expect(topology.roster()).toBe(before)
  })

  it('tells edges of different protocols apart', () => {
    const topology = topologyOf(
      report({ edges: [edge('us-east-1/a>us-east-1/b'), edge('us-east-1/a>us-east-1/b', { protocol: 'grpc' })] }),
    )
    frameAt(topology)
    expect(topology.roster().edges.map(({ protocol }) => protocol)).toEqual(['http', 'grpc'])
    expect(topology.roster().nodes).toHaveLength(2)
  })

  it('knows INTERNET and the CDN by their names, and others as they are told', () => {
    const nodes = [node('us-east-1/db', { kind: 'datastore', name: 'The DB', owner: 'storage', domain: 'catalogue' })]
    const topology = topologyOf(
      report({ edges: [edge('internet>cdn'), edge('cdn>us-east-1/api'), edge('us-east-1/api>us-east-1/db')], nodes }),
    )
    frameAt(topology)
    expect(topology.roster().nodes.map(({ name, kind, owner }) => [name, kind, owner])).toEqual([
      ['internet', 'internet', undefined],
      ['cdn', 'cdn', undefined],
      ['api', 'service', undefined],
      ['The DB', 'datastore', 'storage'],
    ])
  })

  it('says when a fact changes, once', () => {
    const topology = topologyOf(report({ nodes: [node('us-east-1/api')] }))
    frameAt(topology)
    topology.accept(report({ nodes: [node('us-east-1/api', { owner: 'core' })] }))
    const { rosterDelta } = topology.takeFrame({ seq: 2, at: NOON, worldAt: NOON })
    expect(rosterDelta).toMatchObject({ version: 2, nodes: [], changedNodes: [[0, { service: 'api', owner: 'core' }]] })
    topology.accept(report({ nodes: [node('us-east-1/api', { owner: 'core' })] }))
    expect(topology.takeFrame({ seq: 3, at: NOON, worldAt: NOON }).rosterDelta).toBeNull()
  })

  it('gives a node the feed of its own region as soon as there is one', () => {
    const crossing = edge('us-west-2/api>us-east-1/identity', { feedRegion: WEST })
    const topology = topologyOf(report({ feeds: [WEST, EAST], edges: [crossing] }))
    frameAt(topology)
    const feedRegions = () => {
      const { nodes, feeds } = topology.roster()
      return nodes.map(({ feed }) => feeds[feed]?.region)
    }
    expect(feedRegions()).toEqual([WEST, WEST])
    topology.accept(report({ feeds: [WEST, EAST], edges: [crossing, edge('us-east-1/web>us-east-1/identity')] }))
    frameAt(topology)
    expect(feedRegions()).toEqual([WEST, EAST, EAST])
  })

  it('gives a feed whose period changes a row of its own', () => {
    const edges = [edge('internet>us-east-1/api')]
    const topology = topologyOf(report({ feeds: [EAST], edges }))
    frameAt(topology)
    topology.accept(report({ feeds: [EAST], edges, periodMs: 5_200 }))
    frameAt(topology)
    expect(topology.roster().feeds).toHaveLength(1)
    topology.accept(report({ feeds: [EAST], edges, periodMs: 15_000 }))
    frameAt(topology)
    expect(topology.roster().feeds.map(({ periodMs }) => periodMs)).toEqual([5_000, 15_000])
    expect(topology.roster().edges.map(({ feed }) => feed)).toEqual([1])
    expect(topology.roster().nodes.every(({ feed }) => feed === 1)).toBe(true)
  })
})

describe('what grows old', () => {
  const api = edge('internet>us-east-1/api')

  it.each([
    ['live', 0, 100, 0],
    ['late', 2 * PERIOD_MS + 1, 100, 0],
    ['stale', 4 * PERIOD_MS, 100, 0],
    ['as old as can be believed', UNKNOWN_AFTER_MS, 100, 0],
    ['too old', UNKNOWN_AFTER_MS + 1, NaN, 0],
  ])('%s, with its feed', (_, ageMs, requestsPerSecond, lagMs) => {
    const topology = topologyOf(report({ edges: [api] }))
    const { edges, feedObservedAt } = frameAt(topology, NOON + ageMs)
    expect(edges.requestsPerSecond[0]).toBe(Math.fround(requestsPerSecond))
    expect(edges.lagMs[0]).toBe(lagMs)
    expect(feedObservedAt[0]).toBe(NOON)
    expect(topology.roster().edges[0]?.gone).toBeUndefined()
  })

  it('keeps its value and says how far it is behind its feed', () => {
    const topology = topologyOf(report({ edges: [api, edge('us-east-1/api>us-east-1/db')] }))
    const later = NOON + 30_000
    topology.accept(report({ at: later, edges: [edge('internet>us-east-1/api', { observedAt: later })] }))
    const { edges } = frameAt(topology, later)
    expect(measuresOf(edges, 0)[4]).toBe(0)
    expect(measuresOf(edges, 1)).toEqual([100, 0, 0, 40, 30_000])
  })

  it('keeps what it was when a reading has no current sample', () => {
    const topology = topologyOf(report({ edges: [api] }))
    const nothing = { requestsPerSecond: NaN, errorShare: NaN, observedAt: NaN }
    topology.accept(report({ at: NOON + 10_000, edges: [edge('internet>us-east-1/api', nothing)] }))
    expect(measuresOf(frameAt(topology, NOON + 10_000).edges, 0)).toEqual([100, 0, 0, 40, 10_000])
  })

  it('is unknown, not zero, where a source does not tell', () => {
    const topology = topologyOf(report({ edges: [edge('internet>us-east-1/api', { degradedShare: NaN })] }))
    const { edges, nodes, regionTotals } = frameAt(topology)
    expect(edges.degradedShare[0]).toBeNaN()
    expect(nodes.degradedShare[1]).toBeNaN()
    expect(regionTotals[0]?.degradedShare).toBeNaN()
    expect(regionTotals[0]?.errorShare).toBe(0)
  })

  it('is gone when its feed tells of others for long, and never of it; and comes back at its old place', () => {
    const topology = topologyOf(report({ edges: [api, edge('us-east-1/api>us-east-1/db')] }))
    frameAt(topology)
    const goneAt = NOON + GONE_AFTER_MS + 1
    const others = (at: number) => report({ at, edges: [edge('internet>us-east-1/api', { observedAt: at })] })
    topology.accept(others(goneAt - 1))
    expect(topology.takeFrame({ seq: 2, at: goneAt, worldAt: goneAt }).rosterDelta).toBeNull()
    topology.accept(others(goneAt))
    const { frame, rosterDelta } = topology.takeFrame({ seq: 3, at: goneAt, worldAt: goneAt })
    expect(rosterDelta?.changedEdges).toEqual([[1, expect.objectContaining({ gone: true })]])
    expect(rosterDelta?.changedNodes).toEqual([[2, expect.objectContaining({ service: 'db', gone: true })]])
    expect(frame.edges.requestsPerSecond[1]).toBeNaN()

    const back = [edge('us-east-1/api>us-east-1/db', { observedAt: goneAt, requestsPerSecond: 5 })]
    topology.accept(report({ at: goneAt, edges: back }))
    const revived = topology.takeFrame({ seq: 4, at: goneAt, worldAt: goneAt })
    expect(revived.rosterDelta?.changedEdges).toEqual([[1, expect.not.objectContaining({ gone: true })]])
    expect(revived.frame.edges.requestsPerSecond[1]).toBe(5)
    expect(topology.roster().edges).toHaveLength(2)
  })

  it('is not gone when its whole source is silent, or tells of no edges at all', () => {
    const topology = topologyOf(report({ edges: [api], nodes: [node('us-east-1/api')] }))
    const later = NOON + 10 * UNKNOWN_AFTER_MS
    topology.accept(report({ at: later }))
    frameAt(topology, later)
    expect(topology.roster().edges[0]?.gone).toBeUndefined()
    expect(topology.roster().nodes.every(({ gone }) => gone === undefined)).toBe(true)
  })

  it('counts on the clock of the samples, not on the wall clock', () => {
    const topology = topologyOf(report({ edges: [api] }))
    const { frame } = topology.takeFrame({ seq: 1, at: NOON + 3_600_000, worldAt: NOON + 1_000 })
    expect(frame.edges.requestsPerSecond[0]).toBe(100)
    expect(frame).toMatchObject({ at: NOON + 3_600_000, worldAt: NOON + 1_000 })
  })
})

describe('two sources', () => {
  const path = 'internet>us-east-1/api'
  const mesh = (at: number, requestsPerSecond: number) =>
    report({ source: 'mesh', at, edges: [edge(path, { observedAt: at, requestsPerSecond })] })
  const proxy = (at: number, requestsPerSecond: number) =>
    report({ source: 'proxy', at, edges: [edge(path, { observedAt: at, requestsPerSecond })] })

  it('do not take a row from each other while both are in time', () => {
    const topology = topologyOf(mesh(NOON, 1), proxy(NOON + 1_000, 2), mesh(NOON + 5_000, 3), proxy(NOON + 6_000, 4))
    const { frame } = topology.takeFrame({ seq: 1, at: NOON + 6_000, worldAt: NOON + 6_000 })
    expect(frame.edges.requestsPerSecond[0]).toBe(3)
    expect(frame.regionTotals[0]?.requestsPerSecond).toBe(3)
  })

  it('the newer wins when the holder is late, and the roster says whose it is', () => {
    const topology = topologyOf(mesh(NOON, 1))
    frameAt(topology)
    topology.accept(proxy(NOON + 2 * PERIOD_MS + 1, 2))
    const { frame, rosterDelta } = topology.takeFrame({ seq: 2, at: NOON + 11_000, worldAt: NOON + 11_000 })
    expect(frame.edges.requestsPerSecond[0]).toBe(2)
    const { feeds } = topology.roster()
    expect(rosterDelta?.changedEdges.map(([, { feed }]) => feeds[feed]?.source)).toEqual(['proxy'])
  })

  it('an older word never wins', () => {
    const topology = topologyOf(mesh(NOON, 1), proxy(NOON - 60_000, 2))
    expect(frameAt(topology).edges.requestsPerSecond[0]).toBe(1)
  })

  it('what never had a sample gives way at once', () => {
    const never = report({ source: 'mesh', edges: [edge(path, { requestsPerSecond: NaN, observedAt: NaN })] })
    const topology = topologyOf(never, proxy(NOON, 2))
    expect(frameAt(topology).edges.requestsPerSecond[0]).toBe(2)
  })

  it("a node's facts stay with who told them first, while he tells", () => {
    const kinds = (source: string, kind: 'service' | 'queue', at: number) =>
      report({ source, at, nodes: [node('us-east-1/api', { kind, observedAt: at })] })
    const topology = topologyOf(kinds('mesh', 'service', NOON), kinds('proxy', 'queue', NOON + 1_000))
    frameAt(topology)
    expect(topology.roster().nodes[0]?.kind).toBe('service')
    topology.accept(kinds('proxy', 'queue', NOON + 11_000))
    frameAt(topology)
    expect(topology.roster().nodes[0]?.kind).toBe('queue')
  })
})

describe('a node', () => {
  it('handles what its callers send it; INTERNET sends', () => {
    const edges = [
      edge('internet>us-east-1/api', { requestsPerSecond: 300, errorShare: 0.1, p99LatencyMs: 90 }),
      edge('us-east-1/batch>us-east-1/api', { requestsPerSecond: 100, errorShare: 0.5, p99LatencyMs: 30 }),
      edge('us-east-1/api>us-east-1/db', { requestsPerSecond: 1_000, degradedShare: NaN, p99LatencyMs: NaN }),
    ]
    const topology = topologyOf(report({ edges }))
    const { nodes } = frameAt(topology)
    const at = (path: string) => measuresOf(nodes, rowOf(topology.roster(), path))
    expect(at('us-east-1/api')).toEqual([400, Math.fround(0.2), 0, 90, 0])
    expect(at('us-east-1/db')).toEqual([1_000, 0, NaN, NaN, 0])
    expect(at('global/internet')).toEqual([300, Math.fround(0.1), 0, 90, 0])
    expect(at('us-east-1/batch')).toEqual([NaN, NaN, NaN, NaN, NaN])
  })

  it('has a share only of what is told, and none of no requests', () => {
    const edges = [
      edge('us-east-1/a>us-east-1/api', { requestsPerSecond: 100, errorShare: 0.3 }),
      edge('us-east-1/b>us-east-1/api', { requestsPerSecond: 900, errorShare: NaN }),
      edge('us-east-1/a>us-east-1/idle', { requestsPerSecond: 0, errorShare: NaN, p99LatencyMs: NaN }),
    ]
    const topology = topologyOf(report({ edges }))
    const { nodes } = frameAt(topology)
    expect(measuresOf(nodes, rowOf(topology.roster(), 'us-east-1/api'))[1]).toBe(Math.fround(0.3))
    expect(measuresOf(nodes, rowOf(topology.roster(), 'us-east-1/idle'))).toEqual([0, NaN, NaN, NaN, 0])
  })

  it('is as old as its traffic on average', () => {
    const older = NOON - 40_000
    const edges = [
      edge('us-east-1/a>us-east-1/api', { requestsPerSecond: 300 }),
      edge('us-east-1/b>us-east-1/api', { requestsPerSecond: 100, observedAt: older }),
    ]
    const topology = topologyOf(report({ edges }))
    expect(frameAt(topology).nodes.lagMs[rowOf(topology.roster(), 'us-east-1/api')]).toBe(10_000)
  })

  it('has the saturation it reports, until that is too old', () => {
    const topology = topologyOf(report({ nodes: [node('us-east-1/api', { saturation: 0.7 })] }))
    expect(frameAt(topology).nodes.saturation[0]).toBe(Math.fround(0.7))
    expect(frameAt(topology, NOON + UNKNOWN_AFTER_MS + 1).nodes.saturation[0]).toBeNaN()
  })

  it('has the open breakers it reports, a measured zero too; of who tells none they are unknown', () => {
    const nodes = [node('us-east-1/api', { breakersOpen: 3 }), node('us-east-1/db', { breakersOpen: 0 })]
    const topology = topologyOf(report({ nodes: [...nodes, node('us-east-1/mesh')] }))
    expect([...frameAt(topology).nodes.breakersOpen]).toEqual([3, 0, NaN])
    expect([...frameAt(topology, NOON + UNKNOWN_AFTER_MS + 1).nodes.breakersOpen]).toEqual([NaN, NaN, NaN])
  })

  it('has the notices that are told of it, in the roster, until they are told no more', () => {
    const notice = { severity: 'critical' as const, text: 'pages somebody' }
    const topology = topologyOf(report({ nodes: [node('us-east-1/api', { notices: [notice] })] }))
    frameAt(topology)
    expect(topology.roster().nodes[0]?.notices).toEqual([notice])
    topology.accept(report({ nodes: [node('us-east-1/api', { notices: [notice], observedAt: NOON + 1_000 })] }))
    const { version } = topology.roster()
    frameAt(topology, NOON + 1_000)
    expect(topology.roster().version).toBe(version)
    topology.accept(report({ nodes: [node('us-east-1/api', { observedAt: NOON + 2_000 })] }))
    frameAt(topology, NOON + 2_000)
    expect(topology.roster().nodes[0]?.notices).toBeUndefined()
  })
})

describe("a region's total", () => {
  it('is the exact sum of what enters it', () => {
    const rates = [0.1, 0.2, 1e6 + 1 / 3]
    const edges = rates.map((requestsPerSecond, index) => edge(`internet>us-east-1/e${index}`, { requestsPerSecond }))
    const topology = topologyOf(report({ edges: [...edges, edge('us-east-1/e0>us-east-1/db')] }))
    const [east, west] = frameAt(topology).regionTotals
    expect(east?.requestsPerSecond).toBe(rates.reduce((sum, rate) => sum + rate, 0))
    expect(west?.requestsPerSecond).toBeNaN()
  })

  it('weighs shares by requests, takes the worst p99 and the oldest sample', () => {
    const edges = [
      edge('internet>us-east-1/a', { requestsPerSecond: 300, errorShare: 0.01, p99LatencyMs: 50 }),
      edge('internet>us-east-1/b', {
        requestsPerSecond: 100,
        errorShare: 0.05,
        p99LatencyMs: 80,
        observedAt: NOON - 1,
      }),
    ]
    const [east] = frameAt(topologyOf(report({ edges }))).regionTotals
    expect(east?.errorShare).toBeCloseTo(0.02, 12)
    expect(east).toMatchObject({ p99LatencyMs: 80, observedAt: NOON - 1, missingEdges: [] })
  })

  it('names what it lacks', () => {
    const edges = [edge('internet>us-east-1/a'), edge('internet>us-east-1/b', { feedRegion: WEST })]
    const topology = topologyOf(report({ edges }))
    const later = NOON + UNKNOWN_AFTER_MS + 1
    topology.accept(report({ feeds: [EAST], at: later, edges: [edge('internet>us-east-1/a', { observedAt: later })] }))
    const [east] = frameAt(topology, later).regionTotals
    expect(east).toMatchObject({ requestsPerSecond: 100, missingEdges: [1], observedAt: later })
  })

  it('is unknown when everything is missing, and whole again when what is missing is gone', () => {
    const topology = topologyOf(report({ edges: [edge('internet>us-east-1/a'), edge('internet>us-east-1/b')] }))
    const later = NOON + UNKNOWN_AFTER_MS + 1
    expect(frameAt(topology, later).regionTotals[0]).toMatchObject({ requestsPerSecond: NaN, missingEdges: [0, 1] })
    topology.accept(report({ at: later, edges: [edge('internet>us-east-1/a', { observedAt: later })] }))
    expect(frameAt(topology, later).regionTotals[0]).toMatchObject({ requestsPerSecond: 100, missingEdges: [] })
  })

  it('has the headroom of its tightest service, and none below zero', () => {
    const nodes = [
      node('us-east-1/api', { saturation: 0.4 }),
      node('us-east-1/db', { saturation: 0.9 }),
      node('us-east-1/quiet', { saturation: NaN }),
      node('us-west-2/api', { saturation: 1.3 }),
    ]
    const topology = topologyOf(report({ nodes }))
    const [east, west] = frameAt(topology).regionTotals
    expect(east?.headroomShare).toBeCloseTo(0.1, 12)
    expect(east?.tightestNode).toBe(rowOf(topology.roster(), 'us-east-1/db'))
    expect(west).toMatchObject({ headroomShare: 0, tightestNode: rowOf(topology.roster(), 'us-west-2/api') })
  })
})

describe('zones and business metrics', () => {
  it('are kept as told until they are too old', () => {
    const zones = [
      { region: EAST, zone: 'us-east-1a', requestsPerSecond: 12.345678, errorShare: 0.01, observedAt: NOON },
    ]
    const topology = topologyOf(report({ zones }))
    expect(frameAt(topology).zoneTotals).toEqual([{ requestsPerSecond: 12.345678, errorShare: 0.01, observedAt: NOON }])
    const [old] = frameAt(topology, NOON + UNKNOWN_AFTER_MS + 1).zoneTotals
    expect(old).toEqual({ requestsPerSecond: NaN, errorShare: NaN, observedAt: NOON })
    expect(topology.roster().zones).toEqual([{ region: EAST, id: 'us-east-1a' }])
  })

  const starts = (region: string | null, value: number, observedAt = NOON) => ({
    id: 'stream-starts',
    name: 'stream starts',
    unit: '/s',
    region,
    value,
    observedAt,
  })

  it.each([
    ['the whole as told', [starts(null, 10), starts(EAST, 4)], 10, [4, NaN]],
    ['the sum of the regions where nobody tells the whole', [starts(EAST, 4), starts(WEST, 5)], 9, [4, 5]],
    ['unknown where a part is', [starts(EAST, 4), starts(WEST, NaN)], NaN, [4, NaN]],
    ['unknown where a part was never seen', [starts(EAST, 4), starts(WEST, 5, NaN)], NaN, [4, NaN]],
  ])('%s', (_, business, value, byRegion) => {
    expect(frameAt(topologyOf(report({ business }))).businessTotals).toEqual([{ value, byRegion, observedAt: NOON }])
  })
})
