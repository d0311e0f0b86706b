import { edgeIdOf, GLOBAL_REGION, nodeIdOf } from '#contract/ids.ts'
import type { Roster, RosterEdge, RosterNode } from '#contract/roster.ts'
import type { LayoutEdge, LayoutNode } from '#web/engine/layout/layout-graph.ts'
import type { Ends, MapNode, MapParts } from './map-model.ts'

/**
 * A region's picture: all of its services, INTERNET and the CDN where they call in, and each other region that calls or
 * is called as one node.
 */
export function regionParts(roster: Roster, region: string): MapParts {
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
    const id = streamId(edge, source, target, region)
    const sum = sums.get(id)
    if (sum !== undefined) {
      sum.rows.push(row)
      return
    }
    const ends = {
      source: placeOf(drawnAs(roster, source, edge.source, region)),
      target: placeOf(drawnAs(roster, target, edge.target, region)),
    }
    sums.set(id, { ends, rows: [row] })
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

/** What a layout has to know of a picture. */
export function layoutPartsOf({ nodes, ends }: MapParts, roster: Roster): { nodes: LayoutNode[]; edges: LayoutEdge[] } {
  return {
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
  }
}

function isEntry(node: MapNode, roster: Roster): boolean {
  return node.kind === 'outside' && roster.nodes[node.row]?.kind !== 'external'
}

function isLeaf(node: MapNode, roster: Roster): boolean {
  if (node.kind === 'region') return true
  if (node.kind === 'group') return node.rows.every((row) => isLeafRow(row, roster))
  return isLeafRow(node.row, roster)
}

function isLeafRow(row: number, roster: Roster): boolean {
  const kind = roster.nodes[row]?.kind
  return kind === 'datastore' || kind === 'queue' || kind === 'external'
}
