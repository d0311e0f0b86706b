import { nodeIdOf, type EdgeKey, type SourceId } from '#contract/ids.ts'
import type { LatencyQuery } from '#contract/latency.ts'
import type { Roster, RosterEdge, RosterNode } from '#contract/roster.ts'

export interface Connection {
  key: EdgeKey
  /** Whose word its values are. */
  source: SourceId
}

/** The connections that a question is about: of a service what its callers send it, else those between two ends. */
export function connectionsOf(query: LatencyQuery, roster: Roster): Connection[] {
  return roster.edges.flatMap((edge): Connection[] => {
    const [source, target] = [roster.nodes[edge.source], roster.nodes[edge.target]]
    const feed = roster.feeds[edge.feed]
    if (edge.gone === true || source === undefined || target === undefined || feed === undefined) return []
    if (!isMeant(query, { edge, source, target })) return []
    const key: EdgeKey = {
      sourceRegion: source.region,
      source: source.service,
      targetRegion: target.region,
      target: target.service,
      protocol: edge.protocol,
    }
    return [{ key, source: feed.source }]
  })
}

function isMeant(
  query: LatencyQuery,
  { edge, source, target }: { edge: RosterEdge; source: RosterNode; target: RosterNode },
): boolean {
  if (query.source === undefined || query.target === undefined) {
    return target.region === query.region && target.service === query.service
  }
  const isCalled = isEnd(query.target, target) || query.target === `${nodeIdOf(target)}:${edge.protocol}`
  return isCalled && isEnd(query.source, source)
}

function isEnd(end: string, node: RosterNode): boolean {
  return end === node.region || end === nodeIdOf(node)
}
