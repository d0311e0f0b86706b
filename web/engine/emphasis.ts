import type { EngineEdges } from './engine-graph.ts'

/** What recedes while something is selected: all but the selected, its edges and their other ends. */
const RECEDED = 0.26
/** Lines of what is selected: the way can be followed where dots are few. */
const LIT_AROUND = 0.4

export interface Emphasis {
  nodes: Float32Array
  edges: Float32Array
  /** 0–1: how bright the line under the stream is drawn. */
  litEdges: Float32Array
}

export interface Chosen {
  selectedNode: number
  selectedEdge: number
  hoveredNode: number
  hoveredEdge: number
  /** What a filter leaves bright; everything where absent. What recedes is then its affair, not the selection's. */
  filter?: ChosenRows | null
}

/** One byte a row: 1 is meant. */
export interface ChosenRows {
  nodes: Uint8Array
  edges: Uint8Array
  /** The others are not drawn at all. */
  hidesOthers: boolean
}

export function createEmphasis(nodes: number, edges: number): Emphasis {
  return {
    nodes: new Float32Array(nodes).fill(1),
    edges: new Float32Array(edges).fill(1),
    litEdges: new Float32Array(edges),
  }
}

export function writeEmphasis(out: Emphasis, edges: EngineEdges, chosen: Chosen): void {
  const { selectedNode, selectedEdge, hoveredNode, hoveredEdge } = chosen
  const anything = selectedNode >= 0 || selectedEdge >= 0
  const filter = chosen.filter ?? null
  if (filter === null) {
    out.nodes.fill(anything ? RECEDED : 1)
    out.edges.fill(anything ? RECEDED : 1)
  } else {
    const rest = filter.hidesOthers ? 0 : RECEDED
    for (let node = 0; node < out.nodes.length; node++) out.nodes[node] = filter.nodes[node] === 1 ? 1 : rest
    for (let edge = 0; edge < out.edges.length; edge++) out.edges[edge] = filter.edges[edge] === 1 ? 1 : rest
  }
  out.litEdges.fill(0)
  for (let edge = 0; edge < edges.count; edge++) {
    const source = edges.source[edge]
    const target = edges.target[edge]
    const selected = edge === selectedEdge || source === selectedNode || target === selectedNode
    const hovered = edge === hoveredEdge || (hoveredNode >= 0 && (source === hoveredNode || target === hoveredNode))
    if (filter !== null && filter.edges[edge] !== 1) {
      if (edge === selectedEdge) out.edges[edge] = 1
      if (selected && !filter.hidesOthers) out.litEdges[edge] = LIT_AROUND
      continue
    }
    if (anything && selected) out.litEdges[edge] = LIT_AROUND
    if (edge === selectedEdge || edge === hoveredEdge) out.litEdges[edge] = 1
    if (anything && selected && filter === null) out.nodes[source] = out.nodes[target] = out.edges[edge] = 1
    if (hovered) out.edges[edge] = Math.max(out.edges[edge], 0.7)
  }
  if (selectedNode >= 0) out.nodes[selectedNode] = 1
  if (hoveredNode >= 0 && out.nodes[hoveredNode] > 0) out.nodes[hoveredNode] = Math.max(out.nodes[hoveredNode], 0.8)
}
