import { CDN, INTERNET } from '#contract/ids.ts'
import type { NodeKind } from '#contract/roster.ts'
import { LATENCY_BUCKETS_MS } from '../build-catalog.ts'
import { REGIONS } from '../regions.ts'
import { createSeededRandom, type SeededRandom } from '../seeded-random.ts'
import type { WorldCatalog, WorldEdge, WorldNode } from '../world.ts'
import { zonesOfService } from '../zone-placement.ts'
import { createNames, DOMAINS } from './fleet-names.ts'
import type { FleetSize } from './fleet-size.ts'
import { generateCalls, LEAF_TIER, type GeneratedCalls } from './generate-calls.ts'

/** A made-up fleet: what its regions run, and how much each call carries when all is well. */
export interface GeneratedFleet extends FleetSize {
  /** Rows by region: `region * services + service`, `region * connections + connection`; what joins regions comes last. */
  catalog: WorldCatalog
  calls: GeneratedCalls
  /** Of a connection: calls a request at its caller. */
  callsPerRequest: Float64Array
  /** Of a service: requests a request at the region's entry. */
  loadPerEntry: Float64Array
  kinds: readonly NodeKind[]
  /** Where the connections between regions begin: entries, the CDN, its origins, then proxies `[from][to]`. */
  rows: { entry: number; cdn: number; origin: number; proxy: number }
}

/** Answers with the same fleet for the same seed. */
export function generateFleet(size: FleetSize, seed: number): GeneratedFleet {
  const random = createSeededRandom(seed)
  const calls = generateCalls(size, DOMAINS.length, random)
  const specs = nameServices(calls, random)
  const { callsPerRequest, loadPerEntry } = spreadLoad(size, calls, random)
  const nodes: WorldNode[] = REGIONS.flatMap((_, region) =>
    specs.map((spec) => ({ region, ...spec, zones: zonesOfService(spec, region) })),
  )
  const internet = nodes.push({ region: -1, service: INTERNET, kind: 'internet', ...OUTSIDE }) - 1
  const cdn = nodes.push({ region: -1, service: CDN, kind: 'cdn', ...OUTSIDE }) - 1
  const entryOf = (region: number) => region * size.services
  const edges: WorldEdge[] = REGIONS.flatMap((_, region) =>
    Array.from(calls.source, (source, connection) => {
      const target = calls.target[connection]
      const first = entryOf(region)
      return { source: first + source, target: first + target, protocol: protocolOf(specs[target].kind, source) }
    }),
  )
  const add = (pairs: readonly (readonly [source: number, target: number])[]) => {
    const row = edges.length
    for (const [source, target] of pairs) edges.push({ source, target, protocol: 'http' })
    return row
  }
  const regions = [...REGIONS.keys()]
  const rows = {
    entry: add(regions.map((region) => [internet, entryOf(region)])),
    cdn: add([[internet, cdn]]),
    origin: add(regions.map((region) => [cdn, entryOf(region)])),
    proxy: add(
      regions.flatMap((from) => regions.flatMap((to) => (from === to ? [] : [[entryOf(from), entryOf(to)] as const]))),
    ),
  }
  const catalog = {
    regions: REGIONS.map(({ id, name, position, zones }) => ({ id, name, position, zones })),
    nodes,
    edges,
    latencyBucketsMs: LATENCY_BUCKETS_MS,
  }
  return { ...size, catalog, calls, callsPerRequest, loadPerEntry, kinds: specs.map(({ kind }) => kind), rows }
}

const OUTSIDE = { owner: 'everybody', domain: 'outside', zones: [] }
/** The name the world's front door knows it by. */
const ENTRY = { service: 'edge-proxy', kind: 'service', owner: 'edge-gateway', domain: 'edge' } as const

interface Spec {
  service: string
  kind: NodeKind
  owner: string
  domain: string
}

function nameServices({ tier, domain }: GeneratedCalls, random: SeededRandom): Spec[] {
  const names = createNames()
  const draw = (limit: number) => Math.floor(random.uniform() * limit)
  return Array.from(tier, (place, service) => {
    const found = DOMAINS[domain[service]]
    if (service === 0 || found === undefined) return ENTRY
    const kind = place === LEAF_TIER ? leafKind(random.uniform()) : 'service'
    const name = names.name({ domain: found, kind, isGateway: place === 1, draw })
    const owner = found.owners[draw(found.owners.length)] ?? found.domain
    return { service: name, kind, owner, domain: found.domain }
  })
}

function leafKind(draw: number): NodeKind {
  if (draw < 0.45) return 'datastore'
  if (draw < 0.6) return 'queue'
  return draw < 0.66 ? 'external' : 'service'
}

function protocolOf(kind: NodeKind, caller: number): WorldEdge['protocol'] {
  if (kind === 'datastore') return 'database'
  if (kind === 'queue') return 'messaging'
  return kind === 'external' || caller === 0 ? 'http' : 'grpc'
}

/** No connection is so quiet that a minute may pass without a request: a share of the entry's requests. */
const QUIETEST_PER_ENTRY = 4e-6

/** A caller spreads some one to two calls a request over its callees, most of them on few. */
function spreadLoad(size: FleetSize, { source, target }: GeneratedCalls, random: SeededRandom) {
  const weight = Float64Array.from(source, () => Math.exp(1.3 * random.normal()))
  const sum = new Float64Array(size.services)
  source.forEach((caller, connection) => (sum[caller] += weight[connection]))
  const fanOut = Float64Array.from(sum, () => Math.min(2.6, Math.exp(0.25 + 0.4 * random.normal())))
  const callsPerRequest = new Float64Array(size.connections)
  const loadPerEntry = new Float64Array(size.services)
  loadPerEntry[0] = 1
  // Callers come before their callees: whoever calls next knows its load already.
  for (let connection = 0; connection < source.length; connection += 1) {
    const caller = source[connection]
    const share = (fanOut[caller] * weight[connection]) / sum[caller]
    callsPerRequest[connection] = Math.max(share, QUIETEST_PER_ENTRY / loadPerEntry[caller])
    loadPerEntry[target[connection]] += callsPerRequest[connection] * loadPerEntry[caller]
  }
  return { callsPerRequest, loadPerEntry }
}
