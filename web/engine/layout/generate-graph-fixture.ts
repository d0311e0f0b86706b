import { createSeededRandom } from '#mocks/world/seeded-random.ts'
import type { LayoutEdge, LayoutNode } from './layout-graph.ts'

/**
 * A made-up fleet to measure layouts with: INTERNET, regions, six tiers of services in domains of about forty. Most
 * calls go to the next tiers of the own domain, some to shared hubs, some to other domains, a few go backwards. Ids say
 * nothing about tier or domain, so that an order by ids is no order at all.
 */
export interface GeneratedGraph {
  nodes: LayoutNode[]
  edges: LayoutEdge[]
  /** Of each node; empty for INTERNET and regions. */
  domains: Map<string, string>
}

export interface GeneratedGraphInput {
  /** With INTERNET and the regions. */
  nodes: number
  seed: number
  edgesPerNode?: number
}

const TIERS = 6
const DOMAIN_SIZE = 40
const HUB_SHARE = 0.02
const INSIDE_SHARE = 0.78
const TO_HUB_SHARE = 0.12
const BACK_SHARE = 0.03

interface Service {
  id: string
  tier: number
  domain: number
}

export function generateGraph({ nodes: count, seed, edgesPerNode = 2 }: GeneratedGraphInput): GeneratedGraph {
  const random = createSeededRandom(seed)
  const below = (limit: number): number => Math.floor(random.uniform() * limit)
  const regionCount = 3 + below(3)
  const regions = Array.from({ length: regionCount }, (_, region) => `region-${region}`)
  const services = generateServices(count - 1 - regionCount, below)
  const edges = new Map<string, LayoutEdge>()
  const add = (source: string, target: string): void => {
    if (source !== target) edges.set(`${source}>${target}`, { source, target })
  }
  for (const region of regions) add('internet', region)
  for (const { id, tier } of services) if (tier === 0) add(regions[below(regionCount)] ?? 'internet', id)
  addCalls({ services, edgeCount: Math.round(count * edgesPerNode), below, add, edges })
  return {
    nodes: [
      { id: 'internet', entry: true, leaf: false },
      ...regions.map((id) => ({ id, entry: false, leaf: false })),
      ...services.map(({ id, tier }) => ({ id, entry: false, leaf: tier === TIERS - 1 })),
    ],
    edges: [...edges.values()],
    domains: new Map(services.map(({ id, domain }) => [id, `domain-${domain}`])),
  }
}

function generateServices(count: number, below: (limit: number) => number): Service[] {
  const domainCount = Math.max(1, Math.round(count / DOMAIN_SIZE))
  const numbers = Array.from({ length: count }, (_, number) => number)
  for (let last = count - 1; last > 0; last--) {
    const other = below(last + 1)
    const [one = 0, two = 0] = [numbers[last], numbers[other]]
    numbers[last] = two
    numbers[other] = one
  }
  return numbers.map((number, index) => ({
    id: `service-${String(number).padStart(5, '0')}`,
    tier: Math.floor((index / count) * TIERS),
    domain: below(domainCount),
  }))
}

interface CallsInput {
  services: readonly Service[]
  edgeCount: number
  below: (limit: number) => number
  add: (source: string, target: string) => void
  edges: ReadonlyMap<string, LayoutEdge>
}

function addCalls({ services, edgeCount, below, add, edges }: CallsInput): void {
  const hubs = services.filter(({ tier }) => tier >= TIERS / 2).slice(0, Math.ceil(services.length * HUB_SHARE))
  const byPlace = Map.groupBy(services, ({ domain, tier }) => `${domain} ${tier}`)
  const byTier = Map.groupBy(services, ({ tier }) => tier)
  const pick = (from: readonly Service[] | undefined): Service | undefined => from?.[below(from.length)]
  const nextTier = (tier: number): number => Math.min(TIERS - 1, tier + (below(10) < 7 ? 1 : 2))
  const oneCall = (caller: Service): void => {
    const kind = below(1_000) / 1_000
    const tier = nextTier(caller.tier)
    if (kind < BACK_SHARE) {
      const called = pick(byPlace.get(`${caller.domain} ${Math.max(0, caller.tier - 1)}`))
      if (called !== undefined && called.tier < caller.tier) add(caller.id, called.id)
      return
    }
    if (caller.tier === TIERS - 1) return
    const inside = kind < BACK_SHARE + INSIDE_SHARE * (1 - BACK_SHARE)
    const toHub = kind > 1 - TO_HUB_SHARE * (1 - BACK_SHARE)
    const called = inside
      ? pick(byPlace.get(`${caller.domain} ${tier}`))
      : toHub
        ? pick(hubs.filter((hub) => hub.tier > caller.tier))
        : pick(byTier.get(tier))
    if (called !== undefined) add(caller.id, called.id)
  }
  // Everybody but the first tier is called by somebody, mostly of the own domain.
  for (const service of services) {
    if (service.tier === 0) continue
    const above = byPlace.get(`${service.domain} ${service.tier - 1}`) ?? byTier.get(service.tier - 1)
    const caller = pick(below(100) < INSIDE_SHARE * 100 ? above : byTier.get(service.tier - 1))
    if (caller !== undefined) add(caller.id, service.id)
  }
  for (let tries = 0; edges.size < edgeCount && tries < edgeCount * 20; tries++) {
    const caller = pick(services)
    if (caller !== undefined) oneCall(caller)
  }
}
