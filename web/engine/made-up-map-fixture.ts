import {
  createEngineColumns,
  HEALTH_CODES,
  NODE_SHAPES,
  NOTE_TONES,
  PACES,
  type EngineColumns,
  type EngineGraph,
} from './engine-graph.ts'
import { generateGraph } from './layout/generate-graph-fixture.ts'
import { layoutRegion } from './layout/region-layout.ts'

/** Made-up fleets of any size as the engine is told them; the same numbers always give the same. */
const graphs = new Map<string, EngineGraph>()

/** In rows and columns, at once; or `laidOut` as the console does it. */
export function madeUpGraph(count: number, edgeCount: number, { laidOut = false } = {}): EngineGraph {
  const key = `${count} ${edgeCount} ${laidOut}`
  const known = graphs.get(key)
  if (known !== undefined) return known
  const { nodes, edges } = generateGraph({ nodes: count, seed: 7, edgesPerNode: (edgeCount / count) * 1.3 })
  const rows = new Map(nodes.map(({ id }, row) => [id, row]))
  const kept = edges.slice(0, edgeCount)
  const columns = Math.ceil(Math.sqrt(count * 1.2))
  const places = laidOut ? layoutRegion({ nodes, edges: kept, aspect: 1.65 }) : null
  const graph: EngineGraph = {
    streams: 'narrow',
    nodes: {
      count,
      id: nodes.map(({ id }) => id),
      x: Float32Array.from(nodes, ({ id }, row) => places?.get(id)?.x ?? (row % columns) * 148),
      y: Float32Array.from(nodes, ({ id }, row) => places?.get(id)?.y ?? Math.floor(row / columns) * 84),
      radius: Float32Array.from({ length: count }, (_, row) => 8 + (row % 14)),
      shape: new Uint8Array(count).fill(NODE_SHAPES.service),
      label: nodes.map(({ id }) => id),
    },
    edges: {
      count: kept.length,
      id: kept.map(({ source, target }) => `${source}>${target}`),
      source: Uint16Array.from(kept, ({ source }) => rows.get(source) ?? 0),
      target: Uint16Array.from(kept, ({ target }) => rows.get(target) ?? 0),
      bend: new Float32Array(kept.length).fill(0.05),
    },
    rings: [],
    fitMargin: { top: 40, right: 40, bottom: 40, left: 40 },
  }
  graphs.set(key, graph)
  return graph
}

/** Skewed volumes: most edges are quiet, a few carry nearly everything. One node in 23 fails, and says so. */
export function madeUpColumns(nodes: number, edges: number, second: number): EngineColumns {
  const columns = createEngineColumns(nodes, edges)
  for (let node = 0; node < nodes; node++) {
    const fails = node % 23 === 0
    columns.nodes.health[node] = fails ? HEALTH_CODES.failing : HEALTH_CODES.healthy
    columns.nodes.errorShare[node] = fails ? 0.2 : 0.001
    columns.nodes.degradedShare[node] = 0
    columns.nodes.requestsPerSecond[node] = 10 ** ((node * 7) % 5)
    columns.nodes.noteTone[node] = fails ? NOTE_TONES.failing : NOTE_TONES.muted
  }
  columns.nodes.note = Array.from({ length: nodes }, (_, node) => (node % 23 === 0 ? '20 % failed' : ''))
  for (let edge = 0; edge < edges; edge++) {
    columns.edges.requestsPerSecond[edge] =
      10 ** ((((edge * 2_654_435_761) >>> 8) % 40) / 10) * (1 + ((edge + second) % 7) / 20)
    columns.edges.errorShare[edge] = ((edge + second) % 11) / 50
    columns.edges.degradedShare[edge] = 0.01
    columns.edges.latencyMs[edge] = 10 + ((edge * 53 + second * 29) % 700)
    columns.edges.pace[edge] = PACES.moving
  }
  return columns
}
