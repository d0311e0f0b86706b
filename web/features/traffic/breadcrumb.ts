import { trafficWords } from '#web/messages/traffic-en.ts'
import { nodeIdOf } from '#contract/ids.ts'
import type { Roster } from '#contract/roster.ts'
import { nodeNameOf } from '#web/fleet/node-name.ts'
import { groupOfId } from './model/group-id.ts'
import { regionOfView, serviceOfView, withSelection, withView, type TrafficSearch } from './traffic-search.ts'

/** One step of the way from the world to what is selected, with the search that leads there. */
export interface Crumb {
  label: string
  search: TrafficSearch
}

/** `World` · `us-east-1` · `playback-license`; ids stand in for names while there is no roster. */
export function breadcrumbOf(search: TrafficSearch, roster: Roster | null): Crumb[] {
  const region = regionOfView(search)
  const world: Crumb = { label: trafficWords.world, search: withView(search, null) }
  const crumbs = [world]
  if (region !== null) {
    crumbs.push({ label: region, search: withView(search, region) })
  }
  const service = serviceOfView(search)
  if (service !== null) crumbs.push({ label: selectionName(service, roster), search: withSelection(search, null) })
  if (search.sel !== undefined && search.sel !== region && search.sel !== service)
    crumbs.push({ label: selectionName(search.sel, roster), search })
  return crumbs
}

/** A node by its name, an edge by both ends' names. */
export function selectionName(sel: string, roster: Roster | null): string {
  const [source, rest] = sel.split('>')
  if (source === undefined || rest === undefined) return nameOf(sel, roster)
  const target = groupOfId(rest) === null ? rest.replace(/:[a-z]+$/, '') : rest
  return `${nameOf(source, roster)} → ${nameOf(target, roster)}`
}

function nameOf(id: string, roster: Roster | null): string {
  const group = groupOfId(id)
  if (group !== null) return group.group
  const node = roster?.nodes.find((candidate) => nodeIdOf(candidate) === id)
  return (node && nodeNameOf(node)) ?? id.split('/').at(-1) ?? id
}
