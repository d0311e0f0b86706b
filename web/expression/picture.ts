import { edgeIdOf, nodeIdOf } from '#contract/ids.ts'
import type { Frame } from '#contract/frame-codec/frame.ts'
import type { HealthThresholds } from '#contract/health.ts'
import type { NodeKind, Roster, RosterNode } from '#contract/roster.ts'

/** What an expression is asked of. */
export interface Question {
  roster: Roster
  frame: Frame
  /** The region shown, or null for the world: only what this picture draws counts, and names mean its services first. */
  region: string | null
  thresholds: HealthThresholds
  /** `us-east-1/api`, a region's id or an edge's id; what `selected` means. */
  selected?: string | null
  /** Rows too old to be believed where it is asked: 1. All measures of theirs count as unknown. */
  unknownNodes?: Uint8Array
  unknownEdges?: Uint8Array
}

/**
 * The part of the roster a picture draws. Of a region: its own services, every connection with an end in it, and the
 * other ends of those. What is gone is in no picture.
 */
export interface Picture {
  nodeCount: number
  edgeCount: number
  /** 1 for what is drawn. */
  nodes: Uint8Array
  /** 1 for what belongs to the region shown; everything in the world's picture. */
  own: Uint8Array
  edges: Uint8Array
  /** Rows of nodes, by row of edges. */
  sources: Int32Array
  targets: Int32Array
}

export function pictureOf({ roster, region }: Pick<Question, 'roster' | 'region'>): Picture {
  const nodeCount = roster.nodes.length
  const edgeCount = roster.edges.length
  const present = Uint8Array.from(roster.nodes, ({ gone }) => (gone === true ? 0 : 1))
  const own = Uint8Array.from(roster.nodes, (node, row) =>
    region === null || node.region === region ? (present[row] ?? 0) : 0,
  )
  const nodes = own.slice()
  const edges = new Uint8Array(edgeCount)
  const sources = new Int32Array(edgeCount)
  const targets = new Int32Array(edgeCount)
  roster.edges.forEach(({ source, target, gone }, row) => {
    sources[row] = source
    targets[row] = target
    if (gone === true || present[source] !== 1 || present[target] !== 1) return
    if (own[source] !== 1 && own[target] !== 1) return
    edges[row] = 1
    nodes[source] = 1
    nodes[target] = 1
  })
  return { nodeCount, edgeCount, nodes, own, edges, sources, targets }
}

/** Rows of the services a name means: the region's own where there are any, else any the picture draws. */
export function rowsNamed(roster: Roster, picture: Picture, name: string): number[] {
  const wanted = name.toLowerCase()
  const rows = roster.nodes.flatMap((node, row) => (picture.nodes[row] === 1 && isCalled(node, wanted) ? [row] : []))
  const own = rows.filter((row) => picture.own[row] === 1)
  return own.length > 0 ? own : rows
}

function isCalled(node: RosterNode, wanted: string): boolean {
  return node.service === wanted || node.name.toLowerCase() === wanted || nodeIdOf(node) === wanted
}

/** A node is itself, a region its services, a connection its two ends. */
export function rowsSelected(roster: Roster, picture: Picture, selected: string | null | undefined): number[] {
  if (selected === null || selected === undefined) return []
  const drawn = (row: number): boolean => picture.nodes[row] === 1
  if (selected.includes('>')) return endsOfEdge(roster, selected).filter(drawn)
  return roster.nodes.flatMap((node, row) =>
    drawn(row) && (nodeIdOf(node) === selected || node.region === selected) ? [row] : [],
  )
}

function endsOfEdge(roster: Roster, selected: string): number[] {
  for (const { source, target, protocol } of roster.edges) {
    const [from, to] = [roster.nodes[source], roster.nodes[target]]
    if (from === undefined || to === undefined || !selected.startsWith(from.region)) continue
    const key = {
      sourceRegion: from.region,
      source: from.service,
      targetRegion: to.region,
      target: to.service,
      protocol,
    }
    if (edgeIdOf(key) === selected) return [source, target]
  }
  return []
}

/** INTERNET and the CDN are drawn, but are nobody's service. */
export function isOutsideKind(kind: NodeKind): boolean {
  return kind === 'internet' || kind === 'cdn'
}
