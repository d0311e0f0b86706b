import type { FreshnessRule } from '#contract/freshness.ts'
import { CDN, INTERNET, type RegionId, type ServiceId } from '#contract/ids.ts'
import {
  applyRosterDelta,
  type NodeKind,
  type Roster,
  type RosterBusinessMetric,
  type RosterDelta,
  type RosterRegion,
  type RosterZone,
} from '#contract/roster.ts'
import type { EdgeReading } from './report.ts'
import { rosterEdgeOf, rosterNodeOf, unknownAfterMs, type EdgeRow, type FeedRow, type NodeRow } from './rows.ts'

/**
 * Gives each thing its row, once: rows are appended, never renumbered. Keys are maps of maps, so that no key string is
 * put together for a row that is known. What is new or changed since the last roster becomes the next roster's delta.
 */
export interface RowBook {
  readonly feeds: readonly FeedRow[]
  readonly nodes: readonly NodeRow[]
  readonly edges: readonly EdgeRow[]
  readonly zones: readonly RosterZone[]
  readonly businessMetrics: readonly RosterBusinessMetric[]
  /** A period that changes by more than a tenth makes a new feed: rows of a feed never change their meaning. */
  feed(key: { source: string; region: RegionId; periodMs: number }): FeedRow
  node(region: RegionId, service: ServiceId, feed: FeedRow): NodeRow
  edge(reading: EdgeReading, feed: FeedRow): EdgeRow
  zone(zone: RosterZone): number
  businessMetric(metric: RosterBusinessMetric): number
  nodeChanged(row: NodeRow): void
  edgeChanged(row: EdgeRow): void
  /** As of the last `takeDelta`. */
  roster(): Roster
  takeDelta(): RosterDelta | null
}

export interface RowBookInput {
  epoch: string
  regions: readonly RosterRegion[]
  freshness: FreshnessRule
}

export function createRowBook({ epoch, regions, freshness }: RowBookInput): RowBook {
  const feeds: FeedRow[] = []
  const nodes: NodeRow[] = []
  const edges: EdgeRow[] = []
  const zones: RosterZone[] = []
  const businessMetrics: RosterBusinessMetric[] = []
  const feedKeys = new Map<string, Map<RegionId, FeedRow>>()
  const nodeKeys = new Map<RegionId, Map<ServiceId, NodeRow>>()
  const edgeKeys = new Map<NodeRow, Map<NodeRow, Map<string, EdgeRow>>>()
  const changedNodes = new Set<NodeRow>()
  const changedEdges = new Set<EdgeRow>()
  let roster: Roster = {
    epoch,
    version: 0,
    regions: [...regions],
    zones: [],
    feeds: [],
    businessMetrics: [],
    nodes: [],
    edges: [],
  }

  function feed({ source, region, periodMs }: { source: string; region: RegionId; periodMs: number }): FeedRow {
    const byRegion = entryOf(feedKeys, source, () => new Map<RegionId, FeedRow>())
    const known = byRegion.get(region)
    if (known !== undefined && Math.abs(known.periodMs - periodMs) <= known.periodMs / 10) return known
    const row: FeedRow = {
      index: feeds.length,
      source,
      region,
      periodMs,
      unknownAfterMs: unknownAfterMs(periodMs, freshness),
      observedAt: known?.observedAt ?? NaN,
      edgesAt: known?.edgesAt ?? NaN,
      nodesAt: known?.nodesAt ?? NaN,
    }
    feeds.push(row)
    byRegion.set(region, row)
    return row
  }

  function node(region: RegionId, service: ServiceId, of: FeedRow): NodeRow {
    return entryOf(
      entryOf(nodeKeys, region, () => new Map<ServiceId, NodeRow>()),
      service,
      () => append(nodes, newNode({ index: nodes.length, region, service, feed: of })),
    )
  }

  function edge(reading: EdgeReading, of: FeedRow): EdgeRow {
    const source = node(reading.sourceRegion, reading.source, of)
    const target = node(reading.targetRegion, reading.target, of)
    const byTarget = entryOf(edgeKeys, source, () => new Map<NodeRow, Map<string, EdgeRow>>())
    const byProtocol = entryOf(byTarget, target, () => new Map<string, EdgeRow>())
    return entryOf(byProtocol, reading.protocol, () => {
      target.incoming++
      return append(edges, newEdge({ index: edges.length, source, target, reading, feed: of }))
    })
  }

  function takeDelta(): RosterDelta | null {
    const delta: RosterDelta = {
      epoch,
      version: roster.version + 1,
      zones: zones.slice(roster.zones.length),
      feeds: feeds.slice(roster.feeds.length).map(({ source, region, periodMs }) => ({ source, region, periodMs })),
      businessMetrics: businessMetrics.slice(roster.businessMetrics.length),
      nodes: nodes.slice(roster.nodes.length).map(rosterNodeOf),
      edges: edges.slice(roster.edges.length).map(rosterEdgeOf),
      changedNodes: [...changedNodes]
        .filter((row) => row.index < roster.nodes.length)
        .map((row) => [row.index, rosterNodeOf(row)]),
      changedEdges: [...changedEdges]
        .filter((row) => row.index < roster.edges.length)
        .map((row) => [row.index, rosterEdgeOf(row)]),
    }
    changedNodes.clear()
    changedEdges.clear()
    if (isEmpty(delta)) return null
    roster = applyRosterDelta(roster, delta)
    return delta
  }

  return {
    feeds,
    nodes,
    edges,
    zones,
    businessMetrics,
    feed,
    node,
    edge,
    zone: (zone) => indexOf(zones, zone, (one) => one.region === zone.region && one.id === zone.id),
    businessMetric: (metric) => indexOf(businessMetrics, metric, (one) => one.id === metric.id),
    nodeChanged: (row) => changedNodes.add(row),
    edgeChanged: (row) => changedEdges.add(row),
    roster: () => roster,
    takeDelta,
  }
}

function newNode(key: Pick<NodeRow, 'index' | 'region' | 'service' | 'feed'>): NodeRow {
  return {
    ...key,
    kind: kindOf(key.service),
    owner: undefined,
    domain: undefined,
    gone: false,
    mentionedAt: NaN,
    holder: null,
    saturation: NaN,
    saturationAt: NaN,
    incoming: 0,
  }
}

function newEdge(input: {
  index: number
  source: NodeRow
  target: NodeRow
  reading: EdgeReading
  feed: FeedRow
}): EdgeRow {
  return {
    index: input.index,
    source: input.source,
    target: input.target,
    protocol: input.reading.protocol,
    entry: input.reading.entry,
    feed: input.feed,
    gone: false,
    mentionedAt: NaN,
    requestsPerSecond: NaN,
    errorShare: NaN,
    degradedShare: NaN,
    p99LatencyMs: NaN,
    observedAt: NaN,
  }
}

function kindOf(service: ServiceId): NodeKind {
  if (service === INTERNET) return 'internet'
  return service === CDN ? 'cdn' : 'service'
}

function isEmpty(delta: RosterDelta): boolean {
  const parts = [delta.zones, delta.feeds, delta.businessMetrics, delta.nodes, delta.edges]
  return [...parts, delta.changedNodes, delta.changedEdges].every((part) => part.length === 0)
}

function entryOf<Key, Value>(map: Map<Key, Value>, key: Key, create: () => Value): Value {
  const known = map.get(key)
  if (known !== undefined) return known
  const created = create()
  map.set(key, created)
  return created
}

function append<Row>(rows: Row[], row: Row): Row {
  rows.push(row)
  return row
}

function indexOf<Row>(rows: Row[], row: Row, isSame: (one: Row) => boolean): number {
  const known = rows.findIndex(isSame)
  return known >= 0 ? known : rows.push(row) - 1
}
