import type { Change } from '#contract/change.ts'
import { DEFAULT_FRESHNESS_RULE } from '#contract/freshness.ts'
import { createEdgeColumns, createNodeColumns, type Frame, type RegionTotal } from '#contract/frame-codec/frame.ts'
import { DEFAULT_HEALTH_THRESHOLDS } from '#contract/health.ts'
import type { NodeKind, NodeNotice, Roster, RosterEdge, RosterNode } from '#contract/roster.ts'
import type { Fleet } from './fleet.ts'

/** A small fleet whose numbers a test can change by name: three regions, six services each, INTERNET and the CDN. */
export const NOW = Date.UTC(2026, 10, 22, 14, 3, 27)
export const REGION_IDS = ['us-east-1', 'us-west-2', 'eu-west-1'] as const
const PERIOD_MS = 5_000

const SERVICES: readonly [string, NodeKind][] = [
  ['edge-proxy', 'service'],
  ['api', 'service'],
  ['playback', 'service'],
  ['license', 'service'],
  ['search', 'service'],
  ['license-db', 'datastore'],
]
const CALLS: readonly [string, string, number][] = [
  ['edge-proxy', 'api', 8_000],
  ['edge-proxy', 'playback', 2_000],
  ['api', 'search', 1_500],
  ['playback', 'license', 1_800],
  ['license', 'license-db', 1_700],
]

export interface EdgeChange {
  requestsPerSecond?: number
  errorShare?: number
  degradedShare?: number
  p99LatencyMs?: number
}

export interface FleetChanges {
  /** By `source>target` within a region, or `internet>us-east-1`. */
  edges?: Readonly<Record<string, EdgeChange>>
  /** Shares by node id (`us-east-1/license`). */
  nodes?: Readonly<Record<string, EdgeChange & { saturation?: number; breakersOpen?: number; notices?: NodeNotice[] }>>
  /** Ages of the feeds in ms, by region; NaN for never seen. */
  ages?: Readonly<Record<string, number>>
  /** Regions whose entry is unknown. */
  missing?: readonly string[]
  withoutServices?: boolean
  /** What was recorded as changed. */
  recorded?: readonly Change[]
}

export function createFleet(changes: FleetChanges = {}): Fleet {
  const roster = withNotices(createRoster(changes.withoutServices === true), changes)
  return {
    roster,
    frame: createFrame(roster, changes),
    worldNow: NOW,
    freshness: DEFAULT_FRESHNESS_RULE,
    health: DEFAULT_HEALTH_THRESHOLDS,
    ...(changes.recorded === undefined ? {} : { changes: changes.recorded }),
  }
}

function withNotices(roster: Roster, { nodes = {} }: FleetChanges): Roster {
  const noticed = roster.nodes.map((node): RosterNode => {
    const notices = nodes[`${node.region}/${node.service}`]?.notices
    return notices === undefined ? node : { ...node, notices }
  })
  return { ...roster, nodes: noticed }
}

function createRoster(withoutServices: boolean): Roster {
  const nodes: RosterNode[] = [
    { region: 'global', service: 'internet', name: 'internet', kind: 'internet', feed: 0 },
    { region: 'global', service: 'cdn', name: 'cdn', kind: 'cdn', feed: 0 },
  ]
  const edges: RosterEdge[] = [{ source: 0, target: 1, protocol: 'http', feed: 0 }]
  REGION_IDS.forEach((region, feed) => {
    const first = nodes.length
    const rowOf = (service: string): number => first + SERVICES.findIndex(([name]) => name === service)
    if (withoutServices) return
    for (const [service, kind] of SERVICES) nodes.push({ region, service, name: service, kind, owner: 'a team', feed })
    edges.push({ source: 0, target: rowOf('edge-proxy'), protocol: 'http', entry: true, feed })
    for (const [from, to] of CALLS) edges.push({ source: rowOf(from), target: rowOf(to), protocol: 'grpc', feed })
  })
  if (!withoutServices) edges.push({ source: 3, target: 9, protocol: 'http', feed: 1 })
  return {
    epoch: 'test',
    version: 1,
    regions: [
      { id: 'us-east-1', name: 'N. Virginia', position: { latitude: 38.95, longitude: -77.45 } },
      { id: 'us-west-2', name: 'Oregon', position: { latitude: 45.84, longitude: -119.7 } },
      { id: 'eu-west-1', name: 'Ireland', position: { latitude: 53.35, longitude: -6.26 } },
    ],
    zones: [],
    feeds: REGION_IDS.map((region) => ({ source: `prometheus-${region}`, region, periodMs: PERIOD_MS })),
    businessMetrics: [{ id: 'stream-starts', name: 'stream starts', unit: '/s', source: 'prometheus-us-east-1' }],
    nodes,
    edges,
  }
}

const ENTRY: Readonly<Record<string, number>> = { 'us-east-1': 424_000, 'us-west-2': 312_000, 'eu-west-1': 286_000 }

function createFrame(roster: Roster, changes: FleetChanges): Frame {
  const edges = createEdgeColumns(roster.edges.length)
  const nodes = createNodeColumns(roster.nodes.length)
  roster.edges.forEach((edge, row) => {
    const source = roster.nodes[edge.source]
    const target = roster.nodes[edge.target]
    if (source === undefined || target === undefined) return
    const name = `${source.service}>${edge.entry === true ? target.region : target.service}`
    const usual = CALLS.find(([from, to]) => from === source.service && to === target.service)?.[2] ?? 100
    const unknown = edge.entry === true && changes.missing?.includes(target.region) === true
    const change = changes.edges?.[name] ?? {}
    const rate = unknown
      ? NaN
      : (change.requestsPerSecond ?? (edge.entry === true ? (ENTRY[target.region] ?? 0) : usual))
    edges.requestsPerSecond[row] = rate
    edges.errorShare[row] = change.errorShare ?? 0.001
    edges.degradedShare[row] = change.degradedShare ?? 0.002
    edges.p99LatencyMs[row] = change.p99LatencyMs ?? 40
    edges.lagMs[row] = 0
  })
  roster.nodes.forEach((node, row) => {
    const change = changes.nodes?.[`${node.region}/${node.service}`] ?? {}
    nodes.requestsPerSecond[row] = change.requestsPerSecond ?? (node.kind === 'internet' ? NaN : 1_000)
    nodes.errorShare[row] = change.errorShare ?? 0.001
    nodes.degradedShare[row] = change.degradedShare ?? 0.002
    nodes.p99LatencyMs[row] = change.p99LatencyMs ?? 40
    nodes.saturation[row] = change.saturation ?? 0.5
    nodes.breakersOpen[row] = change.breakersOpen ?? NaN
    nodes.lagMs[row] = 0
  })
  return {
    seq: 1,
    rosterEpoch: roster.epoch,
    rosterVersion: roster.version,
    at: NOW,
    worldAt: NOW,
    feedObservedAt: Float64Array.from(REGION_IDS, (region) => NOW - (changes.ages?.[region] ?? 1_000)),
    nodes,
    edges,
    regionTotals: REGION_IDS.map((region) => totalsOf(region, roster, changes)),
    zoneTotals: [],
    businessTotals: [{ value: 18_240, byRegion: [8_000, 6_000, 4_240], observedAt: NOW - 1_000 }],
  }
}

function totalsOf(region: string, roster: Roster, changes: FleetChanges): RegionTotal {
  const entry = roster.edges.findIndex((edge) => edge.entry === true && roster.nodes[edge.target]?.region === region)
  const missing = changes.missing?.includes(region) === true
  const change = changes.edges?.[`internet>${region}`] ?? {}
  return {
    requestsPerSecond: missing ? NaN : (change.requestsPerSecond ?? ENTRY[region] ?? NaN),
    errorShare: missing ? NaN : (change.errorShare ?? 0.002),
    degradedShare: missing ? NaN : (change.degradedShare ?? 0.001),
    p99LatencyMs: missing ? NaN : 64,
    headroomShare: 0.39,
    tightestNode: roster.nodes.findIndex((node) => node.region === region && node.service === 'license'),
    observedAt: missing ? NaN : NOW - (changes.ages?.[region] ?? 1_000),
    missingEdges: missing && entry >= 0 ? [entry] : [],
  }
}
