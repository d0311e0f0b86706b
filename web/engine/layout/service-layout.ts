import type { Place } from './layout-graph.ts'

/**
 * One service in the middle, its callers in columns on the left, its callees on the right, the busiest nearest to the
 * middle of the first column. What both calls and is called stands on the left, and its streams run both ways.
 */
export interface ServiceLayoutInput {
  id: string
  /** Most important first. */
  callers: readonly string[]
  callees: readonly string[]
}

const FIRST_COLUMN = 330
const NEXT_COLUMN = 190
const ROW = 88
/** So many in a column can all be named; of far more, the columns become higher rather than ever more. */
const MOST_ROWS = 11

export function layoutService({ id, callers, callees }: ServiceLayoutInput): Map<string, Place> {
  const places = new Map<string, Place>([[id, { x: 0, y: 0 }]])
  const left = callers.filter((caller) => caller !== id)
  putSide(places, left, -1)
  putSide(
    places,
    callees.filter((callee) => callee !== id && !left.includes(callee)),
    1,
  )
  return places
}

function putSide(places: Map<string, Place>, ids: readonly string[], side: -1 | 1): void {
  const most = Math.max(MOST_ROWS, Math.ceil(Math.sqrt(ids.length * 3)))
  const columns = Math.ceil(ids.length / most)
  const rows = Math.ceil(ids.length / Math.max(columns, 1))
  for (let column = 0; column < columns; column++) {
    const inColumn = ids.slice(column * rows, (column + 1) * rows)
    const x = FIRST_COLUMN + column * NEXT_COLUMN
    // Streams to a second column pass between the nodes of the first, seen from the middle.
    const spread = columns === 2 ? x / FIRST_COLUMN : 1
    const shift = column % 2 === 1 ? ROW / 2 : 0
    inColumn.forEach((id, index) => {
      // 0, −1, 1, −2, 2 …: from the middle outwards, then pressed around the axis.
      const step = index % 2 === 1 ? -(index + 1) / 2 : index / 2
      const even = rows % 2 === 0 ? ROW / 2 : 0
      places.set(id, { x: side * x, y: (step * ROW + even + shift) * spread })
    })
  }
}
