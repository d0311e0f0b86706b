import { curveX, curveY, GEO_STRIDE } from '../edge-geometry.ts'
import { HEALTH_CODES, MARKS, NODE_SHAPES, type EngineColumns, type EngineGraph } from '../engine-graph.ts'
import type { LabelAtlas } from './label-atlas.ts'
import { URGENCY, type LabelBoxes } from './label-placement.ts'
import { noteDistance, writeNoteSides } from './note-sides.ts'
import { LINE_HEIGHT } from './text-raster.ts'

/** All there is to write: boxes of all nodes first, then of all edges (their notes alone). */
export interface LabelScene {
  graph: EngineGraph
  columns: EngineColumns | null
  boxes: LabelBoxes
  /** One of SIDES for each box. */
  sides: Uint8Array
  /** 0–1 for each node. */
  emphasis: Float32Array
  /** Rows; −1 for none. */
  selected: number
  hovered: number
}

export function createLabelScene(graph: EngineGraph, geo: Float32Array): LabelScene {
  const { nodes, edges } = graph
  const boxes = createBoxes(nodes.count + edges.count)
  putBoxes(boxes, graph, geo)
  const emphasis = new Float32Array(nodes.count).fill(1)
  return { graph, columns: null, boxes, sides: new Uint8Array(boxes.count), emphasis, selected: -1, hovered: -1 }
}

/** Where nodes and the middles of curves are at present. */
export function putBoxes(boxes: LabelBoxes, { nodes, edges }: EngineGraph, geo: Float32Array): void {
  boxes.x.set(nodes.x)
  boxes.y.set(nodes.y)
  boxes.radius.set(nodes.radius)
  for (let edge = 0; edge < edges.count; edge++) {
    boxes.x[nodes.count + edge] = curveX(geo, edge * GEO_STRIDE, NOTE_AT)
    boxes.y[nodes.count + edge] = curveY(geo, edge * GEO_STRIDE, NOTE_AT)
  }
  writeNoteSides(edges, geo, nodes.count, boxes.sideX, boxes.sideY)
  for (let node = 0; node < nodes.count; node++) {
    // A region's words are text of the page; they take their place all the same.
    boxes.caption[node] = nodes.label[node] === '' && nodes.shape[node] === NODE_SHAPES.donut ? 1 : 0
  }
}

/** An edge's note stands a little before its middle: where two directions meet, their notes do not. */
const NOTE_AT = 0.42

function createBoxes(count: number): LabelBoxes {
  return {
    count,
    x: new Float32Array(count),
    y: new Float32Array(count),
    radius: new Float32Array(count),
    sideX: new Float32Array(count),
    sideY: new Float32Array(count),
    asideX: new Float32Array(count),
    asideY: new Float32Array(count),
    caption: new Uint8Array(count),
    width: new Float32Array(count),
    height: new Float32Array(count),
    nameHeight: new Float32Array(count),
    urgency: new Uint8Array(count),
    order: Uint32Array.from({ length: count }, (_, row) => row),
  }
}

/** How large each label is. */
export function measureBoxes(
  { graph, columns, boxes, emphasis }: LabelScene,
  atlas: Pick<LabelAtlas, 'widthOf'>,
): void {
  const { nodes, edges } = graph
  for (let node = 0; node < nodes.count; node++) {
    const name = nodes.label[node]
    const note = columns?.nodes.note[node] ?? ''
    const noteWidth = note === '' ? 0 : atlas.widthOf(note, 'note')
    boxes.width[node] = name === '' || emphasis[node] === 0 ? 0 : Math.max(atlas.widthOf(name, 'name'), noteWidth)
    boxes.nameHeight[node] = LINE_HEIGHT.name
    boxes.height[node] = LINE_HEIGHT.name + (note === '' ? 0 : LINE_HEIGHT.note)
  }
  for (let edge = 0; edge < edges.count; edge++) {
    const note = columns?.edges.note[edge] ?? ''
    boxes.width[nodes.count + edge] = note === '' ? 0 : atlas.widthOf(note, 'note')
    boxes.height[nodes.count + edge] = LINE_HEIGHT.note
    boxes.nameHeight[nodes.count + edge] = LINE_HEIGHT.note
    const box = nodes.count + edge
    const distance = noteDistance(boxes.sideX[box], boxes.sideY[box], boxes.width[box], LINE_HEIGHT.note)
    boxes.asideX[box] = boxes.sideX[box] * distance
    boxes.asideY[box] = boxes.sideY[box] * distance
  }
}

/** Which labels come first. */
export function rankBoxes(scene: LabelScene): void {
  const { boxes, graph, columns } = scene
  for (let node = 0; node < graph.nodes.count; node++) {
    const health = columns?.nodes.health[node]
    const change = columns?.nodes.change?.[node]
    const isUrgent = change === undefined ? health === HEALTH_CODES.failing : Math.abs(change) >= 1
    const usual = isUrgent ? URGENCY.urgent : URGENCY.usual
    const asked = saturates(scene, node) ? URGENCY.asked : usual
    boxes.urgency[node] = isChosen(scene, node) ? URGENCY.chosen : asked
  }
  boxes.order.sort((a, b) => importanceOf(scene, b) - importanceOf(scene, a) || a - b)
}

export function isChosen({ selected, hovered }: LabelScene, node: number): boolean {
  return node === selected || node === hovered
}

/** What is considered would be too much for it: that is what was asked. */
export function saturates({ columns }: Pick<LabelScene, 'columns'>, node: number): boolean {
  return ((columns?.nodes.marks[node] ?? 0) & MARKS.saturates) !== 0
}

const EDGE_IMPORTANCE = 12

/** Traffic counts in steps of ×2, so that equals do not swap with every tick. */
function importanceOf(scene: LabelScene, box: number): number {
  const { graph, columns, emphasis } = scene
  if (columns === null) return 0
  if (box >= graph.nodes.count) return EDGE_IMPORTANCE
  const health = columns.nodes.health[box]
  const change = columns.nodes.change?.[box]
  const foretold = saturates(scene, box) ? 500 : 0
  const unhealthy = health === HEALTH_CODES.failing ? 400 : health === HEALTH_CODES.degraded ? 200 : 0
  // Where changes are told, what changed most is what matters; unknown ones stand with those that did not change.
  const notable = change === undefined ? foretold + unhealthy : Math.round(200 * Math.abs(change || 0))
  const rate = columns.nodes.requestsPerSecond[box]
  const busy = rate > 0 ? Math.round(Math.log2(rate + 1)) : 0
  return (isChosen(scene, box) ? 1_000 : 0) + notable + (emphasis[box] > 0.9 ? 60 : 0) + busy
}
