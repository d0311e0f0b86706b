import type { ChosenRows } from '#web/engine/emphasis.ts'
import { GLOBAL_REGION } from '#contract/ids.ts'
import type { Roster, RosterEdge } from '#contract/roster.ts'
import type { Fleet } from '#web/fleet/fleet.ts'
import type { MapModel, MapNode } from '../model/map-model.ts'
import { WORLD_VIEW } from '../traffic-search.ts'
import type { Filtered } from '#web/filter/filtered.ts'

/**
 * What of a picture a filter leaves bright. In the world regions stay, and so does what lies outside of them: the
 * streams tell which of them carry something that matches. In a region's picture another region is there as long as
 * one of its streams is.
 */
export function rowsOfModel(model: MapModel, filtered: Filtered, { roster }: Fleet): ChosenRows {
  const isWorld = model.view === WORLD_VIEW
  const edges = Uint8Array.from(model.edges, ({ rows }) => {
    const matches = isWorld
      ? rows.some((row) => touches(roster, roster.edges[row], filtered.nodes))
      : rows.some((row) => filtered.edges[row] === 1)
    return matches ? 1 : 0
  })
  const nodes = Uint8Array.from(model.nodes, (node, index) => {
    if (isWorld) return 1
    if (node.kind === 'region') return hasStream(model, edges, index) ? 1 : 0
    return rowsOfNode(node).some((row) => filtered.nodes[row] === 1) ? 1 : 0
  })
  return { nodes, edges, hidesOthers: filtered.hidesOthers }
}

function rowsOfNode(node: Exclude<MapNode, { kind: 'region' }>): readonly number[] {
  return node.kind === 'group' ? node.rows : [node.row]
}

/** The INTERNET is everybody's neighbour: a stream counts for the service it comes from or goes to. */
function touches({ nodes }: Roster, edge: RosterEdge | undefined, matching: Uint8Array): boolean {
  return (
    edge !== undefined &&
    [edge.source, edge.target].some((row) => matching[row] === 1 && nodes[row]?.region !== GLOBAL_REGION)
  )
}

function hasStream({ graph }: MapModel, edges: Uint8Array, node: number): boolean {
  const { source, target } = graph.edges
  return edges.some((shown, edge) => shown === 1 && (source[edge] === node || target[edge] === node))
}
