import type { Walk } from './expression.ts'
import type { Picture } from './picture.ts'

/**
 * Breadth first along the picture's connections, each looked at once in a direction, however many hops and seeds: the
 * rows of a node's connections stand side by side in one array (compressed rows).
 */

interface Neighbours {
  /** Node n's are `rows[starts[n]] … rows[starts[n + 1] − 1]`. */
  starts: Int32Array
  rows: Int32Array
}

export interface Ways {
  /** 1 for the seeds and all within so many hops; null for as far as it goes. */
  walk(seeds: Uint8Array, walk: Walk, hops: number | null): Uint8Array
}

export function createWays(picture: Picture): Ways {
  let callers: Neighbours | null = null
  let callees: Neighbours | null = null
  const upwards = (): Neighbours => (callers ??= neighboursOf(picture, picture.targets, picture.sources))
  const downwards = (): Neighbours => (callees ??= neighboursOf(picture, picture.sources, picture.targets))
  return {
    walk(seeds, walk, hops) {
      const directions =
        walk === 'upstream' ? [upwards()] : walk === 'downstream' ? [downwards()] : [upwards(), downwards()]
      return reach(seeds, directions, hops ?? Infinity)
    },
  }
}

function neighboursOf({ nodeCount, edgeCount, edges }: Picture, from: Int32Array, to: Int32Array): Neighbours {
  const starts = new Int32Array(nodeCount + 1)
  for (let edge = 0; edge < edgeCount; edge += 1) {
    if (edges[edge] === 1) starts[at(from, edge) + 1] = at(starts, at(from, edge) + 1) + 1
  }
  for (let node = 0; node < nodeCount; node += 1) starts[node + 1] = at(starts, node + 1) + at(starts, node)
  const rows = new Int32Array(at(starts, nodeCount))
  const free = starts.slice()
  for (let edge = 0; edge < edgeCount; edge += 1) {
    if (edges[edge] !== 1) continue
    const place = at(free, at(from, edge))
    rows[place] = at(to, edge)
    free[at(from, edge)] = place + 1
  }
  return { starts, rows }
}

function reach(seeds: Uint8Array, directions: readonly Neighbours[], hops: number): Uint8Array {
  const reached = seeds.slice()
  const queue = new Int32Array(seeds.length)
  let end = 0
  for (let node = 0; node < seeds.length; node += 1) if (seeds[node] === 1) queue[end++] = node
  let begin = 0
  for (let hop = 0; hop < hops && begin < end; hop += 1) {
    for (const ring = end; begin < ring; begin += 1) {
      const node = at(queue, begin)
      for (const { starts, rows } of directions) {
        for (let place = at(starts, node); place < at(starts, node + 1); place += 1) {
          const next = at(rows, place)
          if (reached[next] === 1) continue
          reached[next] = 1
          queue[end++] = next
        }
      }
    }
  }
  return reached
}

/** Every index used here lies within its array. */
function at(array: Int32Array, index: number): number {
  return array[index] ?? 0
}
