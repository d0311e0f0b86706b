import {
  edgeIdOf,
  GLOBAL_REGION,
  INTERNET,
  nodeIdOf,
  Protocol,
  type EdgeKey,
  type NodeKey,
  type RegionId,
} from '#contract/ids.ts'
import type { NodeKind } from '#contract/roster.ts'
import type { EdgeReading, NodeReading } from '#bff/topology/report.ts'
import { type FeedPlan, type Meaning, type RegionGraph } from './find-regions.ts'
import { measureOf, type Measured } from './measure-connection.ts'
import { noticesOf } from './notices-of.ts'
import type { ProblemList } from './problem-list.ts'
import type { WireConnection, WireFeed, WireService } from './wire.ts'

/** A connection or a node as the feed tells it; when it was observed is known by its region. */
export type GraphEdge = Pick<EdgeReading, keyof EdgeKey | keyof Measured | 'entry' | 'feedRegion'>
export type GraphNode = Pick<NodeReading, 'region' | 'service' | 'kind' | 'owner' | 'name' | 'feedRegion' | 'notices'>

const LONGEST_NAME = 300

interface ReadInput {
  feed: WireFeed
  plan: FeedPlan
  /** Classes that this feed has ever told. */
  told: ReadonlySet<string>
  problems: ProblemList
}

/** A pair of names is one connection: of several alike the last counts, as it does on Vizceral's own screen. */
export function edgesOf(input: ReadInput): GraphEdge[] {
  const { feed, plan } = input
  const edges = new Map<string, GraphEdge>()
  /** Regions, and what lies outside of them, whose connections are told in detail. */
  const detailed = new Set<string>()
  for (const graph of plan.regions) {
    const own = readConnections(input, graph.wire.connections, (name) => plan.within(graph, name), graph.region)
    for (const edge of [...own, ...derivedEntry(graph, own, plan)]) {
      edges.set(edgeIdOf(edge), edge)
      detailed.add(pairOf(edge))
    }
  }
  // The root's sum of what a region tells in detail would count it twice.
  for (const edge of readConnections(input, isWorld(input) ? feed.connections : [], plan.atRoot, GLOBAL_REGION)) {
    if (edge.sourceRegion === edge.targetRegion && edge.sourceRegion !== GLOBAL_REGION) continue
    if (!detailed.has(pairOf(edge))) edges.set(edgeIdOf(edge), edge)
  }
  return [...edges.values()]
}

/** Of a feed that is one region's graph the root's connections are that region's. */
function isWorld({ feed, plan }: ReadInput): boolean {
  return plan.regions[0]?.wire !== feed
}

/** As the root tells it: a region's services are as one. */
function pairOf({ sourceRegion, source, targetRegion, target }: EdgeKey): string {
  const endOf = (region: RegionId, service: string) => (region === GLOBAL_REGION ? `/${service}` : region)
  return `${endOf(sourceRegion, source)} ${endOf(targetRegion, target)}`
}

function readConnections(
  { told, problems }: ReadInput,
  connections: WireFeed['connections'],
  meaningOf: (name: string) => Meaning,
  region: RegionId,
): GraphEdge[] {
  return (connections ?? []).flatMap((connection) => {
    if (connection === null) {
      problems.count(unreadableConnections)
      return []
    }
    const source = meaningOf(connection.source)
    const target = meaningOf(connection.target)
    if (source.kind === 'undeclared' || target.kind === 'undeclared') {
      problems.count(danglingConnections, source.kind === 'undeclared' ? connection.source : connection.target)
      return []
    }
    // Regions that the configuration does not know are told as such.
    if (source.kind === 'foreign' || target.kind === 'foreign') return []
    const { measured, unreadable } = measureOf(connection, told)
    if (unreadable) problems.count(unreadableMetrics, `${connection.source} to ${connection.target}`)
    return [edgeOf({ connection, source: source.node, target: target.node, measured, region })]
  })
}

function edgeOf(input: {
  connection: WireConnection
  source: NodeKey
  target: NodeKey
  measured: Measured
  region: RegionId
}): GraphEdge {
  const { connection, source, target, measured } = input
  const protocol = Protocol.safeParse(connection.metadata?.protocol)
  const ends = [input.region, target.region, source.region]
  return {
    sourceRegion: source.region,
    source: source.service,
    targetRegion: target.region,
    target: target.service,
    protocol: protocol.success ? protocol.data : 'unknown',
    ...measured,
    entry: source.service === INTERNET && source.region === GLOBAL_REGION,
    feedRegion: ends.find((region) => region !== GLOBAL_REGION) ?? GLOBAL_REGION,
  }
}

/**
 * A region's `entryNode` may be one of its services, and nobody calls it: then everything it sends on entered through
 * it, and INTERNET's connection to it is that sum.
 */
function derivedEntry(graph: RegionGraph, edges: readonly GraphEdge[], plan: FeedPlan): GraphEdge[] {
  const name = graph.wire.entryNode
  if (name === null || name === undefined) return []
  const meaning = plan.within(graph, name)
  if (meaning.kind !== 'node' || meaning.node.region !== graph.region) return []
  const { region, service } = meaning.node
  if (edges.some((edge) => edge.entry || (edge.target === service && edge.targetRegion === region))) return []
  const sent = edges.filter((edge) => edge.source === service && edge.sourceRegion === region)
  if (sent.length === 0) return []
  const sumOf = (volume: (edge: GraphEdge) => number) => sent.reduce((sum, edge) => sum + volume(edge), 0)
  const requestsPerSecond = sumOf((edge) => edge.requestsPerSecond)
  const shareOf = (share: 'errorShare' | 'degradedShare') =>
    sumOf((edge) => (edge.requestsPerSecond === 0 ? 0 : edge.requestsPerSecond * edge[share])) / requestsPerSecond
  return [
    {
      sourceRegion: GLOBAL_REGION,
      source: INTERNET,
      targetRegion: region,
      target: service,
      protocol: 'unknown',
      requestsPerSecond,
      errorShare: shareOf('errorShare'),
      degradedShare: shareOf('degradedShare'),
      entry: true,
      feedRegion: region,
    },
  ]
}

/** Declared services, and whatever else connections lead to. */
export function nodesOf({ feed, plan, problems }: ReadInput, edges: readonly GraphEdge[]): GraphNode[] {
  const nodes = new Map<string, GraphNode>()
  for (const rows of [feed.nodes, ...(feed.nodes ?? []).map((node) => node?.nodes)]) {
    for (const row of rows ?? []) if (row === null) problems.count(unreadableNodes)
  }
  for (const graph of plan.regions) {
    for (const [name, service] of graph.services) {
      const meaning = plan.within(graph, name)
      if (meaning.kind !== 'node' || meaning.node.region !== graph.region) continue
      nodes.set(nodeIdOf(meaning.node), nodeOf(meaning.node, service, name))
    }
  }
  for (const { source, sourceRegion, feedRegion } of edges) {
    const key = { region: sourceRegion, service: source }
    if (source !== INTERNET || sourceRegion !== GLOBAL_REGION || nodes.has(nodeIdOf(key))) continue
    nodes.set(nodeIdOf(key), { ...key, kind: 'internet', feedRegion })
  }
  return [...nodes.values()]
}

function nodeOf(node: NodeKey, service: WireService, name: string): GraphNode {
  const { displayName, node_type, metadata } = service
  const notices = noticesOf(service)
  const printed = (displayName ?? name).slice(0, LONGEST_NAME)
  const owner = metadata?.owner ?? ''
  return {
    ...node,
    kind: kindOf(node_type),
    ...(owner === '' ? {} : { owner: owner.slice(0, LONGEST_NAME) }),
    ...(printed === '' || printed === node.service ? {} : { name: printed }),
    ...(notices.length === 0 ? {} : { notices }),
    feedRegion: node.region,
  }
}

function kindOf(nodeType: string | null | undefined): NodeKind {
  switch (nodeType) {
    case 'storage':
      return 'datastore'
    case 'pipe':
      return 'queue'
    case 'user':
    case 'users':
      return 'external'
    default:
      return 'service'
  }
}

type Words = (found: { count: number; names: string }) => string

const danglingConnections: Words = ({ count, names }) =>
  `${count === 1 ? '1 connection names a node' : `${count} connections name nodes`} that the feed does not have (${names}); left out.`
const unreadableConnections: Words = ({ count }) =>
  `${count === 1 ? '1 connection' : `${count} connections`} without a source and a target; left out.`
const unreadableNodes: Words = ({ count }) =>
  `${count === 1 ? '1 node' : `${count} nodes`} without a name; left out, with what they hold.`
const unreadableMetrics: Words = ({ count, names }) =>
  `${count === 1 ? '1 connection has metrics' : `${count} connections have metrics`} that are no numbers of requests/s (${names}); their traffic is unknown.`
