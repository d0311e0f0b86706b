/**
 * Rectangles and discs taken so far; asks whether another rectangle is still free. A hashed grid over arrays that are
 * used again each time: nothing is allocated unless more is taken than ever before.
 */
export interface OverlapGrid {
  clear(): void
  isFree(left: number, top: number, right: number, bottom: number): boolean
  take(left: number, top: number, right: number, bottom: number): void
  takeDisc(x: number, y: number, radius: number): void
}

const CELL_WIDTH = 96
const CELL_HEIGHT = 32
const BUCKETS = 4_096
const ENTRIES_PER_THING = 8

export function createOverlapGrid(things: number): OverlapGrid {
  const heads = new Int32Array(BUCKETS).fill(-1)
  const edges = new Float32Array(things * 4)
  /** Of discs; 0 for rectangles. */
  const radii = new Float32Array(things)
  let next = new Int32Array(things * ENTRIES_PER_THING)
  let owner = new Int32Array(things * ENTRIES_PER_THING)
  let taken = 0
  let entries = 0

  function bucketOf(column: number, row: number): number {
    return (Math.imul(column, 73_856_093) ^ Math.imul(row, 19_349_663)) & (BUCKETS - 1)
  }

  function add(thing: number, column: number, row: number): void {
    if (entries === next.length) {
      next = twice(next)
      owner = twice(owner)
    }
    const bucket = bucketOf(column, row)
    next[entries] = heads[bucket]
    owner[entries] = thing
    heads[bucket] = entries
    entries += 1
  }

  function takeBox(left: number, top: number, right: number, bottom: number, radius: number): void {
    if (taken === radii.length) throw new RangeError('more was taken than there is room for')
    edges[taken * 4] = left
    edges[taken * 4 + 1] = top
    edges[taken * 4 + 2] = right
    edges[taken * 4 + 3] = bottom
    radii[taken] = radius
    for (let row = Math.floor(top / CELL_HEIGHT); row <= Math.floor(bottom / CELL_HEIGHT); row++) {
      for (let column = Math.floor(left / CELL_WIDTH); column <= Math.floor(right / CELL_WIDTH); column++) {
        add(taken, column, row)
      }
    }
    taken += 1
  }

  return {
    clear() {
      heads.fill(-1)
      taken = 0
      entries = 0
    },
    isFree(left, top, right, bottom) {
      for (let row = Math.floor(top / CELL_HEIGHT); row <= Math.floor(bottom / CELL_HEIGHT); row++) {
        for (let column = Math.floor(left / CELL_WIDTH); column <= Math.floor(right / CELL_WIDTH); column++) {
          for (let entry = heads[bucketOf(column, row)]; entry >= 0; entry = next[entry]) {
            if (touches(edges, radii, owner[entry], left, top, right, bottom)) return false
          }
        }
      }
      return true
    },
    take: (left, top, right, bottom) => takeBox(left, top, right, bottom, 0),
    takeDisc: (x, y, radius) => takeBox(x - radius, y - radius, x + radius, y + radius, radius),
  }
}

function touches(
  edges: Float32Array,
  radii: Float32Array,
  thing: number,
  left: number,
  top: number,
  right: number,
  bottom: number,
): boolean {
  const at = thing * 4
  if (left >= edges[at + 2] || right <= edges[at] || top >= edges[at + 3] || bottom <= edges[at + 1]) return false
  const radius = radii[thing]
  if (radius === 0) return true
  // A rectangle lies on a disc where its point nearest to the middle does.
  const x = edges[at] + radius
  const y = edges[at + 1] + radius
  const dx = Math.max(left - x, 0, x - right)
  const dy = Math.max(top - y, 0, y - bottom)
  return dx * dx + dy * dy < radius * radius
}

function twice(numbers: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> {
  const more = new Int32Array(numbers.length * 2)
  more.set(numbers)
  return more
}
