import { COLUMN_GAP, ROW_GAP, type LayoutEdge, type LayoutNode, type Place, type Places } from './layout-graph.ts'
import { keepsPlaces, layoutRegion } from './region-layout.ts'

/**
 * Groups that open in place. The members stand around where their group stood, laid out as a small region of their own,
 * and everything else steps aside, left, right, up or down from the group's middle, just far enough to make room. It is
 * computed from the closed picture and the members' own places alone: closing a group puts everything back where it
 * was, whatever was opened since. A member that is put outside of its frame takes the frame with it.
 */
export interface OpenGroup {
  /** Id of the group's node in the closed picture. */
  id: string
  members: readonly LayoutNode[]
  /** Calls among the members. */
  edges: readonly LayoutEdge[]
  /** Where members have stood or been put, from the group's middle; the others find places beside them. */
  known?: Places
}

export interface GroupFrame {
  id: string
  left: number
  top: number
  right: number
  bottom: number
}

export interface OpenedPlaces {
  /** Of all that is drawn: single nodes, closed groups and members of open ones. */
  places: Map<string, Place>
  frames: GroupFrame[]
  /** Of each member, from its group's middle: what to keep, so that nobody moves when another one comes. */
  inside: Map<string, Place>
}

const MEMBERS_ASPECT = 1.5
/** Around the members, layout units; the frame's name stands above them. */
const PADDING = { x: 62, top: 62, bottom: 52 } as const
/** Between two frames, and between a frame and a node. */
const CLEARANCE = 34

interface Room {
  id: string
  middle: Place
  /** From the middle. */
  members: Map<string, Place>
  /** How far the frame reaches from the middle to each side. */
  left: number
  right: number
  top: number
  bottom: number
}

export function openGroups(closed: Places, groups: readonly OpenGroup[]): OpenedPlaces {
  const rooms = groups.flatMap((group) => {
    const middle = closed.get(group.id)
    return middle === undefined ? [] : [roomFor(group, middle)]
  })
  const places = new Map<string, Place>()
  for (const [id, place] of closed) {
    if (!rooms.some((room) => room.id === id)) places.set(id, stepAside(place, rooms, null))
  }
  const inside = new Map(rooms.flatMap((room) => [...room.members]))
  const frames = rooms.map((room) => {
    const middle = stepAside(room.middle, rooms, room.id)
    for (const [id, { x, y }] of room.members) places.set(id, { x: middle.x + x, y: middle.y + y })
    return {
      id: room.id,
      left: middle.x - room.left,
      right: middle.x + room.right,
      top: middle.y - room.top,
      bottom: middle.y + room.bottom,
    }
  })
  return { places, frames, inside }
}

function roomFor(group: OpenGroup, middle: Place): Room {
  const members = placesInside(group)
  const all = [...members.values()]
  return {
    id: group.id,
    middle,
    members,
    left: Math.max(0, ...all.map(({ x }) => -x)) + PADDING.x,
    right: Math.max(0, ...all.map(({ x }) => x)) + PADDING.x,
    top: Math.max(0, ...all.map(({ y }) => -y)) + PADDING.top,
    bottom: Math.max(0, ...all.map(({ y }) => y)) + PADDING.bottom,
  }
}

/** From the group's middle. Known members stand where they stood; without any, all are laid out around the middle. */
function placesInside({ members, edges, known = new Map<string, Place>() }: OpenGroup): Map<string, Place> {
  const stood = new Map(
    members.flatMap(({ id }): [string, Place][] => {
      const place = known.get(id)
      return place === undefined ? [] : [[id, place]]
    }),
  )
  if (!keepsPlaces(members, stood)) {
    const anew = centred(layoutRegion({ nodes: members, edges, aspect: MEMBERS_ASPECT }))
    return new Map([...anew, ...stood])
  }
  // Free slots are counted from the leftmost column.
  const first = Math.min(...[...stood.values()].map(({ x }) => x))
  const kept = layoutRegion({ nodes: members, edges, previous: movedBy(stood, -first, 0) })
  return new Map([...movedBy(kept, first, 0), ...stood])
}

function centred(places: Places): Map<string, Place> {
  const all = [...places.values()]
  const [left, right] = [Math.min(...all.map(({ x }) => x)), Math.max(...all.map(({ x }) => x))]
  const [top, bottom] = [Math.min(...all.map(({ y }) => y)), Math.max(...all.map(({ y }) => y))]
  return movedBy(places, -(left + right) / 2, -(top + bottom) / 2 + (PADDING.top - PADDING.bottom) / 2)
}

function movedBy(places: Places, dx: number, dy: number): Map<string, Place> {
  return new Map([...places].map(([id, { x, y }]) => [id, { x: x + dx, y: y + dy }]))
}

/** How far a place of the closed picture moves for all open groups but its own. */
function stepAside(place: Place, rooms: readonly Room[], own: string | null): Place {
  let { x, y } = place
  for (const room of rooms) {
    if (room.id === own) continue
    const dx = place.x - room.middle.x
    const dy = place.y - room.middle.y
    // What stands in another column gives way sideways, what stands above or below up or down.
    if (Math.abs(dx) >= COLUMN_GAP / 2) {
      x += Math.sign(dx) * Math.max(0, (dx > 0 ? room.right : room.left) + CLEARANCE - COLUMN_GAP / 2)
    } else y += Math.sign(dy || 1) * Math.max(0, (dy >= 0 ? room.bottom : room.top) + CLEARANCE - ROW_GAP / 2)
  }
  return { x, y }
}
