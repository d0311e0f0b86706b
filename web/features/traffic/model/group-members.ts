import type { Roster } from '#contract/roster.ts'
import { groupOfId } from './group-id.ts'
import { groupNamesOf } from './group-parts.ts'
import { regionParts } from './region-parts.ts'

/** Rosters change seldom, panels ask twice a second. */
const known = new WeakMap<Roster, Map<string, ReadonlySet<number>>>()

/** Rows of the roster's nodes that belong to the group with this id; null where it is no group's id. */
export function groupMembersOf(roster: Roster, id: string): ReadonlySet<number> | null {
  const key = groupOfId(id)
  if (key === null) return null
  const byId = known.get(roster) ?? new Map<string, ReadonlySet<number>>()
  known.set(roster, byId)
  const before = byId.get(id)
  if (before !== undefined) return before
  const parts = regionParts(roster, key.region)
  const names = groupNamesOf(parts, roster, key.by)
  const members = new Set(
    parts.nodes.flatMap((node, row) => (node.kind === 'service' && names[row]?.group === key.group ? [node.row] : [])),
  )
  byId.set(id, members)
  return members
}
