import type { Roster } from '#contract/roster.ts'
import { hashOf } from '#web/engine/edge-seeds.ts'
import { NODE_SHAPES, type EngineColumns, type EngineGraph } from '#web/engine/engine-graph.ts'
import type { Places } from '#web/engine/layout/layout-graph.ts'
import { groupingWords } from '#web/messages/grouping-en.ts'
import { nodeFacts, saturationOf, UNKNOWN_FACTS, type Facts, type Fleet } from '#web/fleet/fleet.ts'
import { marksOfRegion, marksOfRows } from '#web/fleet/node-marks.ts'
import { nodeNameOf } from '#web/fleet/node-name.ts'
import { regionFactsOf } from '#web/fleet/region-facts.ts'
import { shortName } from '#web/fleet/short-name.ts'
import { sumOfEdges } from '#web/fleet/sum-of-edges.ts'
import { fillEdge, fillNode, fillOutside, foretoldNoteOf, groupNoteOf, markCodeOf, noteOf } from './fill-columns.ts'
import { groupFactsOf } from './group-facts.ts'
import {
  rowsOfNode,
  type Ends,
  type MapEdge,
  type MapModel,
  type MapNode,
  type MapParts,
  type OpenFrame,
} from './map-model.ts'

export interface RegionModelInput {
  fleet: Fleet
  /** The region's id, or the service's whose surroundings these parts are. */
  view: string
  parts: MapParts
  places: Places
  frames?: readonly OpenFrame[]
  /** Id of the one drawn large, in the middle of a service's picture. */
  middle?: string
}

/** Services and groups of a region in their places. */
export function createRegionModel({ fleet, view, parts, places, frames = [], middle }: RegionModelInput): MapModel {
  const { nodes, edges } = parts
  const sent = sentBy(parts)
  const graph = regionGraph({ fleet, parts, places, sent, middle })
  return {
    view,
    key: `${view} ${fleet.roster.epoch} ${keyOf(graph, nodes)} ${hashOfEdges(edges)}`,
    graph,
    nodes,
    edges,
    frames,
    fill: (now, columns) => fillRegion(now, columns, parts, sent),
    nodeFacts: (now, node) => regionNodeFacts(now, nodes[node], sent[node]),
    edgeFacts: (now, edge) => factsOfStream(now, edges[edge]?.rows ?? []),
  }
}

/** The same services in other places are another picture. */
function keyOf({ nodes }: EngineGraph, drawn: readonly MapNode[]): string {
  return drawn.map(({ id }, row) => `${id}@${nodes.x[row]},${nodes.y[row]}`).join()
}

/** One connection in another's place is another picture too. */
function hashOfEdges(edges: readonly MapEdge[]): number {
  return edges.reduce((hash, { id }) => Math.imul(hash ^ hashOf(id), 0x01000193), edges.length)
}

/** Rows of the connections that what lies outside sends here; empty for everything else. */
function sentBy({ nodes, edges, ends }: MapParts): readonly (readonly number[])[] {
  const sent = nodes.map((): number[] => [])
  ends.forEach(({ source }, edge) => {
    if (nodes[source]?.kind === 'outside') sent[source]?.push(...(edges[edge]?.rows ?? []))
  })
  return sent
}

const FIT_MARGIN = { top: 76, right: 72, bottom: 96, left: 72 }
const MIDDLE_RADIUS = 78

interface GraphInput extends Pick<RegionModelInput, 'fleet' | 'parts' | 'places'> {
  sent: readonly (readonly number[])[]
  middle: string | undefined
}

function regionGraph({ fleet, parts, places, sent, middle }: GraphInput): EngineGraph {
  const { nodes, edges, ends } = parts
  return {
    streams: 'narrow',
    nodes: {
      count: nodes.length,
      id: nodes.map(({ id }) => id),
      x: Float32Array.from(nodes, ({ id }) => places.get(id)?.x ?? 0),
      y: Float32Array.from(nodes, ({ id }) => places.get(id)?.y ?? 0),
      radius: Float32Array.from(nodes, (node, row) =>
        node.id === middle ? MIDDLE_RADIUS : radiusFor(regionNodeFacts(fleet, node, sent[row]).requestsPerSecond, node),
      ),
      shape: Uint8Array.from(nodes, (node) =>
        node.id === middle ? NODE_SHAPES.donut : node.kind === 'group' ? NODE_SHAPES.group : NODE_SHAPES.service,
      ),
      label: nodes.map((node) => (node.id === middle ? '' : nameOf(node, fleet.roster))),
    },
    edges: {
      count: ends.length,
      id: edges.map(({ id }) => id),
      source: Uint16Array.from(ends, ({ source }) => source),
      target: Uint16Array.from(ends, ({ target }) => target),
      bend: bendsOf(ends),
    },
    rings: [],
    fitMargin: FIT_MARGIN,
  }
}

const GROUP_EXTRA = 7

/** Area would let the entry swallow the screen; every tenfold adds the same. */
export function radiusFor(requestsPerSecond: number, node?: MapNode): number {
  const radius = requestsPerSecond > 0 ? Math.min(8 + 2.5 * Math.log10(1 + requestsPerSecond), 23) : 8
  return node?.kind === 'group' ? radius + GROUP_EXTRA : radius
}

/** Several streams from one service to another lie side by side, to the right of their way; those back on the other. */
function bendsOf(ends: readonly Ends[]): Float32Array {
  const seen = new Map<string, number>()
  return Float32Array.from(ends, ({ source, target }) => {
    const before = seen.get(`${source}>${target}`) ?? 0
    seen.set(`${source}>${target}`, before + 1)
    return 0.05 + 0.09 * before
  })
}

function nameOf(node: MapNode, roster: Roster): string {
  if (node.kind === 'region') return node.id
  if (node.kind === 'group') return groupingWords.counted(shortName(node.label), node.rows.length)
  const named = roster.nodes[node.row]
  return shortName(named === undefined ? node.id : nodeNameOf(named))
}

function fillRegion(
  fleet: Fleet,
  columns: EngineColumns,
  { nodes, edges }: MapParts,
  sent: readonly (readonly number[])[],
): void {
  columns.nodes.note = nodes.map((node, index) => {
    const facts = regionNodeFacts(fleet, node, sent[index])
    if (node.kind === 'outside') {
      fillOutside(columns, index, facts)
      return ''
    }
    const note =
      foretoldNoteOf(fleet, rowsOfNode(node)) ??
      (node.kind === 'group' ? groupNoteOf(groupFactsOf(fleet, node.rows)) : noteOf(facts))
    fillNode(columns, index, facts, node.kind === 'service' ? saturationOf(fleet, node.row) : NaN)
    columns.nodes.noteTone[index] = note.tone
    columns.nodes.marks[index] = markCodeOf(
      node.kind === 'region' ? marksOfRegion(fleet, node.id) : marksOfRows(fleet, rowsOfNode(node)),
    )
    return note.text
  })
  edges.forEach((edge: MapEdge, index) => fillEdge(columns, index, factsOfStream(fleet, edge.rows)))
}

function factsOfStream(fleet: Fleet, rows: readonly number[]): Facts {
  return sumOfEdges(fleet, rows)
}

function regionNodeFacts(fleet: Fleet, node: MapNode | undefined, sent: readonly number[] = []): Facts {
  if (node === undefined) return UNKNOWN_FACTS
  if (node.kind === 'region') return regionFactsOf(fleet)[node.index] ?? UNKNOWN_FACTS
  if (node.kind === 'group') return groupFactsOf(fleet, node.rows)
  // Of what lies outside the part that concerns this region counts.
  return node.kind === 'outside' && sent.length > 0 ? sumOfEdges(fleet, sent) : nodeFacts(fleet, node.row)
}
