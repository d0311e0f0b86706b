import type { Emphasis } from '../emphasis.ts'
import type { EngineEdges, EngineGraph, EngineNodes } from '../engine-graph.ts'

/**
 * Nodes on their way to new places. Who is known from the picture before (by id) goes from there; newcomers stand where
 * they belong and fade in. The way follows from the seconds alone, so it looks the same at any frame rate.
 */
export interface MovingNodes {
  /** Writes where everybody is into `nodes`; true when all have arrived. */
  advance(deltaSeconds: number, nodes: EngineNodes): boolean
  /** Newcomers and their edges are not yet all there. */
  fade(emphasis: Emphasis, edges: EngineEdges): void
}

const MOVE_SECONDS = 0.42
/** Layout units: less than this nobody sees. */
const LEAST_WAY = 0.5

/** A copy whose places may be moved: the told graph stays as it was told. */
export function withOwnPlaces(graph: EngineGraph): EngineGraph {
  const { nodes } = graph
  return { ...graph, nodes: { ...nodes, x: nodes.x.slice(), y: nodes.y.slice(), radius: nodes.radius.slice() } }
}

/** From where nodes stood before to where `to` says; null where nobody has a way to go. */
export function moveNodes(from: EngineNodes, to: EngineNodes): MovingNodes | null {
  const rowBefore = new Map(from.id?.map((id, row) => [id, row]))
  const before = Int32Array.from({ length: to.count }, (_, row) => rowBefore.get(to.id?.[row] ?? '') ?? -1)
  const isOnTheWay = before.some(
    (row, node) => row >= 0 && Math.hypot(from.x[row] - to.x[node], from.y[row] - to.y[node]) > LEAST_WAY,
  )
  if (!isOnTheWay) return null
  const start = {
    x: to.x.map((x, node) => (before[node] < 0 ? x : from.x[before[node]])),
    y: to.y.map((y, node) => (before[node] < 0 ? y : from.y[before[node]])),
    radius: to.radius.map((radius, node) => (before[node] < 0 ? radius : from.radius[before[node]])),
  }
  let share = 0
  return {
    advance(deltaSeconds, nodes) {
      share = Math.min(1, share + deltaSeconds / MOVE_SECONDS)
      const eased = share * share * (3 - 2 * share)
      for (let node = 0; node < to.count; node++) {
        nodes.x[node] = start.x[node] + (to.x[node] - start.x[node]) * eased
        nodes.y[node] = start.y[node] + (to.y[node] - start.y[node]) * eased
        nodes.radius[node] = start.radius[node] + (to.radius[node] - start.radius[node]) * eased
      }
      return share === 1
    },
    fade(emphasis, edges) {
      for (let node = 0; node < to.count; node++) if (before[node] < 0) emphasis.nodes[node] *= share
      for (let edge = 0; edge < edges.count; edge++) {
        if (before[edges.source[edge]] < 0 || before[edges.target[edge]] < 0) emphasis.edges[edge] *= share
      }
    },
  }
}
