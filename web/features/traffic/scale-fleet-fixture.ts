import { DEFAULT_FRESHNESS_RULE } from '#contract/freshness.ts'
import { createEdgeColumns, createNodeColumns, type EdgeColumns, type Frame } from '#contract/frame-codec/frame.ts'
import { DEFAULT_HEALTH_THRESHOLDS } from '#contract/health.ts'
import type { Roster, RosterEdge, RosterNode } from '#contract/roster.ts'
import { createSeededRandom } from '#mocks/world/seeded-random.ts'
import { generateGraph } from '#web/engine/layout/generate-graph-fixture.ts'
import type { Fleet } from '#web/fleet/fleet.ts'

/** One region with as many services and connections as are asked for: to see, and to measure, what size does. */
export interface ScaleFleetInput {
  services: number
  connections: number
  seed: number
  /** UTC ms. */
  now: number
}

const REGION = 'us-east-1'
const PERIOD_MS = 5_000
const TEAMS = 14

export function createScaleFleet({ services, connections, seed, now }: ScaleFleetInput): Fleet {
  const graph = generateGraph({ nodes: services + 1, seed, edgesPerNode: connections / (services + 1) })
  const nodes = graph.nodes.map(({ id, leaf }, row): RosterNode => {
    if (id === 'internet') return { region: 'global', service: id, name: id, kind: 'internet', feed: 0 }
    const domain = graph.domains.get(id)
    const owner = `team ${row % TEAMS}`
    const named = {
      region: REGION,
      service: id,
      name: id,
      kind: leaf ? 'datastore' : 'service',
      owner,
      feed: 0,
    } as const
    return domain === undefined ? named : { ...named, domain }
  })
  const rowOf = new Map(graph.nodes.map(({ id }, row) => [id, row]))
  const edges = graph.edges.map(({ source, target }): RosterEdge => {
    const edge = { source: rowOf.get(source) ?? 0, target: rowOf.get(target) ?? 0, protocol: 'grpc', feed: 0 } as const
    return source === 'internet' ? { ...edge, entry: true } : edge
  })
  const roster: Roster = {
    epoch: 'scale',
    version: 1,
    regions: [{ id: REGION, name: 'N. Virginia', position: { latitude: 38.95, longitude: -77.45 } }],
    zones: [],
    feeds: [{ source: 'prometheus', region: REGION, periodMs: PERIOD_MS }],
    businessMetrics: [],
    nodes,
    edges,
  }
  return {
    roster,
    frame: createScaleFrame({ roster, seed, seq: 1, now }),
    worldNow: now,
    freshness: DEFAULT_FRESHNESS_RULE,
    health: DEFAULT_HEALTH_THRESHOLDS,
  }
}

/** A second of it: skewed volumes, a few services that fail or degrade. Another `seq` changes every volume. */
export function createScaleFrame(input: { roster: Roster; seed: number; seq: number; now: number }): Frame {
  const { roster, seed, seq, now } = input
  const random = createSeededRandom(seed)
  const moment = createSeededRandom(seed + seq)
  const nodes = createNodeColumns(roster.nodes.length)
  const edges = createEdgeColumns(roster.edges.length)
  const fill = (columns: EdgeColumns, row: number, requestsPerSecond: number): void => {
    const chance = random.uniform()
    columns.requestsPerSecond[row] = requestsPerSecond * (0.95 + 0.1 * moment.uniform())
    columns.errorShare[row] = chance < 0.006 ? 0.2 : chance < 0.02 ? 0.02 : 0.0005
    columns.degradedShare[row] = chance > 0.99 ? 0.1 : 0.001
    columns.p99LatencyMs[row] = 10 * Math.exp(random.normal())
    columns.lagMs[row] = 0
  }
  roster.edges.forEach((edge, row) =>
    fill(edges, row, edge.entry === true ? 90_000 : 60 * Math.exp(2 * random.normal())),
  )
  roster.nodes.forEach((_, row) => fill(nodes, row, 300 * Math.exp(1.6 * random.normal())))
  nodes.saturation.fill(0.5)
  const entries = roster.edges.flatMap((edge, row) => (edge.entry === true ? [edges.requestsPerSecond[row] ?? 0] : []))
  const total = {
    requestsPerSecond: entries.reduce((sum, rate) => sum + rate, 0),
    errorShare: 0.002,
    degradedShare: 0.001,
    p99LatencyMs: 80,
    headroomShare: 0.4,
    tightestNode: 5,
    observedAt: now - 1_000,
    missingEdges: [],
  }
  return {
    seq,
    rosterEpoch: roster.epoch,
    rosterVersion: roster.version,
    at: now,
    worldAt: now,
    feedObservedAt: Float64Array.of(now - 1_000),
    nodes,
    edges,
    regionTotals: [total],
    zoneTotals: [],
    businessTotals: [],
  }
}
