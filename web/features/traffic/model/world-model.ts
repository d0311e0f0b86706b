import { GLOBAL_REGION, nodeIdOf } from '#contract/ids.ts'
import type { Roster } from '#contract/roster.ts'
import { NODE_SHAPES, type EngineColumns, type EngineGraph } from '#web/engine/engine-graph.ts'
import { layoutGlobe } from '#web/engine/backdrop/geographic-layout.ts'
import type { Place } from '#web/engine/layout/layout-graph.ts'
import { layoutWorld, type WorldPlaces } from '#web/engine/layout/world-layout.ts'
import { nodeFacts, UNKNOWN_FACTS, type Facts, type Fleet } from '#web/fleet/fleet.ts'
import { regionFactsOf } from '#web/fleet/region-facts.ts'
import { sumOfEdges } from '#web/fleet/sum-of-edges.ts'
import { crossNoteOf, fillEdge, fillNode, fillOutside } from './fill-columns.ts'
import type { MapEdge, MapModel, MapNode } from './map-model.ts'
import { WORLD_VIEW } from '../traffic-search.ts'

/**
 * The world: INTERNET in the middle, the CDN and every region around it, and one stream between any two of them that
 * sums all connections from one to the other. Calls within a region are that region's own affair.
 */
export function createWorldModel(roster: Roster, { geographic = false } = {}): MapModel {
  const nodes = worldNodes(roster)
  const { edges, ends } = worldEdges(roster, nodes)
  const graph = worldGraph(roster, { nodes, edges, ends }, geographic)
  return {
    view: WORLD_VIEW,
    key: `${WORLD_VIEW}${geographic ? ' on the globe' : ''} ${roster.epoch} ${nodes.length} ${edges.map(({ id, rows }) => `${id}${rows.length}`).join()}`,
    graph,
    nodes,
    edges,
    fill: (fleet, columns) => fillWorld(fleet, columns, nodes, edges, ends),
    nodeFacts: (fleet, node) => worldNodeFacts(fleet, nodes[node], edges),
    edgeFacts: (fleet, edge) => sumOfEdges(fleet, edges[edge]?.rows ?? []),
  }
}

function worldNodes(roster: Roster): MapNode[] {
  const outside = roster.nodes.flatMap((node, row): MapNode[] =>
    node.region === GLOBAL_REGION && node.gone !== true ? [{ kind: 'outside', id: nodeIdOf(node), row }] : [],
  )
  return [...outside, ...roster.regions.map((region, index): MapNode => ({ kind: 'region', id: region.id, index }))]
}

interface Ends {
  source: number
  target: number
  /** From one region to another. */
  across: boolean
}

function worldEdges(roster: Roster, nodes: readonly MapNode[]): { edges: MapEdge[]; ends: Ends[] } {
  const placeOf = new Map(nodes.map((node, index): [string, number] => [node.id, index]))
  const found = new Map<string, { ends: Ends; rows: number[] }>()
  roster.edges.forEach((edge, row) => {
    const source = roster.nodes[edge.source]
    const target = roster.nodes[edge.target]
    if (source === undefined || target === undefined || edge.gone === true) return
    const from = source.region === GLOBAL_REGION ? nodeIdOf(source) : source.region
    const to = target.region === GLOBAL_REGION ? nodeIdOf(target) : target.region
    const ends = { source: placeOf.get(from), target: placeOf.get(to) }
    if (from === to || ends.source === undefined || ends.target === undefined) return
    const across = source.region !== GLOBAL_REGION && target.region !== GLOBAL_REGION
    const entry = found.get(`${from}>${to}`)
    if (entry === undefined) {
      found.set(`${from}>${to}`, { ends: { source: ends.source, target: ends.target, across }, rows: [row] })
    } else entry.rows.push(row)
  })
  return {
    edges: [...found].map(([id, { rows }]) => ({ id, rows })),
    ends: [...found.values()].map((entry) => entry.ends),
  }
}

const HUB_RADIUS = 36
const OUTSIDE_RADIUS = 27
/** Room for the words under a donut and the headline above. */
const FIT_MARGIN = { top: 84, right: 84, bottom: 126, left: 84 }

interface WorldParts {
  nodes: readonly MapNode[]
  edges: readonly MapEdge[]
  ends: readonly Ends[]
}

function worldGraph(roster: Roster, { nodes, edges, ends }: WorldParts, geographic: boolean): EngineGraph {
  const regions = roster.regions.map(({ id, position }) => ({ id, ...position }))
  const places = geographic ? layoutGlobe(regions) : layoutWorld(regions)
  const x = new Float32Array(nodes.length)
  const y = new Float32Array(nodes.length)
  const radius = new Float32Array(nodes.length)
  const shape = new Uint8Array(nodes.length)
  let outsiders = 0
  nodes.forEach((node, index) => {
    const internet = node.kind === 'outside' && roster.nodes[node.row]?.kind === 'internet'
    const place = placeOfNode(node, internet, places, outsiders)
    if (node.kind === 'outside' && !internet) outsiders += 1
    x[index] = place.x
    y[index] = place.y
    radius[index] = node.kind === 'region' ? places.regionRadius : internet ? HUB_RADIUS : OUTSIDE_RADIUS
    shape[index] = node.kind === 'region' ? NODE_SHAPES.donut : internet ? NODE_SHAPES.hub : NODE_SHAPES.square
  })
  return {
    streams: 'wide',
    nodes: { count: nodes.length, x, y, radius, shape, label: nodes.map(() => '') },
    edges: {
      count: ends.length,
      id: edges.map(({ id }) => id),
      source: Uint16Array.from(ends, ({ source }) => source),
      target: Uint16Array.from(ends, ({ target }) => target),
      bend: Float32Array.from(ends, (one) => bendOf(one, x, y, places.internet)),
    },
    rings: places.rings,
    fitMargin: FIT_MARGIN,
  }
}

function placeOfNode(
  node: MapNode,
  internet: boolean,
  places: WorldPlaces,
  outsiders: number,
): { x: number; y: number } {
  if (internet) return places.internet
  if (node.kind === 'region') return places.regions.get(node.id) ?? { x: 0, y: 0 }
  return { x: places.cdn.x + outsiders * OUTSIDE_RADIUS * 4, y: places.cdn.y }
}

/** Streams from the middle bend a little; streams between regions go round the middle, each direction on its own way. */
function bendOf({ source, target, across }: Ends, x: Float32Array, y: Float32Array, middle: Place): number {
  if (!across) return 0.07
  const [sx = 0, sy = 0, tx = 0, ty = 0] = [x[source], y[source], x[target], y[target]]
  const turn = (sx - middle.x) * (ty - middle.y) - (sy - middle.y) * (tx - middle.x)
  // The control point of a positive bend lies to the right of the way from source to target.
  const outward = turn === 0 ? (source < target ? 1 : -1) : turn > 0 ? -1 : 1
  return outward * (source < target ? 0.2 : 0.29)
}

function fillWorld(
  fleet: Fleet,
  columns: EngineColumns,
  nodes: readonly MapNode[],
  edges: readonly MapEdge[],
  ends: readonly Ends[],
): void {
  const regions = regionFactsOf(fleet)
  nodes.forEach((node, index) => {
    const region = node.kind === 'region' ? regions[node.index] : undefined
    if (region === undefined) fillOutside(columns, index, worldNodeFacts(fleet, node, edges))
    else fillNode(columns, index, region, 1 - region.headroomShare)
  })
  columns.edges.note = edges.map((edge, index) => {
    const facts = sumOfEdges(fleet, edge.rows)
    fillEdge(columns, index, facts)
    const end = ends[index]
    return end?.across === true ? crossNoteOf(facts, nodes[end.target]?.id ?? '') : ''
  })
}

function worldNodeFacts(fleet: Fleet, node: MapNode | undefined, edges: readonly MapEdge[]): Facts {
  if (node === undefined || node.kind === 'group') return UNKNOWN_FACTS
  if (node.kind === 'region') return regionFactsOf(fleet)[node.index] ?? UNKNOWN_FACTS
  // Nobody measures what lies outside: the INTERNET is what it sends, the CDN what it is asked for.
  const sends = fleet.roster.nodes[node.row]?.kind === 'internet'
  const rows = edges
    .filter(({ id }) => (sends ? id.startsWith(`${node.id}>`) : id.endsWith(`>${node.id}`)))
    .flatMap((edge) => edge.rows)
  return rows.length > 0 ? sumOfEdges(fleet, rows) : nodeFacts(fleet, node.row)
}
