import { CDN, GLOBAL_REGION, INTERNET, type NodeKey, type RegionId, type ServiceId } from '#contract/ids.ts'
import { quote, type ProblemList } from './problem-list.ts'
import { serviceIdsOf } from './service-ids.ts'
import type { WireFeed, WireRegion, WireService } from './wire.ts'

/**
 * Where the regions are in a feed, and what its names mean. A feed is either the world (its nodes are the internet and
 * regions, each a graph of its own) or the graph of one region. The internet is repeated at each level, under a name of
 * the feed's choosing; it is our one INTERNET.
 */
export interface FeedPlan {
  regions: RegionGraph[]
  /** What a name at the root stands for; a region stands for services of it that the feed does not name. */
  atRoot(name: string): Meaning
  within(graph: RegionGraph, name: string): Meaning
}

export interface RegionGraph {
  region: RegionId
  services: ReadonlyMap<string, WireService>
  wire: Pick<WireRegion, 'connections' | 'entryNode' | 'updated'>
  /** What is compared to tell whether the region's graph has changed. */
  content: unknown
}

export type Meaning = { kind: 'node'; node: NodeKey } | { kind: 'undeclared' } | { kind: 'foreign' }

/** Services of a region that a feed does not name: callers and targets of connections between regions. */
export const UNNAMED_SERVICE: ServiceId = 'unknown'

const INTERNET_NODE: NodeKey = { region: GLOBAL_REGION, service: INTERNET }
const CDN_NODE: NodeKey = { region: GLOBAL_REGION, service: CDN }

export interface PlanInput {
  feed: WireFeed
  /** Ids and aliases. */
  regionNames: ReadonlyMap<string, RegionId>
  /** As configured for this source. */
  fixed: RegionId | undefined
  problems: ProblemList
}

/** Null where the feed is one region's graph and nobody says whose; `problems` then does. */
export function planOf(input: PlanInput): FeedPlan | null {
  const { feed, regionNames, fixed } = input
  const children = rowsIn(feed.nodes)
  const isOutside = (name: string) => name.toLowerCase() === INTERNET || (name === feed.entryNode && !isSingle)
  const isSingle = isOneRegion(input, children)
  const regions = isSingle ? oneRegion(input, children) : nestedRegions(input, children, isOutside)
  if (regions === null) return null
  const ids = serviceIdsOf(regions.flatMap(({ services }) => [...services.keys()]))
  const hasCdn = !isSingle && children.some((child) => isCdn(child, regionNames))
  const outside = (name: string): NodeKey | undefined => {
    if (isOutside(name)) return INTERNET_NODE
    return hasCdn && name.toLowerCase() === CDN ? CDN_NODE : undefined
  }
  const shared = (name: string): NodeKey | undefined => {
    const region = regionNames.get(name)
    return outside(name) ?? (region === undefined ? undefined : { region, service: UNNAMED_SERVICE })
  }
  const rootNames = new Set(children.map(({ name }) => name))
  return {
    regions,
    atRoot(name) {
      const node = shared(name)
      if (node === undefined) return { kind: rootNames.has(name) ? 'foreign' : 'undeclared' }
      const isRead = node.region === GLOBAL_REGION || fixed === undefined || node.region === fixed
      return isRead ? { kind: 'node', node } : { kind: 'foreign' }
    },
    within({ region, services }, name) {
      const node = outside(name)
      if (node !== undefined) return { kind: 'node', node }
      if (!services.has(name)) return { kind: 'undeclared' }
      const known = shared(name)
      if (known !== undefined && known.region !== region) return { kind: 'node', node: known }
      return { kind: 'node', node: { region, service: ids.get(name) ?? UNNAMED_SERVICE } }
    },
  }
}

function isOneRegion({ feed, regionNames, fixed }: PlanInput, children: readonly WireRegion[]): boolean {
  if (feed.renderer === 'region') return true
  const namesRegion = ({ name }: WireRegion) =>
    fixed === undefined ? regionNames.has(name) : regionNames.get(name) === fixed
  return !children.some((child) => isGraph(child) || namesRegion(child))
}

function isGraph({ nodes, connections, renderer }: WireRegion): boolean {
  // A service may have clusters within it, but no connections.
  return renderer === 'region' || Array.isArray(connections) || (renderer === 'global' && Array.isArray(nodes))
}

/** It may have a graph of its own, of which all is told by others as well; a region of that name is a region. */
function isCdn({ name }: WireRegion, regionNames: ReadonlyMap<string, RegionId>): boolean {
  return name.toLowerCase() === CDN && !regionNames.has(name)
}

function oneRegion({ feed, regionNames, fixed, problems }: PlanInput, children: WireRegion[]): RegionGraph[] | null {
  const region = fixed ?? regionNames.get(feed.name ?? '')
  if (region !== undefined) return [graphOf({ region, graph: feed, services: children, content: contentOf(feed) })]
  const called = feed.name === null || feed.name === undefined ? 'no name' : `the name ${quote(feed.name)}`
  problems.say(
    children.length === 0
      ? 'The feed holds no nodes at all; has the program that makes it found its metrics?'
      : `The feed is the graph of one region with ${called}, which the configuration does not know; say region: of this source.`,
  )
  return null
}

function nestedRegions(
  { feed, regionNames, fixed, problems }: PlanInput,
  children: WireRegion[],
  isOutside: (name: string) => boolean,
): RegionGraph[] {
  const found = new Map<RegionId, RegionGraph>()
  for (const child of children) {
    if (isOutside(child.name) || isCdn(child, regionNames)) continue
    const region = regionNames.get(child.name)
    if (region === undefined) {
      if (fixed === undefined) problems.count(foreignRegions, child.name)
    } else if (found.has(region)) {
      problems.say(`The feed tells the region ${region} twice; ${quote(child.name)} was left out.`)
    } else if (fixed === undefined || region === fixed) {
      const around = rowsIn(feed.connections).filter(({ source, target }) => [source, target].includes(child.name))
      const content = [contentOf(child), around]
      found.set(region, graphOf({ region, graph: child, services: rowsIn(child.nodes), content }))
    }
  }
  return [...found.values()]
}

/** Times change without anything else. */
function contentOf(graph: WireFeed | WireRegion): unknown {
  return { ...graph, updated: null, serverUpdateTime: null }
}

function foreignRegions({ count, names }: { count: number; names: string }): string {
  return `${count === 1 ? '1 region' : `${count} regions`} of the feed (${names}) the configuration does not know; their rows were left out. Add them to regions, or to a region's aliases.`
}

function graphOf(input: {
  region: RegionId
  graph: Pick<WireRegion, 'connections' | 'entryNode' | 'updated'>
  services: readonly WireService[]
  content: unknown
}): RegionGraph {
  const { region, graph, content } = input
  const services = new Map<string, WireService>()
  for (const service of input.services) if (!services.has(service.name)) services.set(service.name, service)
  return { region, services, wire: graph, content }
}

export function rowsIn<Row>(rows: readonly (Row | null)[] | null | undefined): Row[] {
  return (rows ?? []).filter((row) => row !== null)
}
