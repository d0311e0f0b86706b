import { GLOBAL_REGION } from '#contract/ids.ts'
import type { World, WorldCatalog, WorldEdge, WorldNode } from '#mocks/world/world.ts'

/** How the world's rows are labelled, in the names of each preset; the exposition and the fake API share it. */

export type Labels = Readonly<Record<string, string>>

/** One edge's series of `istio_requests_total` that one reporter keeps; counted as the parts tell. */
export interface IstioSeries {
  labels: Labels
  parts: IstioParts
  reporter: 'source' | 'destination'
}

/** Which of the world's outcomes a series counts; degraded answers are served, for a mesh cannot tell. */
export type IstioParts = 'served' | 'error' | 'timeout'

/**
 * How an edge's errors come about: the world does not say, so each edge has its own way, by its place in the catalogue.
 * The destination answered 5xx (and the caller used up its retries), the connection failed, or the circuit was open.
 */
type ErrorManner = 'answered' | 'not-connected' | 'circuit-open'
const ERROR_MANNERS = ['answered', 'not-connected', 'circuit-open'] as const satisfies readonly ErrorManner[]

/** Both labels and row of an edge in the mesh's telemetry; absent ends leave the list empty. */
export interface IstioEdge {
  /** Labels without response facts, per reporter that keeps the edge's latency. */
  latency: { source: Labels | null; destination: Labels | null }
  series: IstioSeries[]
}

export function regionIdOf(catalog: WorldCatalog, region: number): string {
  return catalog.regions[region]?.id ?? GLOBAL_REGION
}

/** The region whose targets report the edge: its callee's, or its caller's where the callee is outside. */
export function reportingRegion(world: World, edge: WorldEdge): number {
  const target = nodeAt(world, edge.target).region
  return target >= 0 ? target : nodeAt(world, edge.source).region
}

export function nodeAt(world: World, row: number): WorldNode {
  const node = world.catalog.nodes[row]
  if (node === undefined) throw new RangeError(`no node ${row}`)
  return node
}

export function customEdgeLabels(world: World, edge: WorldEdge): Labels {
  const source = nodeAt(world, edge.source)
  const target = nodeAt(world, edge.target)
  return {
    caller: source.service,
    callee: target.service,
    caller_region: regionIdOf(world.catalog, source.region),
    callee_region: regionIdOf(world.catalog, target.region),
    protocol: edge.protocol,
  }
}

/**
 * The edge as sidecars see it. Services have one; data stores, queues and third parties are reached through the mesh
 * but lie outside of it, so that only callers tell of them; whoever calls from outside is unknown, and only the
 * destination tells of that.
 */
export function istioEdge(world: World, edge: WorldEdge): IstioEdge {
  const source = nodeAt(world, edge.source)
  const target = nodeAt(world, edge.target)
  const callerInMesh = source.region >= 0 && source.kind === 'service'
  const calleeInMesh = target.region >= 0 && target.kind === 'service'
  const isGrpc = edge.protocol === 'grpc'
  const ends = {
    ...sourceLabels(world, callerInMesh ? source : null),
    ...destinationLabels(world, target, calleeInMesh),
    request_protocol: isGrpc ? 'grpc' : 'http',
    connection_security_policy: calleeInMesh && callerInMesh ? 'mutual_tls' : 'none',
  }
  const manner = callerInMesh
    ? (ERROR_MANNERS[(edge.source + edge.target) % ERROR_MANNERS.length] ?? 'answered')
    : 'answered'
  // Between regions the name that is called says where: the destination is known although no host was picked.
  const isNear = source.region === target.region
  const unpicked = isNear ? { ...ends, ...destinationLabels(world, target, false) } : ends
  const series = [
    ...(calleeInMesh ? destinationSeries(ends, isGrpc, manner) : []),
    ...(callerInMesh ? sourceSeries({ ends, unpicked, isGrpc, manner }) : []),
  ]
  return {
    latency: {
      // Callers' durations of targets that tell their own are dropped, as large meshes do.
      source: callerInMesh && !calleeInMesh ? { reporter: 'source', ...ends } : null,
      destination: calleeInMesh ? { reporter: 'destination', ...ends } : null,
    },
    series,
  }
}

function destinationSeries(ends: Labels, isGrpc: boolean, manner: ErrorManner): IstioSeries[] {
  const of = (parts: IstioParts, facts: Labels): IstioSeries => ({
    reporter: 'destination',
    parts,
    labels: { reporter: 'destination', ...ends, ...facts },
  })
  return [
    of('served', answered(isGrpc, '200', '0', '-')),
    ...(manner === 'answered' ? [of('error', answered(isGrpc, '500', '14', '-'))] : []),
    // Whoever called has gone: the destination sees a closed connection, and no code.
    of('timeout', answered(false, '0', '', 'DC')),
  ]
}

function sourceSeries(input: { ends: Labels; unpicked: Labels; isGrpc: boolean; manner: ErrorManner }): IstioSeries[] {
  const { ends, unpicked, isGrpc, manner } = input
  const of = (parts: IstioParts, labels: Labels, facts: Labels): IstioSeries => ({
    reporter: 'source',
    parts,
    labels: { reporter: 'source', ...labels, ...facts },
  })
  const errors = {
    answered: () => of('error', ends, answered(isGrpc, '500', '14', 'URX')),
    'not-connected': () => of('error', ends, answered(isGrpc, '503', '14', 'UF,URX')),
    'circuit-open': () => of('error', unpicked, answered(isGrpc, '503', '14', 'UO')),
  }
  return [
    of('served', ends, answered(isGrpc, '200', '0', '-')),
    errors[manner](),
    of('timeout', ends, answered(isGrpc, '504', '4', 'UT')),
  ]
}

/** gRPC answers 200 whatever happens and tells the rest in a status of its own. */
function answered(isGrpc: boolean, code: string, grpcStatus: string, flags: string): Labels {
  return {
    response_code: isGrpc ? '200' : code,
    grpc_response_status: isGrpc ? grpcStatus : '',
    response_flags: flags,
  }
}

function sourceLabels(world: World, node: WorldNode | null): Labels {
  const name = node?.service ?? 'unknown'
  return {
    source_workload: name,
    source_workload_namespace: node?.domain ?? 'unknown',
    source_canonical_service: name,
    source_cluster: node === null ? 'unknown' : regionIdOf(world.catalog, node.region),
  }
}

function destinationLabels(world: World, node: WorldNode, inMesh: boolean): Labels {
  const name = inMesh ? node.service : 'unknown'
  return {
    destination_workload: name,
    destination_workload_namespace: inMesh ? node.domain : 'unknown',
    destination_canonical_service: name,
    destination_service_name: node.service,
    destination_cluster: inMesh ? regionIdOf(world.catalog, node.region) : 'unknown',
  }
}
