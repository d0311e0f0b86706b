import { edgeIdOf, nodeIdOf } from '#contract/ids.ts'
import type { RosterEdge, RosterNode } from '#contract/roster.ts'
import { edgeFacts, type Facts, type Fleet } from './fleet.ts'

export interface ConnectionFacts extends Facts {
  id: string
  row: number
  edge: RosterEdge
  source: RosterNode
  target: RosterNode
}

export function connectionFactsOf(fleet: Fleet, row: number): ConnectionFacts | null {
  const ends = endsOf(fleet, row)
  return ends === null ? null : { ...edgeFacts(fleet, row), ...ends }
}

function endsOf({ roster }: Fleet, row: number): Omit<ConnectionFacts, keyof Facts> | null {
  const edge = roster.edges[row]
  if (edge === undefined || edge.gone === true) return null
  const source = roster.nodes[edge.source]
  const target = roster.nodes[edge.target]
  if (source === undefined || target === undefined) return null
  const id = edgeIdOf({
    sourceRegion: source.region,
    source: source.service,
    targetRegion: target.region,
    target: target.service,
    protocol: edge.protocol,
  })
  return { id, row, edge, source, target }
}

/** Connections that begin or end in a region; all of the world's with null. */
export function connectionsIn(fleet: Fleet, region: string | null): ConnectionFacts[] {
  return fleet.roster.edges.flatMap((_, row) => {
    const facts = connectionFactsOf(fleet, row)
    if (facts === null) return []
    return region === null || facts.source.region === region || facts.target.region === region ? [facts] : []
  })
}

/** Callers and callees of one service. */
export function neighboursOf(fleet: Fleet, nodeId: string): { callers: ConnectionFacts[]; callees: ConnectionFacts[] } {
  const all = connectionsIn(fleet, null)
  return {
    callers: all.filter(({ target }) => nodeIdOf(target) === nodeId),
    callees: all.filter(({ source }) => nodeIdOf(source) === nodeId),
  }
}
