/** A clock nobody waits for: what is to happen stands in a heap, and the hand jumps to the earliest of it. */
export interface VirtualTime {
  /** ms since the beginning, steady. */
  steady(): number
  /** UTC ms; jumps where the wall's clock is set. */
  now(): number
  jump(ms: number): void
  at(steady: number, run: () => void): () => void
  /** Takes the next event, or says that there is none before the end. */
  step(end: number): boolean
}

interface Entry {
  at: number
  order: number
  run: (() => void) | null
}

const BEGUN_AT = 1_795_000_000_000

export function createVirtualTime(): VirtualTime {
  let steady = 0
  let offset = BEGUN_AT
  let order = 0
  const heap: Entry[] = []
  return {
    steady: () => steady,
    now: () => steady + offset,
    jump(ms) {
      offset += ms
    },
    at(when, run) {
      order += 1
      const entry: Entry = { at: Math.max(when, steady), order, run }
      push(heap, entry)
      return () => {
        entry.run = null
      }
    },
    step(end) {
      for (let entry = heap[0]; entry !== undefined && entry.at <= end; entry = heap[0]) {
        pop(heap)
        if (entry.run === null) continue
        steady = entry.at
        entry.run()
        return true
      }
      return false
    },
  }
}

function isBefore(one: Entry, other: Entry): boolean {
  return one.at < other.at || (one.at === other.at && one.order < other.order)
}

function push(heap: Entry[], entry: Entry): void {
  let index = heap.length
  heap.push(entry)
  while (index > 0) {
    const up = (index - 1) >> 1
    const parent = heap[up]
    if (parent === undefined || !isBefore(entry, parent)) break
    heap[index] = parent
    index = up
  }
  heap[index] = entry
}

function pop(heap: Entry[]): Entry | undefined {
  const top = heap[0]
  const last = heap.pop()
  if (top === undefined || last === undefined || heap.length === 0) return top
  let index = 0
  for (;;) {
    let down = index * 2 + 1
    const left = heap[down]
    if (left === undefined) break
    const right = heap[down + 1]
    let child = left
    if (right !== undefined && isBefore(right, left)) {
      child = right
      down += 1
    }
    if (!isBefore(child, last)) break
    heap[index] = child
    index = down
  }
  heap[index] = last
  return top
}
