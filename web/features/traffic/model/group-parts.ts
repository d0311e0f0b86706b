import type { Roster } from '#contract/roster.ts'
import { groupGraph } from '#web/engine/grouping/group-graph.ts'
import { tiersOf } from '#web/engine/layout/tiers.ts'
import { groupingWords } from '#web/messages/grouping-en.ts'
import { groupIdOf, type Grouping } from './group-id.ts'
import type { MapEdge, MapNode, MapParts } from './map-model.ts'
import { layoutPartsOf } from './region-parts.ts'

/** A group as it stands in the address, and as it is printed. */
export interface GroupName {
  group: string
  label: string
}

/** Of each node of the picture; null for what belongs to no group: INTERNET, the CDN, other regions. */
export function groupNamesOf(parts: MapParts, roster: Roster, by: Grouping): (GroupName | null)[] {
  const tierOf = by === 'tier' ? tierNumbers(parts, roster) : new Map<string, number>()
  return parts.nodes.map((node) => {
    if (node.kind !== 'service') return null
    const named = roster.nodes[node.row]
    if (by === 'tier') return tierName(tierOf.get(node.id) ?? 0)
    if (by === 'zone') return zonesName(named?.zones, zonesOfRegion(roster, named?.region))
    const label = by === 'domain' ? named?.domain : by === 'team' ? named?.owner : named?.kind
    if (label === undefined || label === '') return { group: 'none', label: groupingWords.none[by] }
    return { group: slugOf(label), label: by === 'kind' ? groupingWords.kind(label) : label }
  })
}

export interface GroupPartsInput {
  parts: MapParts
  names: readonly (GroupName | null)[]
  region: string
  by: Grouping
  /** Groups drawn with all their members. */
  open: ReadonlySet<string>
}

export function groupParts({ parts, names, region, by, open }: GroupPartsInput): MapParts {
  const grouped = groupGraph({
    nodes: names.map((name) => ({ group: name?.group ?? null })),
    edges: parts.ends,
    open,
  })
  const nodes = grouped.nodes.flatMap(({ group, rows }): MapNode[] => {
    const [first = -1] = rows
    const node = parts.nodes[first]
    if (node === undefined) return []
    if (group === null) return [node]
    const members = rows.flatMap((row) => {
      const member = parts.nodes[row]
      return member?.kind === 'service' ? [member.row] : []
    })
    return [
      { kind: 'group', id: groupIdOf(region, by, group), group, label: names[first]?.label ?? group, rows: members },
    ]
  })
  const edges = grouped.edges.map(({ source, target, rows }): MapEdge => {
    const [only] = rows
    const isSingle = nodes[source]?.kind !== 'group' && nodes[target]?.kind !== 'group'
    const single = isSingle && only !== undefined ? parts.edges[only] : undefined
    if (single !== undefined) return single
    return {
      id: `${nodes[source]?.id ?? ''}>${nodes[target]?.id ?? ''}`,
      rows: rows.flatMap((row) => parts.edges[row]?.rows ?? []),
    }
  })
  return { nodes, edges, ends: grouped.edges }
}

/**
 * A service that stands in several zones belongs to the group of all of them, with those that stand exactly so: nobody
 * tells how its traffic is shared among them, and it is not shared out by guess.
 */
function zonesName(zones: readonly string[] | undefined, all: readonly string[]): GroupName {
  if (zones === undefined) return { group: 'none', label: groupingWords.none.zone }
  const isEverywhere = all.length > 1 && all.every((zone) => zones.includes(zone))
  return {
    group: slugOf(zones.join('+')),
    label: isEverywhere ? groupingWords.everyZone(all.length) : groupingWords.zones(zones),
  }
}

function zonesOfRegion({ zones }: Roster, region: string | undefined): string[] {
  return zones.flatMap((zone) => (zone.region === region ? [zone.id] : []))
}

/** Names that differ in case and signs alone are one group: the address must be readable. */
function slugOf(label: string): string {
  const slug = label
    .toLowerCase()
    .replace(/[^\p{L}\p{N}._-]+/gu, '-')
    .replace(/^-+|-+$/g, '')
  return slug === '' ? 'none' : slug
}

function tierNumbers(parts: MapParts, roster: Roster): Map<string, number> {
  const { nodes, edges } = layoutPartsOf(parts, roster)
  return new Map(tiersOf(nodes, edges).flatMap((tier, index) => tier.map((id): [string, number] => [id, index])))
}

function tierName(tier: number): GroupName {
  return { group: String(tier), label: groupingWords.tier(tier) }
}
