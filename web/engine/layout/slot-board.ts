import type { LayoutEdge, LayoutNode, Place } from './layout-graph.ts'
import { compare } from './tiers.ts'

/** A layout being improved: who stands where, as arrays. Rows are in the order of ids, so the answer is one. */
export interface SlotBoard {
  ids: readonly string[]
  /** Of each node. Two nodes may change places if they share a tier or a column. */
  tier: Int32Array
  /** Layout units. */
  x: Float64Array
  y: Float64Array
  /** Each pair of services once, whatever the number of calls between them. */
  source: Uint32Array
  target: Uint32Array
  neighbours: readonly (readonly number[])[]
  /** Edges of each node. */
  incident: readonly (readonly number[])[]
}

export function createSlotBoard(input: {
  nodes: readonly LayoutNode[]
  edges: readonly LayoutEdge[]
  tiers: readonly (readonly string[])[]
  places: ReadonlyMap<string, Place>
}): SlotBoard {
  const ids = input.nodes.map(({ id }) => id).sort(compare)
  const rowOf = new Map(ids.map((id, row) => [id, row]))
  const tierOf = new Map(input.tiers.flatMap((tier, index) => tier.map((id): [string, number] => [id, index])))
  const neighbours = ids.map((): number[] => [])
  const incident = ids.map((): number[] => [])
  const ends: [number, number][] = []
  for (const [source, target] of pairsOf(input.edges, rowOf)) {
    neighbours[source].push(target)
    neighbours[target].push(source)
    incident[source].push(ends.length)
    incident[target].push(ends.length)
    ends.push([source, target])
  }
  return {
    ids,
    tier: Int32Array.from(ids, (id) => tierOf.get(id) ?? 0),
    x: Float64Array.from(ids, (id) => input.places.get(id)?.x ?? 0),
    y: Float64Array.from(ids, (id) => input.places.get(id)?.y ?? 0),
    source: Uint32Array.from(ends, ([source]) => source),
    target: Uint32Array.from(ends, ([, target]) => target),
    neighbours,
    incident,
  }
}

function pairsOf(edges: readonly LayoutEdge[], rowOf: ReadonlyMap<string, number>): [number, number][] {
  const pairs = new Map<number, [number, number]>()
  for (const edge of edges) {
    const source = rowOf.get(edge.source)
    const target = rowOf.get(edge.target)
    if (source === undefined || target === undefined || source === target) continue
    const [low, high] = source < target ? [source, target] : [target, source]
    pairs.set(low * rowOf.size + high, [low, high])
  }
  return [...pairs].sort(([a], [b]) => a - b).map(([, pair]) => pair)
}

export function swapPlaces({ x, y }: SlotBoard, a: number, b: number): void {
  const [ax, ay] = [x[a], y[a]]
  x[a] = x[b]
  y[a] = y[b]
  x[b] = ax
  y[b] = ay
}

export function placesOf({ ids, x, y }: SlotBoard): Map<string, Place> {
  return new Map(ids.map((id, row) => [id, { x: x[row], y: y[row] }]))
}

/** A sideways step costs less than one up or down: from entry to leaves is the way to go. */
const SIDEWAYS = 0.4

/** Length of a node's edges as the eye follows them. */
export function reachOf({ x, y, neighbours }: SlotBoard, node: number): number {
  let sum = 0
  for (const other of neighbours[node]) sum += Math.hypot((x[other] - x[node]) * SIDEWAYS, y[other] - y[node])
  return sum
}
