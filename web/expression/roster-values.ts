import { isOutsideKind } from './picture.ts'
import type { Roster, RosterNode } from '#contract/roster.ts'

/** A word of the roster that an expression may name, and how many services bear it. */
export interface RosterValue {
  value: string
  services: number
}

export interface NamedRow {
  service: string
  regions: readonly string[]
}

type Bearing = 'owner' | 'domain' | 'region'

/** Values of an attribute among the services there are, those of most services first, then by the alphabet. */
export function valuesOf(roster: Roster, attribute: Bearing | 'zone'): RosterValue[] {
  const services = new Map<string, number>()
  // There are zones of which only the region's traffic is told.
  if (attribute === 'zone') for (const { id } of roster.zones) services.set(id, 0)
  for (const node of roster.nodes) {
    if (node.gone === true || isOutsideKind(node.kind)) continue
    for (const value of valuesOfNode(node, attribute)) services.set(value, (services.get(value) ?? 0) + 1)
  }
  return [...services]
    .map(([value, count]) => ({ value, services: count }))
    .sort((a, b) => b.services - a.services || compare(a.value, b.value))
}

function valuesOfNode(node: RosterNode, attribute: Bearing | 'zone'): readonly string[] {
  if (attribute === 'zone') return node.zones ?? []
  const value = node[attribute]
  return value === undefined ? [] : [value]
}

/** Each service once, with the regions it runs in, by the alphabet. */
export function servicesOf(roster: Roster): NamedRow[] {
  const regions = new Map<string, string[]>()
  for (const { service, region, gone } of roster.nodes) {
    if (gone === true) continue
    const known = regions.get(service)
    if (known === undefined) regions.set(service, [region])
    else known.push(region)
  }
  return [...regions].map(([service, all]) => ({ service, regions: all })).sort((a, b) => compare(a.service, b.service))
}

/** The same order wherever it is sorted. */
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
