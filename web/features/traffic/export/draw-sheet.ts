import { boundsOf } from '#web/engine/camera/graph-bounds.ts'
import { GEO_STRIDE, writeEdgeGeometry } from '#web/engine/edge-geometry.ts'
import { createEmphasis, writeEmphasis, type Emphasis } from '#web/engine/emphasis.ts'
import { createEngineColumns, NODE_SHAPES } from '#web/engine/engine-graph.ts'
import type { EngineTheme } from '#web/engine/engine-theme.ts'
import type { TextStyle } from '#web/engine/labels/text-raster.ts'
import { mapWords } from '#web/messages/map-en.ts'
import { rowsOfModel } from '../filter/rows-of-model.ts'
import { oneDotText } from '../map/one-dot-text.ts'
import type { MapModel } from '../model/map-model.ts'
import { drawChangeLegend, drawWorldChanges } from './draw-change-words.ts'
import { drawLabels, drawWorldWords } from './draw-labels.ts'
import { drawNodes } from './draw-nodes.ts'
import { drawStreams } from './draw-streams.ts'
import type { ShownFleet } from './map-picture.ts'
import type { Paper } from './paper.ts'
import { againstText, filterText, titleOf, whenText } from './sheet-words.ts'
import { writtenLines } from './written-lines.ts'

/**
 * All that a drawing of the whole graph says. The filter leaves out and dims as on the screen; where the camera is and
 * what is selected plays no part.
 */
export interface SheetInput extends ShownFleet {
  model: MapModel
  theme: EngineTheme
  requestsPerDot: number
  /** Line segments behind the world, layout units; null for none. */
  backdrop: Float32Array | null
  widthOf(text: string, style: TextStyle): number
}

export interface SheetSize {
  width: number
  height: number
}

const MARGIN = 56
const HEAD = 58
/** px from one line below the title to the next. */
const LINE = 18
/** The ruler measures notes of 11 px; the lines of the head are larger. */
const HEAD_SIZE = 12.5
const HEAD_SCALE = HEAD_SIZE / 11
const FOOT = 44
/** So that the title has room above a graph of one service. */
const LEAST_WIDTH = 760
/** Words reach farther than the nodes they name. */
const WORDS_ROOM = { left: 70, right: 70, top: 20, bottom: 64 }

/** The strokes of the sheet, to be put on paper of this size. A filter changes nobody's place. */
export function prepareSheet(input: SheetInput): SheetSize & { drawOn(paper: Paper): void } {
  const { graph } = input.model
  const geo = new Float32Array(graph.edges.count * GEO_STRIDE)
  writeEdgeGeometry(graph.nodes, graph.edges, geo)
  const bounds = boundsOf(graph.nodes, geo, graph.edges.count)
  const wide = bounds.right - bounds.left + WORDS_ROOM.left + WORDS_ROOM.right
  const width = Math.ceil(Math.max(wide, LEAST_WIDTH - 2 * MARGIN)) + 2 * MARGIN
  const head = headLines(input, width - MARGIN)
  const headHeight = HEAD + head.length * LINE
  const height = Math.ceil(bounds.bottom - bounds.top + WORDS_ROOM.top + WORDS_ROOM.bottom) + headHeight + FOOT + MARGIN
  const dx = width / 2 - (bounds.left + bounds.right) / 2
  const dy = headHeight + WORDS_ROOM.top + MARGIN / 2 - bounds.top
  return {
    width,
    height,
    drawOn(paper) {
      drawAll(movedBy(input, dx, dy), paper, { width, height }, { dx, dy })
      drawHead(paper, input, head, width)
      drawFoot(paper, input, height)
    },
  }
}

/** The same graph elsewhere: paper begins at (0, 0). */
function movedBy(input: SheetInput, dx: number, dy: number): SheetInput {
  const { model } = input
  const { nodes } = model.graph
  const graph = { ...model.graph, nodes: { ...nodes, x: nodes.x.map((x) => x + dx), y: nodes.y.map((y) => y + dy) } }
  return { ...input, model: { ...model, graph } }
}

function drawAll(
  input: SheetInput,
  paper: Paper,
  { width, height }: SheetSize,
  { dx, dy }: { dx: number; dy: number },
): void {
  const { model, fleet, theme, requestsPerDot, widthOf, comparison } = input
  const { graph } = model
  const columns = createEngineColumns(graph.nodes.count, graph.edges.count)
  model.fill(fleet, columns)
  const emphasis = emphasisOf(input)
  const geo = new Float32Array(graph.edges.count * GEO_STRIDE)
  writeEdgeGeometry(graph.nodes, graph.edges, geo)
  paper.box(-8, -8, width + 16, height + 16, { fill: theme.ink })
  drawBackdrop(paper, input, dx, dy)
  drawStreams(paper, { graph, columns, emphasis, geo, theme, requestsPerDot, atSeconds: fleet.frame.at / 1_000 })
  drawNodes(paper, { graph, columns, emphasis, theme })
  drawLabels(paper, { graph, columns, emphasis, geo, theme, widthOf })
  if (!graph.nodes.shape.includes(NODE_SHAPES.donut)) return
  if (comparison === null) drawWorldWords(paper, fleet, model, theme)
  else drawWorldChanges(paper, model, comparison, theme)
}

/** The screen's own rule, with nothing selected. */
function emphasisOf({ model, fleet, filter }: SheetInput): Emphasis {
  const { nodes, edges } = model.graph
  const emphasis = createEmphasis(nodes.count, edges.count)
  writeEmphasis(emphasis, edges, {
    selectedNode: -1,
    selectedEdge: -1,
    hoveredNode: -1,
    hoveredEdge: -1,
    filter: filter === null ? null : rowsOfModel(model, filter.filtered, fleet),
  })
  return emphasis
}

function drawBackdrop(paper: Paper, { backdrop, theme, model }: SheetInput, dx: number, dy: number): void {
  for (const radius of model.graph.rings)
    paper.disc(dx, dy, radius, { stroke: { color: theme.line, width: 1, alpha: 0.55 } })
  if (backdrop === null) return
  for (let at = 0; at + 3 < backdrop.length; at += 4) {
    const [x0 = 0, y0 = 0, x1 = 0, y1 = 0] = backdrop.subarray(at, at + 4)
    const numbers = [x0 + dx, y0 + dy, (x0 + x1) / 2 + dx, (y0 + y1) / 2 + dy, x1 + dx, y1 + dy]
    paper.curve(numbers, { color: theme.line, width: 1 })
  }
}

/** Below the title, in lines that fit. */
function headLines(input: SheetInput, width: number): string[] {
  const widthOf = (text: string): number => input.widthOf(text, 'note') * HEAD_SCALE
  return [whenText(input, input.model.view), againstText(input), filterText(input.filter)]
    .filter((text) => text !== '')
    .flatMap((text) => writtenLines(text, width, widthOf))
}

function drawHead(paper: Paper, input: SheetInput, lines: readonly string[], width: number): void {
  const { theme } = input
  paper.text(MARGIN / 2, 38, titleOf(input.model.view, input), { size: 20, weight: 600, color: theme.text })
  lines.forEach((line, row) => {
    paper.text(MARGIN / 2, HEAD + row * LINE, line, { size: HEAD_SIZE, color: theme.muted })
  })
  if (!input.simulated) return
  const mark = { size: 13, weight: 600, color: theme.degraded, align: 'right' } as const
  paper.text(width - MARGIN / 2, 38, mapWords.export.simulated, mark)
}

function drawFoot(paper: Paper, { requestsPerDot, theme, comparison }: SheetInput, height: number): void {
  const y = height - 20
  const tones = [
    [theme.flow, 'served'],
    [theme.degraded, 'degraded'],
    [theme.failing, 'failed'],
  ] as const
  paper.text(MARGIN / 2, y, requestsPerDot > 0 ? oneDotText(requestsPerDot) : '', { size: 12.5, color: theme.text })
  if (comparison !== null) return drawChangeLegend(paper, comparison, { x: MARGIN / 2 + 190, y }, theme)
  tones.forEach(([color, word], index) => {
    const x = MARGIN / 2 + 190 + index * 90
    paper.dots([x, y - 4], { radius: 3.5, color, alpha: 1 })
    paper.text(x + 9, y, word, { size: 12.5, color: theme.muted })
  })
}
