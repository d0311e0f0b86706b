import { CDN, INTERNET } from '#contract/ids.ts'
import { CALLS, REPLICATED, type Call } from './calls.ts'
import { REGIONS } from './regions.ts'
import { SERVICE_SPECS, type ServiceSpec } from './services.ts'
import { zonesOfService } from './zone-placement.ts'
import type { WorldCatalog, WorldEdge, WorldNode } from './world.ts'

/** Doubling bounds, so that a percentile read from the buckets is never off by more than a factor of 1.4. */
export const LATENCY_BUCKETS_MS: readonly number[] = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1_024, 4_096]

/** What an edge of the catalogue is for; decides how its load comes about. */
export type EdgeRole =
  | { role: 'call'; region: number; call: Call }
  | { role: 'entry'; region: number }
  | { role: 'proxy'; from: number; to: number }
  | { role: 'replication'; from: number; to: number; writeShare: number }
  | { role: 'cdn' }
  | { role: 'origin'; region: number }

export interface BuiltCatalog {
  catalog: WorldCatalog
  /** One an edge of the catalogue, in its order. */
  roles: readonly EdgeRole[]
  /** Row of a service in a region; INTERNET and the CDN are in region −1. */
  nodeOf(region: number, service: string): number
}

/** Rows are grouped: nodes by region, edges by source, so that a node's calls lie side by side. */
export function buildCatalog(): BuiltCatalog {
  const nodes: WorldNode[] = REGIONS.flatMap((_, region) =>
    SERVICE_SPECS.map((spec) => {
      const { service, kind, owner, domain } = spec
      return { region, service, kind, owner, domain, zones: zonesOfService(spec, region) }
    }),
  )
  nodes.push({ region: -1, service: INTERNET, kind: 'internet', owner: 'everybody', domain: 'outside', zones: [] })
  nodes.push({ region: -1, service: CDN, kind: 'cdn', owner: 'content-delivery', domain: 'delivery', zones: [] })

  const rowOf = new Map(nodes.map((node, row) => [`${node.region}/${node.service}`, row]))
  function nodeOf(region: number, service: string): number {
    const row = rowOf.get(`${region}/${service}`)
    if (row === undefined) throw new RangeError(`no service "${service}" in region ${region}`)
    return row
  }

  const edges: WorldEdge[] = []
  const roles: EdgeRole[] = []
  function connect(source: number, target: number, protocol: WorldEdge['protocol'], role: EdgeRole): void {
    edges.push({ source, target, protocol })
    roles.push(role)
  }

  connectCalls(nodeOf, connect)
  connectRegions(nodeOf, connect)
  const internet = nodeOf(-1, INTERNET)
  const cdn = nodeOf(-1, CDN)
  REGIONS.forEach((_, region) => connect(internet, nodeOf(region, 'edge-proxy'), 'http', { role: 'entry', region }))
  connect(internet, cdn, 'http', { role: 'cdn' })
  REGIONS.forEach((_, region) => connect(cdn, nodeOf(region, 'cdn-origin'), 'http', { role: 'origin', region }))

  const regions = REGIONS.map(({ id, name, position, zones }) => ({ id, name, position, zones }))
  return { catalog: { regions, nodes, edges, latencyBucketsMs: LATENCY_BUCKETS_MS }, roles, nodeOf }
}

type Connect = (source: number, target: number, protocol: WorldEdge['protocol'], role: EdgeRole) => void

function connectCalls(nodeOf: BuiltCatalog['nodeOf'], connect: Connect): void {
  const specs = new Map<string, ServiceSpec>(SERVICE_SPECS.map((spec) => [spec.service, spec]))
  REGIONS.forEach((_, region) => {
    for (const { service } of SERVICE_SPECS) {
      for (const call of CALLS[service] ?? []) {
        const protocol = specs.get(call[0])?.protocol ?? 'grpc'
        connect(nodeOf(region, service), nodeOf(region, call[0]), protocol, { role: 'call', region, call })
      }
    }
  })
}

/** Proxied traffic and replication: every ordered pair of regions. */
function connectRegions(nodeOf: BuiltCatalog['nodeOf'], connect: Connect): void {
  REGIONS.forEach((_from, from) => {
    REGIONS.forEach((_to, to) => {
      if (from === to) return
      connect(nodeOf(from, 'edge-proxy'), nodeOf(to, 'edge-proxy'), 'http', { role: 'proxy', from, to })
      for (const [store, writeShare] of Object.entries(REPLICATED)) {
        connect(nodeOf(from, store), nodeOf(to, store), 'database', { role: 'replication', from, to, writeShare })
      }
    })
  })
}
