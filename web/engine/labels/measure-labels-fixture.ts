import { LEAST_ZOOM, MOST_ZOOM } from '../camera/camera.ts'
import { GEO_STRIDE, writeEdgeGeometry } from '../edge-geometry.ts'
import { madeUpColumns, madeUpGraph } from '../made-up-map-fixture.ts'
import { createLabelAtlas } from './label-atlas.ts'
import { ZOOM_STEP } from './label-layer.ts'
import { createLabelPlacer, hasNote, SIDES, topOffset } from './label-placement.ts'
import { createLabelScene, measureBoxes, rankBoxes, type LabelScene } from './label-scene.ts'

export interface LabelOverlaps {
  zooms: number
  /** Labels shown, over all zooms. */
  shown: number
  /** Of any two of them, over all zooms. */
  pairs: number
  /** Labels of what is well that lie on a node. */
  onNodes: number
}

interface Box {
  left: number
  top: number
  right: number
  bottom: number
}

/** Laid out as the console does it, measured with the browser's own letters: what overlaps at so many zooms. */
export function overlapsAtZooms(nodes: number, edges: number, zooms: number): LabelOverlaps {
  const graph = madeUpGraph(nodes, edges, { laidOut: true })
  const geo = new Float32Array(graph.edges.count * GEO_STRIDE)
  writeEdgeGeometry(graph.nodes, graph.edges, geo)
  const scene = createLabelScene(graph, geo)
  scene.columns = madeUpColumns(nodes, graph.edges.count, 0)
  const atlas = createLabelAtlas()
  atlas.configure({ fontFamily: 'sans-serif', dpr: 1 })
  measureBoxes(scene, atlas)
  rankBoxes(scene)
  const placer = createLabelPlacer(scene.boxes.count)
  const sum = { zooms, shown: 0, pairs: 0, onNodes: 0 }
  for (let step = 0; step < zooms; step++) {
    const zoom = LEAST_ZOOM * (MOST_ZOOM / LEAST_ZOOM) ** (step / (zooms - 1))
    placer.place(scene.boxes, zoom, scene.sides)
    sum.shown += scene.sides.filter((side) => side !== SIDES.hidden).length
    const counts = [1 - ZOOM_STEP, 1, 1 + ZOOM_STEP].map((drift) => overlapsOf(scene, zoom * drift))
    sum.pairs += Math.max(...counts.map(({ pairs }) => pairs))
    sum.onNodes += Math.max(...counts.map(({ onNodes }) => onNodes))
  }
  atlas.dispose()
  return sum
}

function overlapsOf(scene: LabelScene, zoom: number): { pairs: number; onNodes: number } {
  const shown = [...scene.sides.keys()].filter((box) => scene.sides[box] !== SIDES.hidden)
  const rectangles = shown.map((box) => rectangleOf(scene, box, zoom)).toSorted((one, other) => one.left - other.left)
  const pairs = rectangles.reduce((sum, one, index) => sum + laterHits(one, rectangles, index), 0)
  const well = shown.filter((box) => scene.boxes.urgency[box] === 0)
  const onNodes = well.filter((box) => liesOnNode(rectangleOf(scene, box, zoom), scene, zoom)).length
  return { pairs, onNodes }
}

function laterHits(one: Box, all: readonly Box[], index: number): number {
  let hits = 0
  for (const other of all.slice(index + 1)) {
    if (other.left >= one.right) return hits
    if (one.top < other.bottom && other.top < one.bottom) hits += 1
  }
  return hits
}

/** Of the letters, CSS px. */
function rectangleOf({ boxes, sides }: LabelScene, box: number, zoom: number): Box {
  const of = (column: Float32Array): number => column[box] ?? NaN
  const side = sides[box] ?? SIDES.hidden
  const middle = of(boxes.x) * zoom + of(boxes.asideX)
  const top = of(boxes.y) * zoom + of(boxes.asideY) + topOffset(boxes, box, side, zoom)
  const height = hasNote(side) ? of(boxes.height) : of(boxes.nameHeight)
  return { left: middle - of(boxes.width) / 2, right: middle + of(boxes.width) / 2, top, bottom: top + height }
}

/** The nearest point of the label lies in a disc. */
function liesOnNode({ left, right, top, bottom }: Box, { graph }: LabelScene, zoom: number): boolean {
  const { nodes } = graph
  return [...nodes.x].some((nodeX, node) => {
    const x = nodeX * zoom
    const y = (nodes.y[node] ?? NaN) * zoom
    const dx = Math.max(left - x, 0, x - right)
    const dy = Math.max(top - y, 0, y - bottom)
    return Math.hypot(dx, dy) < (nodes.radius[node] ?? NaN) * zoom - 0.5
  })
}
