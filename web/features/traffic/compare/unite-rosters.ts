import { edgeIdOf, nodeIdOf } from '#contract/ids.ts'
import type { Roster, RosterEdge, RosterNode } from '#contract/roster.ts'

/**
 * Two moments have rosters of their own: services came and went, and after a restart the same ones have other rows. To
 * be told apart they are brought onto the rows of one roster, matched by who they are, never by row. The first moment's
 * rows come first and keep their places; what only the other one has follows.
 */
export interface UnitedRosters {
  /** Who is in either; only what is in neither is gone. */
  roster: Roster
  /** The same rows as they were in each: what was not there is gone. */
  now: Roster
  before: Roster
  /** For each row of the united roster the other moment's row; −1 where it has none. */
  rowsBefore: RosterRows
}

/** Rows of each kind. */
export interface RosterRows {
  nodes: Int32Array
  edges: Int32Array
  regions: Int32Array
  zones: Int32Array
  feeds: Int32Array
  businessMetrics: Int32Array
}

export function uniteRosters(now: Roster, before: Roster): UnitedRosters {
  const feeds = unite(now.feeds, before.feeds, ({ source, region }) => `${source} ${region}`)
  const nodes = unite(now.nodes, before.nodes, nodeIdOf)
  const regions = unite(now.regions, before.regions, ({ id }) => id)
  const zones = unite(now.zones, before.zones, ({ region, id }) => `${region}/${id}`)
  const businessMetrics = unite(now.businessMetrics, before.businessMetrics, ({ id }) => id)
  const placeOfFeed = placesIn(feeds.rowsBefore)
  const placeOfNode = placesIn(nodes.rowsBefore)
  // Rows point at rows of their own roster: the added ones are told their places in the united one.
  const addedNodes = nodes.added.map((node): RosterNode => ({ ...node, feed: placeOfFeed(node.feed) }))
  const edges = unite(now.edges, before.edges, idOfEdge(now), idOfEdge(before))
  const addedEdges = edges.added.map((edge): RosterEdge => {
    const { source, target, feed } = edge
    return { ...edge, source: placeOfNode(source), target: placeOfNode(target), feed: placeOfFeed(feed) }
  })
  const all = {
    epoch: now.epoch === before.epoch ? now.epoch : `${now.epoch} ${before.epoch}`,
    version: now.version,
    regions: regions.all,
    zones: zones.all,
    feeds: feeds.all,
    businessMetrics: businessMetrics.all,
  }
  const nodesNow = [...now.nodes, ...addedNodes.map(asGone)]
  const edgesNow = [...now.edges, ...addedEdges.map(asGone)]
  const nodesBefore = asBefore([...now.nodes, ...addedNodes], before.nodes, nodes.rowsBefore)
  const edgesBefore = asBefore([...now.edges, ...addedEdges], before.edges, edges.rowsBefore)
  return {
    roster: { ...all, nodes: inEither(nodesNow, nodesBefore), edges: inEither(edgesNow, edgesBefore) },
    now: { ...all, nodes: nodesNow, edges: edgesNow },
    before: { ...all, nodes: nodesBefore, edges: edgesBefore },
    rowsBefore: {
      nodes: nodes.rowsBefore,
      edges: edges.rowsBefore,
      regions: regions.rowsBefore,
      zones: zones.rowsBefore,
      feeds: feeds.rowsBefore,
      businessMetrics: businessMetrics.rowsBefore,
    },
  }
}

interface United<Row> {
  all: Row[]
  /** What only the other moment has. */
  added: Row[]
  rowsBefore: Int32Array
}

function unite<Row>(
  now: readonly Row[],
  before: readonly Row[],
  idNow: (row: Row) => string,
  idBefore: (row: Row) => string = idNow,
): United<Row> {
  const rowsById = new Map(before.map((row, index): [string, number] => [idBefore(row), index]))
  const rows = now.map((row) => {
    const id = idNow(row)
    const found = rowsById.get(id) ?? -1
    rowsById.delete(id)
    return found
  })
  const left = [...rowsById.values()]
  const added = left.flatMap((row) => before[row] ?? [])
  return { all: [...now, ...added], added, rowsBefore: Int32Array.from([...rows, ...left]) }
}

/** From a row of the other moment to its place in the united roster. */
function placesIn(rowsBefore: Int32Array): (row: number) => number {
  const places = new Map([...rowsBefore].map((row, place): [number, number] => [row, place]))
  return (row) => places.get(row) ?? 0
}

function idOfEdge({ nodes }: Roster): (edge: RosterEdge) => string {
  return ({ source, target, protocol }) => {
    const [from, to] = [nodes[source], nodes[target]]
    return edgeIdOf({
      sourceRegion: from?.region ?? '',
      source: from?.service ?? '',
      targetRegion: to?.region ?? '',
      target: to?.service ?? '',
      protocol,
    })
  }
}

interface MayBeGone {
  gone?: boolean | undefined
}

function asGone<Row extends MayBeGone>(row: Row): Row {
  return { ...row, gone: true }
}

function asBefore<Row extends MayBeGone>(all: readonly Row[], before: readonly Row[], rowsBefore: Int32Array): Row[] {
  return all.map((row, place) => {
    const was = before[rowsBefore[place] ?? -1]
    const isGone = was === undefined || was.gone === true
    return isGone === (row.gone === true) ? row : isGone ? asGone(row) : { ...row, gone: false }
  })
}

function inEither<Row extends MayBeGone>(now: readonly Row[], before: readonly Row[]): Row[] {
  return now.map((row, place) => (row.gone === true && before[place]?.gone !== true ? { ...row, gone: false } : row))
}
