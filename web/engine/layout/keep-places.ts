import { COLUMN_GAP, ROW_GAP, type LayoutEdge, type LayoutNode, type Place, type Places } from './layout-graph.ts'
import { compare } from './tiers.ts'

/**
 * Growth without movement: known nodes stay exactly where they are, and each new one takes the free slot of the grid
 * nearest to where its neighbours suggest (a column after its callers, a column before its callees). Those with
 * neighbours that have a place come first, so that a new branch grows from where it is attached.
 */
export function keepPlaces(
  nodes: readonly LayoutNode[],
  edges: readonly LayoutEdge[],
  previous: Places,
): Map<string, Place> {
  const places = new Map<string, Place>()
  for (const node of nodes) {
    const place = previous.get(node.id)
    if (place !== undefined) places.set(node.id, place)
  }
  const added = nodes.filter((node) => !places.has(node.id)).map((node) => node.id)
  if (added.length === 0) return places
  const taken = createTakenSlots(places.values())
  const wishes = createWishes(edges, added)
  const left = new Set(added.sort(compare))
  while (left.size > 0) {
    const attached = [...left].filter((id) => wishes.hasNeighbour(id, places))
    for (const id of attached.length > 0 ? attached : [...left].slice(0, 1)) {
      const slot = freeSlot(wishes.of(id, places), taken)
      places.set(id, slot)
      taken.add(slot)
      left.delete(id)
    }
  }
  return places
}

interface Wishes {
  hasNeighbour(id: string, places: Places): boolean
  of(id: string, places: Places): Place
}

function createWishes(edges: readonly LayoutEdge[], added: readonly string[]): Wishes {
  const callers = new Map(added.map((id) => [id, new Set<string>()]))
  const callees = new Map(added.map((id) => [id, new Set<string>()]))
  for (const { source, target } of edges) {
    if (source === target) continue
    callers.get(target)?.add(source)
    callees.get(source)?.add(target)
  }
  const placesOf = (ids: ReadonlySet<string> | undefined, places: Places, step: number): Place[] =>
    [...(ids ?? [])].flatMap((id) => {
      const place = places.get(id)
      return place === undefined ? [] : [{ x: place.x + step, y: place.y }]
    })
  return {
    hasNeighbour: (id, places) => [...(callers.get(id) ?? []), ...(callees.get(id) ?? [])].some((at) => places.has(at)),
    of(id, places) {
      const all = [
        ...placesOf(callers.get(id), places, COLUMN_GAP),
        ...placesOf(callees.get(id), places, -COLUMN_GAP),
      ].sort((a, b) => a.x - b.x || a.y - b.y)
      if (all.length === 0) return { x: COLUMN_GAP, y: 0 }
      return {
        x: all.reduce((sum, { x }) => sum + x, 0) / all.length,
        y: all.reduce((sum, { y }) => sum + y, 0) / all.length,
      }
    },
  }
}

interface TakenSlots {
  add(place: Place): void
  isFree(place: Place): boolean
}

const CLEAR_X = COLUMN_GAP * 0.45
const CLEAR_Y = ROW_GAP * 0.7

/** Which places are taken, found by the cell of the grid they lie in. */
function createTakenSlots(places: Iterable<Place>): TakenSlots {
  const cells = new Map<string, Place[]>()
  const columnOf = (x: number): number => Math.floor(x / COLUMN_GAP)
  const rowOf = (y: number): number => Math.floor(y / ROW_GAP)
  const taken: TakenSlots = {
    add(place) {
      const key = `${columnOf(place.x)} ${rowOf(place.y)}`
      const cell = cells.get(key)
      if (cell === undefined) cells.set(key, [place])
      else cell.push(place)
    },
    isFree({ x, y }) {
      for (let column = columnOf(x - CLEAR_X); column <= columnOf(x + CLEAR_X); column++) {
        for (let row = rowOf(y - CLEAR_Y); row <= rowOf(y + CLEAR_Y); row++) {
          const near = cells.get(`${column} ${row}`) ?? []
          if (near.some((place) => Math.abs(place.x - x) <= CLEAR_X && Math.abs(place.y - y) <= CLEAR_Y)) return false
        }
      }
      return true
    },
  }
  for (const place of places) taken.add(place)
  return taken
}

/** Searched in growing squares around the wish, by half rows; the plane is large, so there always is one. */
function freeSlot(wish: Place, taken: TakenSlots): Place {
  const column = Math.max(0, Math.round(wish.x / COLUMN_GAP))
  const halfRow = Math.round(wish.y / (ROW_GAP / 2))
  for (let reach = 0; ; reach++) {
    const [nearest] = squareAround(column, halfRow, reach)
      .filter((slot) => slot.x >= 0 && taken.isFree(slot))
      .sort((a, b) => distance(a, wish) - distance(b, wish) || a.x - b.x || a.y - b.y)
    if (nearest !== undefined) return nearest
  }
}

/** The rim of a square of this many columns to either side. */
function squareAround(column: number, halfRow: number, reach: number): Place[] {
  const slots: Place[] = []
  for (let dx = -reach; dx <= reach; dx++) {
    for (let dy = -2 * reach; dy <= 2 * reach; dy++) {
      if (Math.abs(dx) < reach && Math.abs(dy) < 2 * reach - 1) continue
      slots.push({ x: (column + dx) * COLUMN_GAP, y: (halfRow + dy) * (ROW_GAP / 2) })
    }
  }
  return slots
}

function distance(a: Place, b: Place): number {
  return Math.hypot(a.x - b.x, a.y - b.y)
}
