import type { EdgeColumns, Frame, NodeColumns } from '#contract/frame-codec/frame.ts'
import { DEFAULT_HEALTH_THRESHOLDS, type HealthThresholds } from '#contract/health.ts'
import { GLOBAL_REGION, INTERNET, type Protocol, type RegionId } from '#contract/ids.ts'
import type { Roster, RosterNode, RosterRegion } from '#contract/roster.ts'
import type { VizceralConnection, VizceralRegion, VizceralService, VizceralWorld } from '#contract/vizceral.ts'
import { classOf, maxVolumeOf, metricsOf, sumOf, type Volume } from './volumes.ts'

/**
 * A frame as a tree of graphs, each with names of its own: the world (the internet, the regions as nodes) and in each
 * region its services. The format knows one connection a pair of names and none across graphs, so what joins two
 * regions stands twice: as a sum in the world, and in the region that is called, where the calling region is a node.
 */
export interface DescribeAsVizceralInput {
  roster: Roster
  frame: Frame
  /** The server's clock, UTC ms. */
  now: number
  thresholds?: HealthThresholds
}

const INTERNET_NAME = 'INTERNET'

export function describeAsVizceral(input: DescribeAsVizceralInput): VizceralWorld {
  const { roster, frame } = input
  const thresholds = input.thresholds ?? DEFAULT_HEALTH_THRESHOLDS
  const edges = knownEdges(input)
  const outsiders = roster.nodes.flatMap((node, row) => {
    if (node.region !== GLOBAL_REGION || node.gone === true) return []
    const known = serviceOf({ node, row, frame, thresholds })
    return [known.name === INTERNET_NAME ? known : outsiderOf({ known, roster, frame, edges, thresholds })]
  })
  const hasInternet = outsiders.some(({ name }) => name === INTERNET_NAME)
  return {
    renderer: 'global',
    name: 'edge',
    entryNode: INTERNET_NAME,
    updated: wholeMs(frame.at),
    serverUpdateTime: wholeMs(input.now),
    maxVolume: maxVolumeOf(frame.regionTotals.map(({ requestsPerSecond }) => requestsPerSecond)),
    nodes: [
      ...(hasInternet ? [] : [{ name: INTERNET_NAME }]),
      ...outsiders,
      ...roster.regions.map((region, index) => regionOf({ ...input, thresholds, region, index, edges })),
    ],
    connections: worldConnections({ roster, frame, edges, thresholds }),
  }
}

interface KnownEdge {
  source: RosterNode
  target: RosterNode
  protocol: Protocol
  volume: Volume
}

function knownEdges({ roster, frame }: DescribeAsVizceralInput): KnownEdge[] {
  const shown = new Set<RegionId>([GLOBAL_REGION, ...roster.regions.map(({ id }) => id)])
  return roster.edges.flatMap((edge, row) => {
    const source = roster.nodes[edge.source]
    const target = roster.nodes[edge.target]
    if (edge.gone === true || source === undefined || target === undefined) return []
    if (!shown.has(source.region) || !shown.has(target.region)) return []
    return [{ source, target, protocol: edge.protocol, volume: volumeAt(frame.edges, row) }]
  })
}

function volumeAt(columns: EdgeColumns | NodeColumns, row: number): Volume {
  return {
    requestsPerSecond: columns.requestsPerSecond[row] ?? NaN,
    errorShare: columns.errorShare[row] ?? NaN,
    degradedShare: columns.degradedShare[row] ?? NaN,
  }
}

function regionOf(input: {
  roster: Roster
  frame: Frame
  thresholds: HealthThresholds
  region: RosterRegion
  index: number
  edges: readonly KnownEdge[]
}): VizceralRegion {
  const { roster, frame, thresholds, region, index, edges } = input
  const { id } = region
  // Who is called tells; what leads outside of all regions is told by its caller.
  const own = edges.filter(({ source, target }) =>
    target.region === GLOBAL_REGION ? source.region === id : target.region === id,
  )
  const total = frame.regionTotals[index]
  const nameOf = (node: RosterNode) => (node.region === id ? node.service : rootNameOf(node))
  const services = roster.nodes.flatMap((node, row) =>
    node.region === id && node.gone !== true ? [serviceOf({ node, row, frame, thresholds })] : [],
  )
  const strangers = new Set(own.flatMap(({ source, target }) => [source, target]).map(nameOf))
  for (const { name } of services) strangers.delete(name)
  const volumes = own.map(({ volume }) => volume.requestsPerSecond)
  return {
    renderer: 'region',
    layout: 'ltrTree',
    name: id,
    ...(region.name === id ? {} : { displayName: region.name }),
    entryNode: INTERNET_NAME,
    ...(total === undefined ? {} : classOf(total, thresholds)),
    updated: observedAtOf({ roster, frame, region: id, totalAt: total?.observedAt ?? NaN }),
    maxVolume: maxVolumeOf([total?.requestsPerSecond ?? NaN, ...volumes]),
    nodes: [...Array.from(strangers, (name) => ({ name })), ...services],
    connections: connectionsOf({ edges: own, nameOf, thresholds }),
  }
}

/**
 * What lies beside the regions, the CDN above all. A page shows a node of the world without nodes of its own as still
 * loading for ever, so it has a graph too: whom it serves and by whom it is asked, once more.
 */
function outsiderOf(input: {
  known: VizceralService
  roster: Roster
  frame: Frame
  thresholds: HealthThresholds
  edges: readonly KnownEdge[]
}): VizceralRegion {
  const { known, roster, frame, thresholds, edges } = input
  const isIts = (node: RosterNode) => rootNameOf(node) === known.name
  const own = edges.filter(({ source, target }) => isIts(source) !== isIts(target))
  const connections = connectionsOf({ edges: own, nameOf: rootNameOf, thresholds })
  const others = new Set(connections.flatMap(({ source, target }) => [source, target]))
  others.delete(known.name)
  return {
    renderer: 'region',
    layout: 'ltrTree',
    name: known.name,
    ...(known.displayName === undefined ? {} : { displayName: known.displayName }),
    entryNode: INTERNET_NAME,
    ...(known.class === undefined ? {} : { class: known.class }),
    updated: observedAtOf({ roster, frame, region: GLOBAL_REGION, totalAt: NaN }),
    maxVolume: maxVolumeOf(own.map(({ volume }) => volume.requestsPerSecond)),
    nodes: [...Array.from(others, (name) => ({ name })), known],
    connections,
  }
}

function worldConnections(input: {
  roster: Roster
  frame: Frame
  edges: readonly KnownEdge[]
  thresholds: HealthThresholds
}): VizceralConnection[] {
  const { roster, frame, thresholds } = input
  const between = input.edges.filter(({ source, target }) => rootNameOf(source) !== rootNameOf(target))
  const connections = connectionsOf({ edges: between, nameOf: rootNameOf, thresholds })
  // What enters a region is its total, made of whole numbers and never of a frame's rounded rows.
  return connections.map((connection) => {
    if (connection.source !== INTERNET_NAME) return connection
    const total = frame.regionTotals[roster.regions.findIndex(({ id }) => id === connection.target)]
    if (total === undefined) return connection
    return connectionOf({ ...connection, volume: total, protocols: [], thresholds })
  })
}

function connectionsOf(input: {
  edges: readonly KnownEdge[]
  nameOf: (node: RosterNode) => string
  thresholds: HealthThresholds
}): VizceralConnection[] {
  const { nameOf, thresholds } = input
  const pairs = new Map<string, KnownEdge[]>()
  for (const edge of input.edges) {
    const pair = JSON.stringify([nameOf(edge.source), nameOf(edge.target)])
    const edges = pairs.get(pair)
    if (edges === undefined) pairs.set(pair, [edge])
    else edges.push(edge)
  }
  return [...pairs.values()].flatMap((edges) => {
    const [first] = edges
    if (first === undefined) return []
    const [source, target] = [nameOf(first.source), nameOf(first.target)]
    const protocols = edges.map(({ protocol }) => protocol)
    return [connectionOf({ source, target, volume: sumOf(edges.map(({ volume }) => volume)), protocols, thresholds })]
  })
}

function connectionOf(input: {
  source: string
  target: string
  volume: Volume
  protocols: readonly Protocol[]
  thresholds: HealthThresholds
}): VizceralConnection {
  const { source, target, volume } = input
  const { metrics, unknown } = metricsOf(volume)
  const [protocol, ...others] = new Set(input.protocols)
  const hasProtocol = protocol !== undefined && protocol !== 'unknown' && others.length === 0
  const metadata = { ...(hasProtocol ? { protocol } : {}), ...(unknown.length === 0 ? {} : { unknown }) }
  return {
    source,
    target,
    ...classOf(volume, input.thresholds),
    ...(metrics === undefined ? {} : { metrics }),
    ...(Object.keys(metadata).length === 0 ? {} : { metadata }),
  }
}

function serviceOf(input: {
  node: RosterNode
  row: number
  frame: Frame
  thresholds: HealthThresholds
}): VizceralService {
  const { node, row } = input
  const name = node.region === GLOBAL_REGION ? rootNameOf(node) : node.service
  const nodeType = NODE_TYPE_OF[node.kind]
  return {
    name,
    ...(node.name === node.service ? {} : { displayName: node.name }),
    ...(node.region === GLOBAL_REGION ? {} : { renderer: 'focusedChild' }),
    ...classOf(volumeAt(input.frame.nodes, row), input.thresholds),
    ...(nodeType === null ? {} : { node_type: nodeType }),
    ...(node.owner === undefined ? {} : { metadata: { owner: node.owner } }),
  }
}

const NODE_TYPE_OF = {
  internet: null,
  cdn: null,
  service: null,
  datastore: 'storage',
  queue: 'pipe',
  external: 'users',
} as const

function rootNameOf({ region, service }: RosterNode): string {
  if (region !== GLOBAL_REGION) return region
  return service === INTERNET ? INTERNET_NAME : service
}

/** On the wall's clock; of a region of which nothing is known any more its feeds still tell when it was last seen. */
function observedAtOf(input: { roster: Roster; frame: Frame; region: RegionId; totalAt: number }): number {
  const { roster, frame, region } = input
  const aheadMs = frame.worldAt - frame.at
  if (!Number.isNaN(input.totalAt)) return wholeMs(input.totalAt - aheadMs)
  let newest = NaN
  roster.feeds.forEach((feed, index) => {
    const seenAt = frame.feedObservedAt[index] ?? NaN
    if (feed.region === region && !(seenAt <= newest) && !Number.isNaN(seenAt)) newest = seenAt
  })
  return Number.isNaN(newest) ? 0 : wholeMs(newest - aheadMs)
}

function wholeMs(instant: number): number {
  return Math.max(0, Math.round(instant))
}
