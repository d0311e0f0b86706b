/**
 * How many pairs of straight edges cross, exactly. Nodes stand in columns, so the plane falls into strips between
 * neighbouring columns. Within a strip an edge is a line from a height on the left to a height on the right, and two
 * lines cross if their orders differ: the number of inversions, which an accumulator tree counts in n log n. Edges
 * within one column are compared with what passes through that column. Edges that merely share an end do not cross.
 */
export interface PlacedEdges {
  /** Of each node, layout units. */
  x: Float64Array
  y: Float64Array
  /** Rows of nodes. */
  source: Uint32Array
  target: Uint32Array
}

/** One edge in one strip. */
interface Line {
  left: number
  right: number
  /** It begins in the strip's left column; otherwise it comes from further left. */
  begins: boolean
}

export function countCrossings(edges: PlacedEdges): number {
  const { x } = edges
  const columns = [...new Set(x)].sort((a, b) => a - b)
  const columnOf = new Map(columns.map((at, column) => [at, column]))
  const strips: Line[][] = columns.map(() => [])
  const upright: number[] = []
  for (let edge = 0; edge < edges.source.length; edge++) {
    if (!addToStrips(edges, edge, columns, columnOf, strips)) upright.push(edge)
  }
  let crossings = 0
  for (const lines of strips) crossings += inversions(lines)
  return crossings + acrossUpright(edges, upright, columns, columnOf, strips)
}

/** False for an edge that stays within its column. */
function addToStrips(
  { x, y, source, target }: PlacedEdges,
  edge: number,
  columns: readonly number[],
  columnOf: ReadonlyMap<number, number>,
  strips: readonly Line[][],
): boolean {
  const forwards = x[source[edge]] < x[target[edge]]
  const from = forwards ? source[edge] : target[edge]
  const to = forwards ? target[edge] : source[edge]
  const first = columnOf.get(x[from]) ?? 0
  const last = columnOf.get(x[to]) ?? 0
  if (first === last) return false
  const slope = (y[to] - y[from]) / (x[to] - x[from])
  let left = y[from]
  for (let column = first; column < last; column++) {
    const right = column === last - 1 ? y[to] : evened(y[from] + slope * (columns[column + 1] - x[from]))
    strips[column].push({ left, right, begins: column === first })
    left = right
  }
  return true
}

/** Heights on a grid meet exactly, whatever the rounding of the slope. */
function evened(height: number): number {
  return Math.round(height * 1_024) / 1_024
}

/** Two that meet in the left column have crossed there if both came from further left, and have not if both begin. */
function inversions(lines: Line[]): number {
  lines.sort(
    (a, b) =>
      a.left - b.left || Number(a.begins) - Number(b.begins) || (a.begins ? a.right - b.right : b.right - a.right),
  )
  const heights = Float64Array.from(lines, ({ right }) => right).sort()
  const tree = new Uint32Array(heights.length + 1)
  let crossings = 0
  let seen = 0
  for (const { right } of lines) {
    let notBelow = 0
    for (let at = rankAfter(heights, right); at > 0; at -= at & -at) notBelow += tree[at]
    crossings += seen - notBelow
    for (let at = rankAfter(heights, right); at < tree.length; at += at & -at) tree[at] += 1
    seen += 1
  }
  return crossings - touches(lines)
}

/** What passes through a node's middle does not cross what begins there: taken back, since the order says it might. */
function touches(lines: readonly Line[]): number {
  let count = 0
  for (let first = 0; first < lines.length; first++) {
    if (lines[first].begins) continue
    for (let other = first + 1; other < lines.length && lines[other].left === lines[first].left; other++) {
      if (lines[other].begins && lines[other].right < lines[first].right) count += 1
    }
  }
  return count
}

/** Number of heights not above this one. */
function rankAfter(heights: Float64Array, height: number): number {
  let low = 0
  let high = heights.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (heights[middle] <= height) low = middle + 1
    else high = middle
  }
  return low
}

function acrossUpright(
  { x, y, source, target }: PlacedEdges,
  upright: readonly number[],
  columns: readonly number[],
  columnOf: ReadonlyMap<number, number>,
  strips: readonly Line[][],
): number {
  let crossings = 0
  for (const edge of upright) {
    const top = Math.min(y[source[edge]], y[target[edge]])
    const bottom = Math.max(y[source[edge]], y[target[edge]])
    const column = columnOf.get(x[source[edge]]) ?? columns.length
    for (const { left, begins } of strips[column] ?? []) if (!begins && left > top && left < bottom) crossings += 1
  }
  return crossings
}
