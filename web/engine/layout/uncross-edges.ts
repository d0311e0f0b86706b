import { COLUMN_GAP, ROW_GAP } from './layout-graph.ts'
import { reachOf, swapPlaces, type SlotBoard } from './slot-board.ts'

/**
 * The last hand: neighbours of one tier or column change places when fewer edges cross by it, or as many with less
 * length. Only the edges of the two are compared with all others; an edge that runs over a service it does not belong
 * to counts as well, for it would be read as a call. The work is bounded by comparisons, not by time, so that the
 * answer is the same on every machine.
 */
export interface UncrossInput {
  /** Pairs of edges compared at most. */
  comparisons: number
  onProgress: (share: number) => void
}

/** Slots further away are not tried. */
const REACH = 3.1
const PASSES = 6
const LEAST_GAIN = 1e-6
/** An edge over a foreign node is as bad as this many crossings. */
const OVER_NODE = 2
/** Layout units from a node's middle. */
const NODE_REACH = 16

export function uncrossEdges(board: SlotBoard, { comparisons, onProgress }: UncrossInput): void {
  const candidates = board.ids.map((_, node) => candidatesOf(board, node))
  let left = comparisons
  for (let pass = 0; pass < PASSES; pass++) {
    let swaps = 0
    for (let node = 0; node < board.ids.length; node++) {
      for (const other of candidates[node]) {
        if (!areNear(board, node, other)) continue
        left -= (board.incident[node].length + board.incident[other].length) * board.source.length * 2
        if (left < 0) return
        if (swapIfFewer(board, node, other)) swaps += 1
      }
      onProgress(1 - left / comparisons)
    }
    if (swaps === 0) return
  }
}

/** Those after it in the same tier, and all after it: a column may hold two tiers. */
function candidatesOf({ ids, tier }: SlotBoard, node: number): number[] {
  const candidates: number[] = []
  for (let other = node + 1; other < ids.length; other++) {
    if (Math.abs(tier[other] - tier[node]) <= 1 && tier[other] > 0 && tier[node] > 0) candidates.push(other)
  }
  return candidates
}

function areNear({ x, y, tier }: SlotBoard, a: number, b: number): boolean {
  if (tier[a] !== tier[b] && x[a] !== x[b]) return false
  return Math.abs(x[a] - x[b]) < REACH * COLUMN_GAP && Math.abs(y[a] - y[b]) < REACH * ROW_GAP
}

function swapIfFewer(board: SlotBoard, a: number, b: number): boolean {
  const lengthBefore = reachOf(board, a) + reachOf(board, b)
  const before = faultsOf(board, a, b)
  swapPlaces(board, a, b)
  const after = faultsOf(board, a, b)
  if (after < before) return true
  if (after === before && reachOf(board, a) + reachOf(board, b) < lengthBefore - LEAST_GAIN) return true
  swapPlaces(board, a, b)
  return false
}

/** Crossings of all edges of these two nodes; a pair of them counts twice, before as after. */
function faultsOf(board: SlotBoard, a: number, b: number): number {
  let count = 0
  for (const edge of board.incident[a]) count += crossingsOf(board, edge) + OVER_NODE * nodesUnder(board, edge)
  for (const edge of board.incident[b]) {
    const isShared = board.source[edge] === a || board.target[edge] === a
    if (!isShared) count += crossingsOf(board, edge) + OVER_NODE * nodesUnder(board, edge)
  }
  return count
}

function crossingsOf({ x, y, source, target }: SlotBoard, edge: number): number {
  const from = source[edge]
  const to = target[edge]
  const [ax, ay, bx, by] = [x[from], y[from], x[to], y[to]]
  const low = Math.min(ax, bx)
  const high = Math.max(ax, bx)
  let count = 0
  for (let other = 0; other < source.length; other++) {
    const p = source[other]
    const q = target[other]
    const px = x[p]
    const qx = x[q]
    if ((px <= low && qx <= low) || (px >= high && qx >= high)) continue
    if (p === from || p === to || q === from || q === to) continue
    const sideP = (bx - ax) * (y[p] - ay) - (by - ay) * (px - ax)
    const sideQ = (bx - ax) * (y[q] - ay) - (by - ay) * (qx - ax)
    if (sideP * sideQ >= 0) continue
    const sideA = (qx - px) * (ay - y[p]) - (y[q] - y[p]) * (ax - px)
    const sideB = (qx - px) * (by - y[p]) - (y[q] - y[p]) * (bx - px)
    if (sideA * sideB < 0) count += 1
  }
  return count
}

/** Foreign nodes this edge would run over. */
function nodesUnder({ x, y, source, target }: SlotBoard, edge: number): number {
  const from = source[edge]
  const to = target[edge]
  const dx = x[to] - x[from]
  const dy = y[to] - y[from]
  const square = dx * dx + dy * dy
  let count = 0
  for (let node = 0; node < x.length; node++) {
    if (node === from || node === to) continue
    const share = ((x[node] - x[from]) * dx + (y[node] - y[from]) * dy) / square
    if (share <= 0 || share >= 1) continue
    const away = Math.abs((x[node] - x[from]) * dy - (y[node] - y[from]) * dx)
    if (away * away < NODE_REACH * NODE_REACH * square) count += 1
  }
  return count
}
