/**
 * Many services as few. Services of one group become one node while the group is closed, and the calls between what is
 * drawn become one edge a direction; calls that stay within a closed group are inside of it and not drawn. Every row of
 * the graph told is in exactly one place of the answer, so that sums over the answer are sums over the graph.
 */
export interface GroupInput {
  nodes: readonly GroupableNode[]
  edges: readonly GroupableEdge[]
  /** Groups whose members are drawn one by one. */
  open: ReadonlySet<string>
}

export interface GroupableNode {
  /** Null for what belongs to no group: it stays by itself. */
  group: string | null
}

export interface GroupableEdge {
  /** Rows of nodes. */
  source: number
  target: number
}

export interface GroupedGraph {
  nodes: GroupedNode[]
  edges: GroupedEdge[]
  /** Rows of edges inside of closed groups. */
  inside: number[]
}

/** One node told as it is, or a closed group of them. */
export interface GroupedNode {
  /** Null for a single one. */
  group: string | null
  /** Rows of the nodes told. */
  rows: number[]
}

export interface GroupedEdge {
  /** Rows of the grouped nodes. */
  source: number
  target: number
  /** Rows of the edges told. */
  rows: number[]
}

export function groupGraph({ nodes, edges, open }: GroupInput): GroupedGraph {
  const sizes = new Map<string, number>()
  for (const { group } of nodes) if (group !== null) sizes.set(group, (sizes.get(group) ?? 0) + 1)
  const grouped: GroupedNode[] = []
  const closed = new Map<string, number>()
  const drawnAs = nodes.map(({ group }, row) => {
    // A group of one would hide a name and save nothing.
    if (group === null || open.has(group) || sizes.get(group) === 1)
      return grouped.push({ group: null, rows: [row] }) - 1
    const known = closed.get(group)
    if (known === undefined) {
      closed.set(group, grouped.length)
      return grouped.push({ group, rows: [row] }) - 1
    }
    grouped[known].rows.push(row)
    return known
  })
  return { nodes: grouped, ...groupEdges(edges, drawnAs, grouped) }
}

function groupEdges(
  edges: readonly GroupableEdge[],
  drawnAs: readonly number[],
  nodes: readonly GroupedNode[],
): Pick<GroupedGraph, 'edges' | 'inside'> {
  const summed: GroupedEdge[] = []
  const known = new Map<string, GroupedEdge>()
  const inside: number[] = []
  edges.forEach((edge, row) => {
    const source = drawnAs[edge.source]
    const target = drawnAs[edge.target]
    const single = nodes[source].group === null && nodes[target].group === null
    if (source === target && !single) {
      inside.push(row)
      return
    }
    const sum = single ? undefined : known.get(`${source} ${target}`)
    if (sum !== undefined) {
      sum.rows.push(row)
      return
    }
    const first = { source, target, rows: [row] }
    summed.push(first)
    // Connections of single services keep their own streams, by protocol.
    if (!single) known.set(`${source} ${target}`, first)
  })
  return { edges: summed, inside }
}
