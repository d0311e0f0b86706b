import { edgeIdOf, GLOBAL_REGION, nodeIdOf } from '#contract/ids.ts'
import type { Roster, RosterEdge, RosterNode } from '#contract/roster.ts'
import { NODE_SHAPES, type EngineColumns, type EngineGraph } from '#web/engine/engine-graph.ts'
import type { Places } from '#web/engine/layout/layout-graph.ts'
import { layoutRegion } from '#web/engine/layout/region-layout.ts'
import { nodeFacts, saturationOf, UNKNOWN_FACTS, type Facts, type Fleet } from '../facts/fleet.ts'
import { regionFactsOf } from '../facts/region-facts.ts'
import { sumOfEdges } from '../facts/sum-of-edges.ts'
import { nodeNameOf } from '../facts/node-name.ts'
import { fillEdge, fillNode, fillOutside, noteOf } from './fill-columns.ts'
import type { MapEdge, MapModel, MapNode } from './map-model.ts'

/**
 * A region: all of its services, INTERNET and the CDN where they call in, and each other region that calls or is
 * called as one node, from entry (left) to leaves (right).
 */
export function createRegionModel(input: {
  fleet: Fleet
  region: string
  previous: Places
  aspect: number
}): MapModel & { places: Places } {
  const { fleet, region, previous, aspect } = input
  const { roster } = fleet
  const { nodes, edges, ends } = regionParts(roster, region)
  const places = layoutRegion({
    nodes: nodes.map((node) => ({
      id: node.id,
      entry: isEntry(node, roster),
      leaf: isLeaf(node, roster),
      aside: node.kind === 'region',
    })),
    edges: ends.flatMap(({ source, target }) => {
      const [from, to] = [nodes[source], nodes[target]]
      return from === undefined || to === undefined ? [] : [{ source: from.id, target: to.id }]
    }),
    previous,
    aspect,
  })
  return {
    view: region,
    key: `${region} ${roster.epoch} ${nodes.map(({ id }) => id).join()} ${edges.length}`,
    graph: regionGraph(fleet, nodes, edges, ends, places),
    nodes,
    edges,
    places,
    fill: (now, columns) => fillRegion(now, columns, nodes, edges),
    nodeFacts: (now, node) => regionNodeFacts(now, nodes[node], edges),
    edgeFacts: (now, edge) => sumOfEdges(now, edges[edge]?.rows ?? []),
  }
}

interface Ends {
  source: number
  target: number
}

function regionParts(roster: Roster, region: string): { nodes: MapNode[]; edges: MapEdge[]; ends: Ends[] } {
  const nodes: MapNode[] = []
  const places = new Map<string, number>()
  const placeOf = (node: MapNode): number => {
    const known = places.get(node.id)
    if (known !== undefined) return known
    places.set(node.id, nodes.length)
    nodes.push(node)
    return nodes.length - 1
  }
  roster.nodes.forEach((node, row) => {
    if (node.region === region && node.gone !== true) placeOf({ kind: 'service', id: nodeIdOf(node), row })
  })
  const sums = new Map<string, { ends: Ends; rows: number[] }>()
  roster.edges.forEach((edge, row) => {
    const source = roster.nodes[edge.source]
    const target = roster.nodes[edge.target]
    if (source === undefined || target === undefined || edge.gone === true) return
    if (source.region !== region && target.region !== region) return
    const ends = {
      source: placeOf(drawnAs(roster, source, edge.source, region)),
      target: placeOf(drawnAs(roster, target, edge.target, region)),
    }
    const id = streamId(edge, source, target, region)
    const sum = sums.get(id)
    if (sum === undefined) sums.set(id, { ends, rows: [row] })
    else sum.rows.push(row)
  })
  return {
    nodes,
    edges: [...sums].map(([id, { rows }]) => ({ id, rows })),
    ends: [...sums.values()].map((sum) => sum.ends),
  }
}

function drawnAs(roster: Roster, node: RosterNode, row: number, region: string): MapNode {
  if (node.region === region) return { kind: 'service', id: nodeIdOf(node), row }
  if (node.region === GLOBAL_REGION) return { kind: 'outside', id: nodeIdOf(node), row }
  const index = roster.regions.findIndex(({ id }) => id === node.region)
  return { kind: 'region', id: node.region, index }
}

/** A connection by its own id; what goes to or comes from another region is summed by region. */
function streamId(edge: RosterEdge, source: RosterNode, target: RosterNode, region: string): string {
  const away = (node: RosterNode): boolean => node.region !== region && node.region !== GLOBAL_REGION
  if (away(source)) return `${source.region}>${nodeIdOf(target)}`
  if (away(target)) return `${nodeIdOf(source)}>${target.region}`
  return edgeIdOf({
    sourceRegion: source.region,
    source: source.service,
    targetRegion: target.region,
    target: target.service,
    protocol: edge.protocol,
  })
}

function isEntry(node: MapNode, roster: Roster): boolean {
  return node.kind === 'outside' && roster.nodes[node.row]?.kind !== 'external'
}

function isLeaf(node: MapNode, roster: Roster): boolean {
  if (node.kind === 'region') return true
  const kind = roster.nodes[node.row]?.kind
  return kind === 'datastore' || kind === 'queue' || kind === 'external'
}

const FIT_MARGIN = { top: 76, right: 72, bottom: 96, left: 72 }

function regionGraph(
  fleet: Fleet,
  nodes: readonly MapNode[],
  edges: readonly MapEdge[],
  ends: readonly Ends[],
  places: Places,
): EngineGraph {
  return {
    streams: 'narrow',
    nodes: {
      count: nodes.length,
      x: Float32Array.from(nodes, ({ id }) => places.get(id)?.x ?? 0),
      y: Float32Array.from(nodes, ({ id }) => places.get(id)?.y ?? 0),
      radius: Float32Array.from(nodes, (node) => radiusFor(regionNodeFacts(fleet, node, edges).requestsPerSecond)),
      shape: new Uint8Array(nodes.length).fill(NODE_SHAPES.service),
      label: nodes.map((node) => nameOf(node, fleet.roster)),
    },
    edges: {
      count: ends.length,
      source: Uint16Array.from(ends, ({ source }) => source),
      target: Uint16Array.from(ends, ({ target }) => target),
      bend: bendsOf(ends),
    },
    rings: [],
    fitMargin: FIT_MARGIN,
  }
}

/** Area would let the entry swallow the screen; every tenfold adds the same. */
export function radiusFor(requestsPerSecond: number): number {
  return requestsPerSecond > 0 ? Math.min(8 + 2.5 * Math.log10(1 + requestsPerSecond), 23) : 8
}

/** Several streams between the same two services lie side by side. */
function bendsOf(ends: readonly Ends[]): Float32Array {
  const seen = new Map<string, number>()
  return Float32Array.from(ends, ({ source, target }) => {
    const pair = [source, target].sort((a, b) => a - b).join()
    const before = seen.get(pair) ?? 0
    seen.set(pair, before + 1)
    return before === 0 ? 0.05 : 0.05 + 0.09 * Math.ceil(before / 2) * (before % 2 === 0 ? -1 : 1)
  })
}

function nameOf(node: MapNode, roster: Roster): string {
  if (node.kind === 'region') return node.id
  const named = roster.nodes[node.row]
  return named === undefined ? node.id : nodeNameOf(named)
}

function fillRegion(fleet: Fleet, columns: EngineColumns, nodes: readonly MapNode[], edges: readonly MapEdge[]): void {
  const notes: string[] = []
  nodes.forEach((node, index) => {
    const facts = regionNodeFacts(fleet, node, edges)
    if (node.kind === 'outside') {
      fillOutside(columns, index, facts)
      notes.push('')
      return
    }
    const note = noteOf(facts)
    fillNode(columns, index, facts, node.kind === 'service' ? saturationOf(fleet, node.row) : NaN)
    notes.push(note.text)
    columns.nodes.noteTone[index] = note.tone
  })
  columns.nodes.note = notes
  edges.forEach((edge, index) => fillEdge(columns, index, sumOfEdges(fleet, edge.rows)))
}

function regionNodeFacts(fleet: Fleet, node: MapNode | undefined, edges: readonly MapEdge[]): Facts {
  if (node === undefined) return UNKNOWN_FACTS
  if (node.kind === 'region') return regionFactsOf(fleet)[node.index] ?? UNKNOWN_FACTS
  // Of what lies outside the part that concerns this region counts.
  const sent = edges.filter(({ id }) => id.startsWith(`${node.id}>`)).flatMap((edge) => edge.rows)
  return node.kind === 'outside' && sent.length > 0 ? sumOfEdges(fleet, sent) : nodeFacts(fleet, node.row)
}
