import type { BuiltCatalog, EdgeRole } from './build-catalog.ts'
import { callOrder } from './call-order.ts'
import type { Need } from './calls.ts'
import { REGION_PEAK_REQUESTS_PER_SECOND } from './demand.ts'
import { meanFactorOf, SERVICE_SHAPE, STORE_SHAPE } from './latency-shape.ts'
import { REGION_ROUND_TRIP_MS, REGIONS } from './regions.ts'
import { SERVICE_SPECS, type ServiceSpec } from './services.ts'

/** The catalogue as flat columns: everything about the fleet that never changes while it runs. */
export interface FleetPlan {
  nodeCount: number
  edgeCount: number
  /** Regional nodes, callers before callees; calls that close a cycle point backwards. */
  order: Int32Array
  nodes: NodePlan
  edges: EdgePlan
  /** By region. */
  edgeProxy: readonly number[]
  playbackApi: readonly number[]
  entryEdge: readonly number[]
  originEdge: readonly number[]
  /** `[from][to]`, −1 on the diagonal. */
  proxyEdge: readonly (readonly number[])[]
  cdnEdge: number
  replications: readonly { edge: number; from: number; to: number; writeShare: number }[]
}

export interface NodePlan {
  /** −1 outside. */
  region: Int8Array
  serviceMs: Float64Array
  capacityPerInstance: Float64Array
  startupMs: Float64Array
  /** Requests an instance works on at once, waiting for stores included; what finds no slot free is refused. */
  slotsPerInstance: Float64Array
  /** Share of its capacity a service's team lets it use in ordinary times; the autoscaler holds it there. */
  targetUse: Float64Array
  /** 1 where the autoscaler may act. */
  scaled: Uint8Array
  /** Instances of those that keep a fixed size; the least of the others. */
  minInstances: Float64Array
  /** Requests/s per request/s at the region's entry, when all is well. */
  loadPerEntry: Float64Array
  /** The node's calls are edges `[firstCall, endCall)`. */
  firstCall: Int32Array
  endCall: Int32Array
}

export const REQUIRED = 2
export const FALLBACK = 1
export const BACKGROUND = 0
const NEEDS: Readonly<Record<Need, number>> = { required: REQUIRED, fallback: FALLBACK, background: BACKGROUND }

export interface EdgePlan {
  source: Int32Array
  target: Int32Array
  callsPerRequest: Float64Array
  /** REQUIRED, FALLBACK or BACKGROUND. */
  need: Uint8Array
  retries: Uint8Array
  timeoutMs: Float64Array
  shape: Float64Array
  meanFactor: Float64Array
  /** timeoutMs ^ shape. */
  timeoutPower: Float64Array
  networkMs: Float64Array
  /** 1 where the caller keeps a slot busy while it waits: drivers of stores do, calls between services are asynchronous. */
  blocking: Uint8Array
  /** Error share at which the circuit opens; NaN where there is no breaker. */
  breakerThreshold: Float64Array
}

/** Retries usually add at most this share to the calls of an edge: the retry budget. */
export const RETRY_BUDGET = 0.2
/** Of a callee's latency that its caller waits for, the rest runs beside other calls. */
export const SERIAL_SHARE = 0.5
/** Autoscaled services are held at this use … */
const SERVICE_USE = { from: 0.46, spread: 0.12 }
/** … and fixed-size stores reach this one at their region's weekly peak. Teams differ. */
const STORE_USE = { from: 0.3, spread: 0.2 }
const MIN_INSTANCES = 6
const DEFAULT_BREAKER_THRESHOLD = 0.5
const NOMINAL_WAIT = 1.1
/** Slots for so many times what an instance holds at its full rate while its stores answer as they usually do. */
const SPARE_SLOTS = 2
/** Stores hold many more: they are waited for, and wait for nobody. */
const SPARE_SLOTS_OF_STORES = 12

export function createFleetPlan(built: BuiltCatalog): FleetPlan {
  const { catalog, roles } = built
  const calls = catalog.edges.filter((_, edge) => roles[edge].role === 'call')
  const order = callOrder(catalog.nodes.length, calls).filter((node) => catalog.nodes[node].region >= 0)
  const edges = emptyEdgePlan(catalog.edges.length)
  const nodes = planNodes(built)
  catalog.edges.forEach(({ source, target }, edge) => {
    edges.source[edge] = source
    edges.target[edge] = target
    fillEdge(edges, edge, roles[edge], catalog.edges[edge].protocol === 'database')
  })
  planLoads(nodes, edges, order, built)
  planWaiting(nodes, edges, order, roles)

  const byRegion = (role: 'entry' | 'origin') =>
    REGIONS.map((_, region) => roles.findIndex((other) => other.role === role && other.region === region))
  return {
    nodeCount: catalog.nodes.length,
    edgeCount: catalog.edges.length,
    order,
    nodes,
    edges,
    edgeProxy: REGIONS.map((_, region) => built.nodeOf(region, 'edge-proxy')),
    playbackApi: REGIONS.map((_, region) => built.nodeOf(region, 'playback-api')),
    entryEdge: byRegion('entry'),
    originEdge: byRegion('origin'),
    proxyEdge: REGIONS.map((_from, from) =>
      REGIONS.map((_to, to) =>
        roles.findIndex((role) => role.role === 'proxy' && role.from === from && role.to === to),
      ),
    ),
    cdnEdge: roles.findIndex(({ role }) => role === 'cdn'),
    replications: roles.flatMap((role, edge) =>
      role.role === 'replication' ? [{ edge, from: role.from, to: role.to, writeShare: role.writeShare }] : [],
    ),
  }
}

function emptyEdgePlan(edges: number): EdgePlan {
  return {
    source: new Int32Array(edges),
    target: new Int32Array(edges),
    callsPerRequest: new Float64Array(edges),
    need: new Uint8Array(edges),
    retries: new Uint8Array(edges),
    timeoutMs: new Float64Array(edges),
    shape: new Float64Array(edges),
    meanFactor: new Float64Array(edges),
    timeoutPower: new Float64Array(edges),
    networkMs: new Float64Array(edges),
    blocking: new Uint8Array(edges),
    breakerThreshold: new Float64Array(edges).fill(NaN),
  }
}

function fillEdge(edges: EdgePlan, edge: number, role: EdgeRole, isStore: boolean): void {
  edges.shape[edge] = isStore ? STORE_SHAPE : SERVICE_SHAPE
  edges.meanFactor[edge] = meanFactorOf(edges.shape[edge])
  edges.networkMs[edge] = networkMsOf(role)
  edges.blocking[edge] = isStore ? 1 : 0
  if (role.role !== 'call') return
  const [, callsPerRequest, need, overrides] = role.call
  edges.callsPerRequest[edge] = callsPerRequest
  edges.need[edge] = NEEDS[need]
  edges.retries[edge] = overrides?.retries ?? (need === 'background' ? 0 : 1)
  edges.timeoutMs[edge] = overrides?.timeoutMs ?? 0
  if (need !== 'background') edges.breakerThreshold[edge] = overrides?.breakerThreshold ?? DEFAULT_BREAKER_THRESHOLD
}

function networkMsOf(role: EdgeRole): number {
  switch (role.role) {
    case 'call':
      return 0.4
    case 'entry':
      return 1
    case 'cdn':
      return 9
    case 'origin':
      return 30
    case 'proxy':
    case 'replication':
      return REGION_ROUND_TRIP_MS[role.from][role.to]
  }
}

function planNodes({ catalog, roles }: BuiltCatalog): NodePlan {
  const count = catalog.nodes.length
  const specs = new Map<string, ServiceSpec>(SERVICE_SPECS.map((spec) => [spec.service, spec]))
  const nodes: NodePlan = {
    region: Int8Array.from(catalog.nodes, ({ region }) => region),
    serviceMs: new Float64Array(count).fill(4),
    capacityPerInstance: new Float64Array(count).fill(Infinity),
    startupMs: new Float64Array(count),
    slotsPerInstance: new Float64Array(count).fill(Infinity),
    targetUse: new Float64Array(count),
    scaled: new Uint8Array(count),
    minInstances: new Float64Array(count).fill(1),
    loadPerEntry: new Float64Array(count),
    firstCall: new Int32Array(count),
    endCall: new Int32Array(count),
  }
  catalog.nodes.forEach(({ service, region }, node) => {
    const spec = specs.get(service)
    if (region < 0 || spec === undefined) return
    nodes.serviceMs[node] = spec.serviceMs
    nodes.capacityPerInstance[node] = spec.capacityPerInstance
    nodes.startupMs[node] = spec.startupMs
    nodes.targetUse[node] =
      spec.scaling === 'auto'
        ? SERVICE_USE.from + SERVICE_USE.spread * habitOf(service)
        : STORE_USE.from + STORE_USE.spread * habitOf(service)
    nodes.scaled[node] = spec.scaling === 'auto' ? 1 : 0
  })
  catalog.edges.forEach(({ source }, edge) => {
    if (roles[edge].role !== 'call') return
    if (nodes.endCall[source] === 0) nodes.firstCall[source] = edge
    nodes.endCall[source] = edge + 1
  })
  return nodes
}

/** How close to the limit a service's team runs it, 0–1: anything that is fixed by the name and looks arbitrary. */
function habitOf(service: string): number {
  let hash = 7
  for (const letter of service) hash = (hash * 31 + (letter.codePointAt(0) ?? 0)) % 9_973
  return (hash % 101) / 100
}

/** Flow of one request/s at each entry down the graph, from which sizes follow. */
function planLoads(nodes: NodePlan, edges: EdgePlan, order: Int32Array, { nodeOf, roles }: BuiltCatalog): void {
  const inflow = new Float64Array(nodes.region.length)
  const load = nodes.loadPerEntry
  // Calls that close a cycle bring their part in the next round; three rounds leave nothing to speak of.
  for (let round = 0; round < 4; round += 1) {
    REGIONS.forEach((_, region) => {
      inflow[nodeOf(region, 'edge-proxy')] += 1
      inflow[nodeOf(region, 'cdn-origin')] += ORIGIN_PER_ENTRY
    })
    for (const node of order) {
      load[node] = inflow[node]
      inflow[node] = 0
      for (let edge = nodes.firstCall[node]; edge < nodes.endCall[node]; edge += 1) {
        inflow[edges.target[edge]] += load[node] * edges.callsPerRequest[edge]
      }
    }
  }
  roles.forEach((role, edge) => {
    if (role.role === 'replication') load[edges.target[edge]] += load[edges.source[edge]] * role.writeShare
  })
  for (const node of order) {
    const peak = REGION_PEAK_REQUESTS_PER_SECOND[nodes.region[node]] * load[node]
    const fixed = Math.ceil(peak / (nodes.capacityPerInstance[node] * nodes.targetUse[node]) / 3) * 3
    nodes.minInstances[node] = nodes.scaled[node] === 1 ? MIN_INSTANCES : Math.max(MIN_INSTANCES, fixed)
  }
}

/** CDN misses per request at a region's entry. */
export const ORIGIN_PER_ENTRY = 0.012

/** A timeout is a round number of at least TIMEOUT_FACTOR times the median of a callee at ordinary load. */
const TIMEOUT_FACTOR = 16
const LEAST_TIMEOUT_MS = 100

function planWaiting(nodes: NodePlan, edges: EdgePlan, order: Int32Array, roles: readonly EdgeRole[]): void {
  const median = Float64Array.from(nodes.serviceMs, (ms) => ms * NOMINAL_WAIT)
  const held = median.slice()
  for (const node of order.toReversed()) {
    for (let edge = nodes.firstCall[node]; edge < nodes.endCall[node]; edge += 1) {
      if (edges.need[edge] === BACKGROUND) continue
      const used = Math.min(1, edges.callsPerRequest[edge])
      const waitMs = SERIAL_SHARE * used * (edges.networkMs[edge] + median[edges.target[edge]])
      median[node] += waitMs
      if (edges.blocking[edge] === 1) held[node] += waitMs
    }
  }
  for (const node of order) {
    const spare = nodes.scaled[node] === 1 ? SPARE_SLOTS : SPARE_SLOTS_OF_STORES
    nodes.slotsPerInstance[node] = (spare * nodes.capacityPerInstance[node] * held[node]) / 1_000
  }
  for (let edge = 0; edge < edges.timeoutMs.length; edge += 1) {
    const ordinary = edges.networkMs[edge] + median[edges.target[edge]]
    const least = roles[edge].role === 'call' ? LEAST_TIMEOUT_MS : 4_000
    if (edges.timeoutMs[edge] === 0) edges.timeoutMs[edge] = Math.max(least, roundUp(TIMEOUT_FACTOR * ordinary))
    edges.timeoutPower[edge] = edges.timeoutMs[edge] ** edges.shape[edge]
  }
}

function roundUp(ms: number): number {
  const unit = ms < 200 ? 50 : ms < 1_000 ? 100 : 500
  return Math.ceil(ms / unit) * unit
}
