import type { FreshnessRule } from '#contract/freshness.ts'
import type { RegionId, ServiceId } from '#contract/ids.ts'
import {
  applyRosterDelta,
  type Roster,
  type RosterBusinessMetric,
  type RosterDelta,
  type RosterRegion,
  type RosterZone,
} from '#contract/roster.ts'
import { createFeedBook, type FeedKey } from './feed-book.ts'
import { newEdge, newNode } from './new-rows.ts'
import type { EdgeReading } from './report.ts'
import { rosterEdgeOf, rosterFeedOf, rosterNodeOf, type EdgeRow, type FeedRow, type NodeRow } from './rows.ts'

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
  feed(key: FeedKey): FeedRow
  node(region: RegionId, service: ServiceId, feed: FeedRow): NodeRow
  /** Undefined where there is none yet. */
  knownNode(region: RegionId, service: ServiceId): NodeRow | undefined
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
  const feedBook = createFeedBook(freshness)
  const changedNodes = new Set<NodeRow>()
  const changedEdges = new Set<EdgeRow>()
  const zones: RosterZone[] = []
  const businessMetrics: RosterBusinessMetric[] = []
  let roster = emptyRoster(epoch, regions)

  const nodes: NodeRow[] = []
  const nodeKeys = new Map<RegionId, Map<ServiceId, NodeRow>>()
  function node(region: RegionId, service: ServiceId, feed: FeedRow): NodeRow {
    const ofRegion = entryOf(nodeKeys, region, () => new Map<ServiceId, NodeRow>())
    return entryOf(ofRegion, service, () => append(nodes, newNode({ index: nodes.length, region, service, feed })))
  }

  const edges: EdgeRow[] = []
  const edgeKeys = new Map<NodeRow, Map<NodeRow, Map<string, EdgeRow>>>()
  function edge(reading: EdgeReading, feed: FeedRow): EdgeRow {
    const source = node(reading.sourceRegion, reading.source, feed)
    const target = node(reading.targetRegion, reading.target, feed)
    const ofSource = entryOf(edgeKeys, source, () => new Map<NodeRow, Map<string, EdgeRow>>())
    const ofTarget = entryOf(ofSource, target, () => new Map<string, EdgeRow>())
    return entryOf(ofTarget, reading.protocol, () => {
      target.incoming++
      return append(edges, newEdge({ index: edges.length, source, target, reading, feed }))
    })
  }

  function takeDelta(): RosterDelta | null {
    const rows = { feeds: feedBook.feeds, zones, businessMetrics, nodes, edges }
    const delta = deltaOf({ roster, rows, changedNodes, changedEdges })
    changedNodes.clear()
    changedEdges.clear()
    if (isEmpty(delta)) return null
    roster = applyRosterDelta(roster, delta)
    return delta
  }

  return {
    feeds: feedBook.feeds,
    nodes,
    edges,
    zones,
    businessMetrics,
    feed: feedBook.feed,
    node,
    knownNode: (region, service) => nodeKeys.get(region)?.get(service),
    edge,
    zone: (zone) => placeOf(zones, zone, (one) => one.region === zone.region && one.id === zone.id),
    businessMetric: (metric) => placeOf(businessMetrics, metric, (one) => one.id === metric.id),
    nodeChanged: (row) => changedNodes.add(row),
    edgeChanged: (row) => changedEdges.add(row),
    roster: () => roster,
    takeDelta,
  }
}

function emptyRoster(epoch: string, regions: readonly RosterRegion[]): Roster {
  return { epoch, version: 0, regions: [...regions], zones: [], feeds: [], businessMetrics: [], nodes: [], edges: [] }
}

function deltaOf(input: {
  roster: Roster
  rows: Pick<RowBook, 'feeds' | 'zones' | 'businessMetrics' | 'nodes' | 'edges'>
  changedNodes: ReadonlySet<NodeRow>
  changedEdges: ReadonlySet<EdgeRow>
}): RosterDelta {
  const { roster, rows, changedNodes, changedEdges } = input
  return {
    epoch: roster.epoch,
    version: roster.version + 1,
    zones: rows.zones.slice(roster.zones.length),
    feeds: rows.feeds.slice(roster.feeds.length).map(rosterFeedOf),
    businessMetrics: rows.businessMetrics.slice(roster.businessMetrics.length),
    nodes: rows.nodes.slice(roster.nodes.length).map(rosterNodeOf),
    edges: rows.edges.slice(roster.edges.length).map(rosterEdgeOf),
    changedNodes: [...changedNodes]
      .filter((row) => row.index < roster.nodes.length)
      .map((row) => [row.index, rosterNodeOf(row)]),
    changedEdges: [...changedEdges]
      .filter((row) => row.index < roster.edges.length)
      .map((row) => [row.index, rosterEdgeOf(row)]),
  }
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

function placeOf<Row>(rows: Row[], row: Row, isSame: (one: Row) => boolean): number {
  const known = rows.findIndex(isSame)
  return known >= 0 ? known : rows.push(row) - 1
}
