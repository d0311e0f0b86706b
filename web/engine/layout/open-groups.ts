import { COLUMN_GAP, ROW_GAP, type LayoutEdge, type LayoutNode, type Place, type Places } from './layout-graph.ts'
import { layoutRegion } from './region-layout.ts'

/**
 * Groups that open in place. The members stand around where their group stood, laid out as a small region of their own,
 * and everything else steps aside, left, right, up or down from the group's middle, just far enough to make room. It is
 * computed from the closed picture alone: closing a group puts everything back where it was, whatever was opened since.
 */
export interface OpenGroup {
  /** Id of the group's node in the closed picture. */
  id: string
  members: readonly LayoutNode[]
  /** Calls among the members. */
  edges: readonly LayoutEdge[]
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
}

const MEMBERS_ASPECT = 1.5
/** Around the members, layout units; the frame's name stands above them. */
const PADDING = { x: 62, top: 62, bottom: 52 } as const
/** Between two frames, and between a frame and a node. */
const CLEARANCE = 34

interface Room {
  id: string
  middle: Place
  members: Map<string, Place>
  halfWidth: number
  halfHeight: number
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
  const frames = rooms.map((room) => {
    const middle = stepAside(room.middle, rooms, room.id)
    for (const [id, { x, y }] of room.members) places.set(id, { x: middle.x + x, y: middle.y + y })
    return {
      id: room.id,
      left: middle.x - room.halfWidth,
      right: middle.x + room.halfWidth,
      top: middle.y - room.halfHeight,
      bottom: middle.y + room.halfHeight,
    }
  })
  return { places, frames }
}

function roomFor({ id, members, edges }: OpenGroup, middle: Place): Room {
  const laidOut = layoutRegion({ nodes: members, edges, aspect: MEMBERS_ASPECT })
  const all = [...laidOut.values()]
  const [left, right] = [Math.min(...all.map(({ x }) => x)), Math.max(...all.map(({ x }) => x))]
  const [top, bottom] = [Math.min(...all.map(({ y }) => y)), Math.max(...all.map(({ y }) => y))]
  const down = (PADDING.top - PADDING.bottom) / 2
  return {
    id,
    middle,
    members: new Map(
      [...laidOut].map(([member, { x, y }]) => [
        member,
        { x: x - (left + right) / 2, y: y - (top + bottom) / 2 + down },
      ]),
    ),
    halfWidth: (right - left) / 2 + PADDING.x,
    halfHeight: (bottom - top) / 2 + (PADDING.top + PADDING.bottom) / 2,
  }
}

/** How far a place of the closed picture moves for all open groups but its own. */
function stepAside(place: Place, rooms: readonly Room[], own: string | null): Place {
  let { x, y } = place
  for (const room of rooms) {
    if (room.id === own) continue
    const dx = place.x - room.middle.x
    const dy = place.y - room.middle.y
    // What stands in another column gives way sideways, what stands above or below up or down.
    if (Math.abs(dx) >= COLUMN_GAP / 2) x += Math.sign(dx) * Math.max(0, room.halfWidth + CLEARANCE - COLUMN_GAP / 2)
    else y += Math.sign(dy || 1) * Math.max(0, room.halfHeight + CLEARANCE - ROW_GAP / 2)
  }
  return { x, y }
}
