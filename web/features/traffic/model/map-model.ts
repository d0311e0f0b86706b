import type { Facts, Fleet } from '../facts/fleet.ts'
import type { EngineColumns, EngineGraph } from '#web/engine/engine-graph.ts'

/** What a node of the map stands for. */
export type MapNode =
  | { kind: 'region'; id: string; index: number }
  | { kind: 'service'; id: string; row: number }
  /** INTERNET, the CDN and other things outside of the regions. */
  | { kind: 'outside'; id: string; row: number }

/** A stream of the map: one connection or the sum of several. */
export interface MapEdge {
  id: string
  /** Rows of the roster's edges. */
  rows: readonly number[]
}

/** A view of the fleet as the engine draws it, with the way back from what is drawn to what it means. */
export interface MapModel {
  /** `world` or a region's id. */
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
}

/** Row of the node or edge with this id; −1 for none. */
export function rowOf(rows: readonly { id: string }[], id: string | null | undefined): number {
  return id === null || id === undefined ? -1 : rows.findIndex((row) => row.id === id)
}
