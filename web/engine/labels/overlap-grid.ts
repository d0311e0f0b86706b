/** Rectangles taken so far; asks whether another one is still free. A hashed grid over fixed arrays: no allocation. */
export interface OverlapGrid {
  clear(): void
  isFree(left: number, top: number, right: number, bottom: number): boolean
  take(left: number, top: number, right: number, bottom: number): void
}

const CELL_WIDTH = 96
const CELL_HEIGHT = 32
const BUCKETS = 4_096
const ENTRIES_PER_RECTANGLE = 12

export function createOverlapGrid(rectangles: number): OverlapGrid {
  const heads = new Int32Array(BUCKETS).fill(-1)
  const next = new Int32Array(rectangles * ENTRIES_PER_RECTANGLE)
  const owner = new Int32Array(rectangles * ENTRIES_PER_RECTANGLE)
  const edges = new Float32Array(rectangles * 4)
  let taken = 0
  let entries = 0

  function bucketOf(column: number, row: number): number {
    return (Math.imul(column, 73_856_093) ^ Math.imul(row, 19_349_663)) & (BUCKETS - 1)
  }

  function hits(entry: number, left: number, top: number, right: number, bottom: number): boolean {
    const at = owner[entry] * 4
    return left < edges[at + 2] && right > edges[at] && top < edges[at + 3] && bottom > edges[at + 1]
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
            if (hits(entry, left, top, right, bottom)) return false
          }
        }
      }
      return true
    },
    take(left, top, right, bottom) {
      if (taken === rectangles) return
      edges.set([left, top, right, bottom], taken * 4)
      for (let row = Math.floor(top / CELL_HEIGHT); row <= Math.floor(bottom / CELL_HEIGHT); row++) {
        for (let column = Math.floor(left / CELL_WIDTH); column <= Math.floor(right / CELL_WIDTH); column++) {
          if (entries === next.length) return
          const bucket = bucketOf(column, row)
          next[entries] = heads[bucket]
          owner[entries] = taken
          heads[bucket] = entries
          entries += 1
        }
      }
      taken += 1
    },
  }
}
