import type { Places } from '#web/engine/layout/layout-graph.ts'
import { layoutService } from '#web/engine/layout/service-layout.ts'
import type { Fleet } from '#web/fleet/fleet.ts'
import { sumOfEdges } from '#web/fleet/sum-of-edges.ts'
import type { MapParts } from './map-model.ts'

/** One service of a region's picture with all that calls it and all that it calls; null where it is not there. */
export function servicePartsOf({ nodes, edges, ends }: MapParts, id: string): MapParts | null {
  const middle = nodes.findIndex((node) => node.id === id)
  if (middle < 0) return null
  const kept = ends.flatMap(({ source, target }, edge) => (source === middle || target === middle ? [edge] : []))
  const rows = [...new Set([middle, ...kept.flatMap((edge) => [ends[edge]?.source ?? -1, ends[edge]?.target ?? -1])])]
  const rowOf = new Map(rows.map((row, index) => [row, index]))
  return {
    nodes: rows.flatMap((row) => nodes[row] ?? []),
    edges: kept.flatMap((edge) => edges[edge] ?? []),
    ends: kept.map((edge) => ({
      source: rowOf.get(ends[edge]?.source ?? -1) ?? 0,
      target: rowOf.get(ends[edge]?.target ?? -1) ?? 0,
    })),
  }
}

/** Callers left, callees right, the busiest of this moment nearest to the middle. */
export function servicePlacesOf(fleet: Fleet, parts: MapParts, id: string): Places {
  const volumes = parts.edges.map(({ rows }) => sumOfEdges(fleet, rows).requestsPerSecond)
  const volumeOf = (of: string): number =>
    parts.ends.reduce((sum, { source, target }, edge) => {
      const isOwn = parts.nodes[source]?.id === of || parts.nodes[target]?.id === of
      return isOwn ? sum + (volumes[edge] || 0) : sum
    }, 0)
  const busiestFirst = (ids: readonly string[]): string[] => {
    const volume = new Map(ids.map((one) => [one, volumeOf(one)]))
    return [...new Set(ids)].sort((a, b) => (volume.get(b) ?? 0) - (volume.get(a) ?? 0) || (a < b ? -1 : 1))
  }
  const callers = parts.ends.flatMap(({ source, target }) =>
    parts.nodes[target]?.id === id ? [parts.nodes[source]?.id ?? id] : [],
  )
  const callees = parts.ends.flatMap(({ source, target }) =>
    parts.nodes[source]?.id === id ? [parts.nodes[target]?.id ?? id] : [],
  )
  return layoutService({ id, callers: busiestFirst(callers), callees: busiestFirst(callees) })
}
