import { nodeIdOf } from '#contract/ids.ts'
import { connectionFactsOf } from '#web/fleet/connection-facts.ts'
import { nodeNameOf } from '#web/fleet/node-name.ts'
import { isOutside } from '#web/fleet/service-facts.ts'
import type { Filtered } from '#web/filter/filtered.ts'
import type { Measure } from '../traffic-search.ts'
import { weightOf, type Change } from './change.ts'
import { connectionChangeOf, regionChangeOf, rowChangeOf } from './model-changes.ts'
import type { UnitedFleets } from './unite-fleets.ts'

/** One thing of both moments, or of one of them, as a line of a list or of the table. */
export interface ComparedRow {
  id: string
  name: string
  /** Second line under the name. */
  about: string
  /** Row of the united roster. */
  row: number
  change: Change
}

export type ComparedContent = 'regions' | 'services' | 'connections'

export interface ComparedRowsInput {
  fleets: UnitedFleets
  content: ComparedContent
  region: string | null
  /** Null while nothing is filtered. */
  filtered: Filtered | null
}

/** A filter leaves out what it does not mean; regions stay. */
export function comparedRowsOf({ fleets, content, region, filtered }: ComparedRowsInput): ComparedRow[] {
  switch (content) {
    case 'regions':
      return comparedRegions(fleets)
    case 'services':
      return comparedServices(fleets, region).filter(({ row }) => filtered === null || filtered.nodes[row] === 1)
    case 'connections':
      return comparedConnections(fleets, region).filter(({ row }) => filtered === null || filtered.edges[row] === 1)
  }
}

export function comparedRegions(fleets: UnitedFleets): ComparedRow[] {
  return fleets.drawn.roster.regions.map(({ id, name }, row) => ({
    id,
    name: id,
    about: name,
    row,
    change: regionChangeOf(fleets, row),
  }))
}

/** Services of one region, or of all, that were there at either moment. */
export function comparedServices(fleets: UnitedFleets, region: string | null): ComparedRow[] {
  return fleets.drawn.roster.nodes.flatMap((node, row) => {
    if (node.gone === true || isOutside(node) || (region !== null && node.region !== region)) return []
    return [{ id: nodeIdOf(node), name: node.name, about: node.region, row, change: rowChangeOf(fleets, row) }]
  })
}

/** Connections that begin or end in a region, or all. */
export function comparedConnections(fleets: UnitedFleets, region: string | null): ComparedRow[] {
  return fleets.drawn.roster.edges.flatMap((_, row) => {
    const facts = connectionFactsOf(fleets.drawn, row)
    if (facts === null) return []
    const { id, source, target } = facts
    if (region !== null && source.region !== region && target.region !== region) return []
    const name = `${nodeNameOf(source)} → ${nodeNameOf(target)}`
    const about = source.region === target.region ? source.region : `${source.region} → ${target.region}`
    return [{ id, name, about, row, change: connectionChangeOf(fleets, row) }]
  })
}

/** What changed most comes first; what is not known comes last. */
export function mostChangedFirst(rows: readonly ComparedRow[], measure: Measure): ComparedRow[] {
  const weights = new Map(rows.map((row): [ComparedRow, number] => [row, weightOf(row.change, measure)]))
  return rows.toSorted((one, other) => (weights.get(other) ?? 0) - (weights.get(one) ?? 0) || one.row - other.row)
}
