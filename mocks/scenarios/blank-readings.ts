import { GLOBAL_REGION, INTERNET } from '#contract/ids.ts'
import type { BusinessReading, EdgeReading, FeedReading, NodeReading, ZoneReading } from '#bff/topology/report.ts'
import type { World, WorldCatalog } from '#mocks/world/world.ts'

/** Readings of everything the world's metrics tell, with their names and without their numbers. */
export interface BlankReadings {
  feeds: FeedReading[]
  edges: EdgeReading[]
  /** `node` is the row of the world's catalogue. */
  nodes: { node: number; row: NodeReading }[]
  internet: NodeReading
  zones: ZoneReading[]
  business: BusinessReading[]
}

const PERIOD_MS = 1_000
const BLANK = { requestsPerSecond: NaN, errorShare: NaN, observedAt: NaN } as const

/** One scrape of the world a second; edges and nodes in the order of its catalogue. */
export function blankReadings({ catalog }: World): BlankReadings {
  const { regions } = catalog
  return {
    feeds: [...regions.map(({ id }) => id), GLOBAL_REGION].map((region) => ({
      region,
      observedAt: NaN,
      periodMs: PERIOD_MS,
    })),
    edges: blankEdges(catalog),
    nodes: blankNodes(catalog),
    internet: {
      region: GLOBAL_REGION,
      service: INTERNET,
      feedRegion: GLOBAL_REGION,
      kind: 'internet',
      saturation: NaN,
      observedAt: NaN,
    },
    zones: regions.flatMap(({ id, zones }) => zones.map((zone) => ({ ...BLANK, region: id, zone }))),
    business: regions.map(({ id }) => ({
      id: 'stream-starts',
      name: 'stream starts',
      unit: '/s',
      region: id,
      value: NaN,
      observedAt: NaN,
    })),
  }
}

/** An edge is told by its callee's region, or by its caller's where the callee is outside. */
function blankEdges({ regions, nodes, edges }: WorldCatalog): EdgeReading[] {
  const idOf = (region: number) => regions[region]?.id ?? GLOBAL_REGION
  return edges.flatMap(({ source, target, protocol }) => {
    const [from, to] = [nodes[source], nodes[target]]
    if (from === undefined || to === undefined) return []
    const [sourceRegion, targetRegion] = [idOf(from.region), idOf(to.region)]
    return {
      ...BLANK,
      sourceRegion,
      source: from.service,
      targetRegion,
      target: to.service,
      protocol,
      feedRegion: targetRegion === GLOBAL_REGION ? sourceRegion : targetRegion,
      entry: from.service === INTERNET,
      degradedShare: NaN,
      p99LatencyMs: NaN,
    }
  })
}

function blankNodes({ regions, nodes }: WorldCatalog): BlankReadings['nodes'] {
  return nodes.flatMap(({ region: place, service, kind, owner, domain }, node) => {
    const region = regions[place]?.id
    if (region === undefined) return []
    return { node, row: { region, service, feedRegion: region, kind, owner, domain, saturation: NaN, observedAt: NaN } }
  })
}
