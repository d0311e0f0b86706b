import type { Facts, Fleet } from '#web/fleet/fleet.ts'
import type { EngineColumns, EngineGraph } from '#web/engine/engine-graph.ts'
import type { GroupFrame } from '#web/engine/layout/open-groups.ts'

/** What a node of the map stands for. */
export type MapNode =
  | { kind: 'region'; id: string; index: number }
  | { kind: 'service'; id: string; row: number }
  /** INTERNET, the CDN and other things outside of the regions. */
  | { kind: 'outside'; id: string; row: number }
  | GroupNode

/** Several services drawn as one. */
export interface GroupNode {
  kind: 'group'
  /** `us-east-1/domain:playback`. */
  id: string
  /** As it stands in the address: `playback`. */
  group: string
  label: string
  /** Rows of the roster's nodes. */
  rows: readonly number[]
}

/** A stream of the map: one connection or the sum of several. */
export interface MapEdge {
  id: string
  /** Rows of the roster's edges. */
  rows: readonly number[]
}

/** Who is in a picture and what runs between them; where they stand is another matter. */
export interface MapParts {
  nodes: readonly MapNode[]
  edges: readonly MapEdge[]
  /** One an edge. */
  ends: readonly Ends[]
}

/** Rows of nodes. */
export interface Ends {
  source: number
  target: number
}

/** A group whose members are drawn one by one, with the room they take. */
export interface OpenFrame extends GroupFrame {
  group: string
  label: string
  members: number
}

/** A view of the fleet as the engine draws it, with the way back from what is drawn to what it means. */
export interface MapModel {
  /** `world`, a region's id, or a service's (`us-east-1/api`). */
  view: string
  /** Changes when another graph has to be drawn. */
  key: string
  graph: EngineGraph
  nodes: readonly MapNode[]
  edges: readonly MapEdge[]
  /** Writes the newest second. */
  fill(fleet: Fleet, columns: EngineColumns): void
  nodeFacts(fleet: Fleet, node: number): Facts
  edgeFacts(fleet: Fleet, edge: number): Facts
  /** Groups opened in place; none where absent. */
  frames?: readonly OpenFrame[]
}

/** Row of the node or edge with this id; −1 for none. */
export function rowOf(rows: readonly { id: string }[], id: string | null | undefined): number {
  return id === null || id === undefined ? -1 : rows.findIndex((row) => row.id === id)
}

/** Rows of the roster's nodes that a node of the map stands for; none for a region, whose totals are the server's. */
export function rowsOfNode(node: MapNode): readonly number[] {
  if (node.kind === 'region') return []
  return node.kind === 'group' ? node.rows : [node.row]
}
