import type { Roster } from '#contract/roster.ts'
import type { Places } from '#web/engine/layout/layout-graph.ts'
import { openGroups, type OpenGroup } from '#web/engine/layout/open-groups.ts'
import { groupIdOf, type Grouping } from './group-id.ts'
import { groupParts, type GroupName } from './group-parts.ts'
import type { MapParts, OpenFrame } from './map-model.ts'
import { layoutPartsOf } from './region-parts.ts'

export interface OpenedInput {
  roster: Roster
  region: string
  by: Grouping
  /** Of all services, one by one. */
  parts: MapParts
  names: readonly (GroupName | null)[]
  /** Where everything stands while all groups are closed. */
  closed: Places
  open: ReadonlySet<string>
  /** Of members that have places: from the middle of their group. */
  inside?: Places
}

export interface Opened {
  parts: MapParts
  places: Places
  frames: OpenFrame[]
  /** Of all members shown: from the middle of their group. */
  inside: Places
}

/** A grouped picture with some of its groups opened in place. */
export function openedGroups(input: OpenedInput): Opened {
  const { roster, region, by, parts, names, closed, open, inside: known = new Map<string, never>() } = input
  const { nodes, edges } = layoutPartsOf(parts, roster)
  const labels = new Map<string, string>()
  const groups = [...open].flatMap((group): OpenGroup[] => {
    const isMember = (row: number): boolean => names[row]?.group === group
    const members = nodes.filter((_, row) => isMember(row))
    // One alone is drawn as itself anyway; none at all is an old link.
    if (members.length < 2) return []
    labels.set(groupIdOf(region, by, group), names.find((name) => name?.group === group)?.label ?? group)
    const inside = new Set(members.map(({ id }) => id))
    const entered = new Set(edges.filter((edge) => !inside.has(edge.source)).map((edge) => edge.target))
    return [
      {
        id: groupIdOf(region, by, group),
        // What is called from outside stands first.
        members: members.map((member) => ({ ...member, entry: entered.has(member.id) })),
        known,
        edges: edges.filter((edge) => inside.has(edge.source) && inside.has(edge.target)),
      },
    ]
  })
  const { places, frames, inside } = openGroups(closed, groups)
  return {
    inside,
    parts: groupParts({ parts, names, region, by, open }),
    places,
    frames: frames.map((frame) => ({
      ...frame,
      group: frame.id.slice(groupIdOf(region, by, '').length),
      label: labels.get(frame.id) ?? '',
      members: groups.find(({ id }) => id === frame.id)?.members.length ?? 0,
    })),
  }
}
