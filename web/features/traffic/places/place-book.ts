import type { NodePosition, Positions } from '#contract/positions.ts'
import { COLUMN_GAP, ROW_GAP, type Place, type Places } from '#web/engine/layout/layout-graph.ts'

/**
 * Where the nodes of a view stand, and how to get back. Places of services that have gone are kept: who comes back
 * stands where it stood, unless somebody has taken the place meanwhile.
 */
export interface PlaceBook {
  places: Places
  /** What was before the last changes, the newest last. */
  past: readonly PastPlaces[]
}

export interface PastPlaces {
  /** What made the change that this goes back on. */
  by: PlaceChange
  places: Places
}

/** `goesOn`: a small step by keys; the next one belongs to it. */
export type PlaceChange = { kind: 'move'; id: string; goesOn: boolean } | { kind: 'reset' }

const MOST_PAST = 50

/** Members of open groups are kept beside the others, from their group's middle, under names nobody else has. */
const INSIDE = '>'

export function insideKey(id: string): string {
  return `${INSIDE}${id}`
}

/** Places of members from the middle of their group, by their own ids. */
export function insideOf(places: Places): Map<string, Place> {
  return new Map(
    [...places].flatMap(([key, place]): [string, Place][] =>
      key.startsWith(INSIDE) ? [[key.slice(INSIDE.length), place]] : [],
    ),
  )
}

export function bookOf(positions: Positions): PlaceBook {
  return { places: new Map(positions.nodes.map(({ node, x, y }) => [node, { x, y }])), past: [] }
}

/** Places found for those that had none; nobody else moves, unless everything was laid out `anew`. */
export function settled(book: PlaceBook, found: Places, { anew = false } = {}): PlaceBook {
  if (anew) return { ...book, places: found }
  const added = [...found].filter(([id]) => !book.places.has(id))
  if (added.length === 0) return book
  const places = new Map(book.places)
  for (const [id, place] of book.places) {
    const isTaken = !found.has(id) && !id.startsWith(INSIDE) && added.some(([, other]) => areOneSlot(place, other))
    if (isTaken) places.delete(id)
  }
  for (const [id, place] of added) places.set(id, place)
  return { ...book, places }
}

/**
 * What the server tells after places were found without it: its places count, but for what hands have moved meanwhile,
 * which is on its way there. After a layout anew nobody's places from before count.
 */
export function heardLate(before: PlaceBook, told: Places): PlaceBook {
  if (before.past.some(({ by }) => by.kind === 'reset')) return before
  const moved = before.past.flatMap(({ by }) => (by.kind === 'move' ? [by.id] : []))
  const over = (places: Places): Places => {
    const both = new Map(told)
    for (const id of moved) {
      const place = places.get(id)
      if (place !== undefined) both.set(id, place)
    }
    return both
  }
  return { places: over(before.places), past: before.past.map(({ by, places }) => ({ by, places: over(places) })) }
}

/** Places found for members that had none. */
export function settledInside(book: PlaceBook, found: Places): PlaceBook {
  const added = [...found].filter(([id]) => !book.places.has(insideKey(id)))
  if (added.length === 0) return book
  const places = new Map(book.places)
  for (const [id, place] of added) places.set(insideKey(id), place)
  return { ...book, places }
}

function areOneSlot(one: Place, other: Place): boolean {
  return Math.abs(one.x - other.x) < COLUMN_GAP * 0.45 && Math.abs(one.y - other.y) < ROW_GAP * 0.7
}

/** Several small moves of one node by keys are one step back (`goesOn`). */
export function moved(book: PlaceBook, id: string, to: Place, { goesOn = false } = {}): PlaceBook {
  const last = book.past.at(-1)?.by
  const isSameMove = goesOn && last?.kind === 'move' && last.id === id && last.goesOn
  const past = isSameMove
    ? book.past
    : [...book.past, { by: { kind: 'move', id, goesOn } as const, places: book.places }]
  return { places: new Map(book.places).set(id, to), past: past.slice(-MOST_PAST) }
}

export function reset(book: PlaceBook, places: Places): PlaceBook {
  return { places, past: [...book.past, { by: { kind: 'reset' } as const, places: book.places }].slice(-MOST_PAST) }
}

/**
 * The last change taken back; the same book where there is none. Services that came since keep their places, unless
 * somebody stood there: those will find others.
 */
export function undone(book: PlaceBook): PlaceBook {
  const last = book.past.at(-1)
  if (last === undefined) return book
  const places = new Map(last.places)
  for (const [id, place] of book.places) {
    const isFree = [...last.places].every(([other, taken]) => other.startsWith(INSIDE) || !areOneSlot(place, taken))
    if (!places.has(id) && (id.startsWith(INSIDE) || isFree)) places.set(id, place)
  }
  return { places, past: book.past.slice(0, -1) }
}

/** Who stands elsewhere than before. */
export function movedBetween(before: Places, after: Places): string[] {
  return [...after].flatMap(([id, { x, y }]) => {
    const was = before.get(id)
    return was !== undefined && was.x === x && was.y === y ? [] : [id]
  })
}

/** The server holds no more of a view. */
const MOST_NODES = 5_000

/**
 * What to save: others may have moved nodes since this view was read, so their places count but for the nodes that were
 * moved here. Those come first: they are not left out where there are too many.
 */
export function positionsToSave(
  mine: Places,
  movedHere: ReadonlySet<string>,
  theirs: readonly NodePosition[],
): NodePosition[] {
  const own = [...mine].map(([node, { x, y }]) => ({ node, x: rounded(x), y: rounded(y) }))
  const known = new Set(theirs.map(({ node }) => node))
  return [
    ...own.filter(({ node }) => movedHere.has(node)),
    ...theirs.filter(({ node }) => !movedHere.has(node)),
    ...own.filter(({ node }) => !movedHere.has(node) && !known.has(node)),
  ].slice(0, MOST_NODES)
}

function rounded(units: number): number {
  return Math.round(units * 10) / 10
}
