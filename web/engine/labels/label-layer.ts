import { Mesh, type DataTexture, type IUniform } from 'three'
import { curveX, curveY, GEO_STRIDE } from '../edge-geometry.ts'
import type { EdgeStore } from '../edge-store.ts'
import { HEALTH_CODES, type EngineColumns, type EngineGraph } from '../engine-graph.ts'
import { createFlatMaterial } from '../flat-material.ts'
import { createQuads, floatsIn, markChanged } from '../quad.ts'
import type { SharedUniforms } from '../shared-uniforms.ts'
import { createLabelAtlas, HALO, LINE_HEIGHT, type TextStyle } from './label-atlas.ts'
import { createLabelPlacer, SIDES, topOffset, type LabelBoxes, type LabelPlacer } from './label-placement.ts'
import { LABEL_FRAGMENT, LABEL_VERTEX } from './label-shader.ts'

/** Names and notes of nodes, and notes of edges, in one draw. Boxes: first all nodes, then all edges. */
export interface LabelLayer {
  readonly object: Mesh
  setGraph(graph: EngineGraph, edges: EdgeStore): void
  setColumns(columns: EngineColumns): void
  emphasise(nodeEmphasis: Float32Array, selected: number, hovered: number): void
  /** Chooses and places for this zoom; cheap when nothing changed. */
  arrange(zoom: number): void
  configure(input: { fontFamily: string; dpr: number }): void
  dispose(): void
}

const ATTRIBUTES = { anchor: 4, offset: 4, cell: 4 } as const
const TEXT_TONE = 3
/** Zoom may change by this much before labels are chosen anew. */
const ZOOM_STEP = 0.02

export function createLabelLayer(shared: SharedUniforms): LabelLayer {
  const atlas = createLabelAtlas()
  const uAtlas: IUniform<DataTexture> = { value: atlas.texture }
  const uAtlasSize = { value: 1 }
  const material = createFlatMaterial({
    vertexShader: LABEL_VERTEX,
    fragmentShader: LABEL_FRAGMENT,
    uniforms: { ...shared, uAtlas, uAtlasSize },
  })
  let geometry = createQuads(1, ATTRIBUTES)
  const object = new Mesh(geometry, material)
  object.frustumCulled = false
  object.visible = false

  const cell = new Float32Array(4)
  let graph: EngineGraph | null = null
  let columns: EngineColumns | null = null
  let boxes: LabelBoxes = createBoxes(0)
  let placer: LabelPlacer = createLabelPlacer(0)
  let sides = new Uint8Array(0)
  let emphasis = new Float32Array(0)
  let selectedRow = -1
  let hoveredRow = -1
  let arrangedZoom = 0
  let stale = true
  let written = 0

  function measure(): void {
    if (graph === null) return
    const { nodes, edges } = graph
    for (let node = 0; node < nodes.count; node++) {
      const note = columns?.nodes.note[node] ?? ''
      const name = nodes.label[node]
      boxes.width[node] =
        name === '' ? 0 : Math.max(atlas.widthOf(name, 'name'), note === '' ? 0 : atlas.widthOf(note, 'note'))
      boxes.height[node] = LINE_HEIGHT.name + (note === '' ? 0 : LINE_HEIGHT.note)
    }
    for (let edge = 0; edge < edges.count; edge++) {
      const note = columns?.edges.note[edge] ?? ''
      boxes.width[nodes.count + edge] = note === '' ? 0 : atlas.widthOf(note, 'note')
      boxes.height[nodes.count + edge] = LINE_HEIGHT.note
    }
  }

  function rank(): void {
    boxes.order.sort((a, b) => importanceOf(b) - importanceOf(a) || a - b)
  }

  /** Higher is more important; traffic counts in steps of ×2, so that equals do not swap with every tick. */
  function importanceOf(box: number): number {
    if (graph === null || columns === null) return 0
    const edge = box - graph.nodes.count
    if (edge >= 0) return 12
    const health = columns.nodes.health[box]
    const urgent = health === HEALTH_CODES.failing ? 400 : health === HEALTH_CODES.degraded ? 200 : 0
    const chosen = box === selectedRow || box === hoveredRow ? 1_000 : 0
    const rate = columns.nodes.requestsPerSecond[box]
    const lit = emphasis[box] > 0.9 ? 60 : 0
    return chosen + urgent + lit + (rate > 0 ? Math.round(Math.log2(rate + 1)) : 0)
  }

  function writeText(text: string, style: TextStyle, box: number, down: number, tone: number, alpha: number): boolean {
    if (!atlas.cellOf(text, style, cell)) return false
    const anchors = floatsIn(geometry, 'anchor')
    const offsets = floatsIn(geometry, 'offset')
    const at = written * 4
    const side = sides[box]
    const reach = boxes.radius[box]
    anchors[at] = boxes.x[box]
    anchors[at + 1] = boxes.y[box]
    anchors[at + 2] = side === SIDES.above ? -reach : reach
    const fromRim = topOffset(boxes, box, side, 1) - anchors[at + 2]
    offsets[at] = -atlas.widthOf(text, style) / 2 - HALO
    offsets[at + 1] = fromRim + down - HALO
    offsets[at + 2] = tone
    offsets[at + 3] = alpha
    floatsIn(geometry, 'cell').set(cell, at)
    written += 1
    return true
  }

  function writeBox(box: number): boolean {
    if (graph === null || columns === null || sides[box] === SIDES.hidden) return true
    const edge = box - graph.nodes.count
    if (edge >= 0) return writeText(columns.edges.note[edge], 'note', box, 0, 0, 1)
    const healthy = columns.nodes.health[box] === HEALTH_CODES.healthy
    const chosen = box === selectedRow || box === hoveredRow
    const alpha = emphasis[box] * (1 - 0.4 * columns.nodes.ageing[box])
    const note = columns.nodes.note[box]
    const tone = healthy && emphasis[box] < 0.9 && !chosen ? 0 : TEXT_TONE
    if (!writeText(graph.nodes.label[box], 'name', box, 0, tone, Math.max(alpha, chosen ? 1 : 0.3))) return false
    return note === '' || writeText(note, 'note', box, LINE_HEIGHT.name, columns.nodes.noteTone[box], alpha)
  }

  function write(): void {
    // A full atlas starts again once; what does not fit then is left out.
    for (let attempt = 0; attempt < 2; attempt++) {
      written = 0
      let complete = true
      for (let rankRow = 0; rankRow < boxes.count && complete; rankRow++) complete = writeBox(boxes.order[rankRow])
      if (complete) break
    }
    geometry.instanceCount = written
    object.visible = written > 0
    uAtlas.value = atlas.texture
    uAtlasSize.value = atlas.texture.image.width
    for (const name of Object.keys(ATTRIBUTES)) markChanged(geometry, name)
  }

  return {
    object,
    setGraph(next, edges) {
      graph = next
      columns = null
      const count = next.nodes.count + next.edges.count
      boxes = createBoxes(count)
      placer = createLabelPlacer(count)
      sides = new Uint8Array(count)
      emphasis = new Float32Array(next.nodes.count).fill(1)
      boxes.x.set(next.nodes.x)
      boxes.y.set(next.nodes.y)
      boxes.radius.set(next.nodes.radius)
      for (let edge = 0; edge < next.edges.count; edge++) {
        boxes.x[next.nodes.count + edge] = curveX(edges.geo, edge * GEO_STRIDE, 0.5)
        boxes.y[next.nodes.count + edge] = curveY(edges.geo, edge * GEO_STRIDE, 0.5)
      }
      geometry.dispose()
      geometry = createQuads(Math.max(1, next.nodes.count * 2 + next.edges.count), ATTRIBUTES)
      geometry.instanceCount = 0
      object.geometry = geometry
      stale = true
    },
    setColumns(next) {
      columns = next
      stale = true
    },
    emphasise(nodeEmphasis, selected, hovered) {
      emphasis.set(nodeEmphasis)
      selectedRow = selected
      hoveredRow = hovered
      stale = true
    },
    arrange(zoom) {
      const moved = Math.abs(zoom / arrangedZoom - 1) > ZOOM_STEP
      if (columns === null || (!stale && !moved)) return
      if (stale) {
        measure()
        rank()
      }
      placer.place(boxes, zoom, sides)
      write()
      arrangedZoom = zoom
      stale = false
    },
    configure(input) {
      atlas.configure(input)
      stale = true
    },
    dispose() {
      geometry.dispose()
      material.dispose()
      atlas.dispose()
    },
  }
}

function createBoxes(count: number): LabelBoxes {
  return {
    count,
    x: new Float32Array(count),
    y: new Float32Array(count),
    radius: new Float32Array(count),
    width: new Float32Array(count),
    height: new Float32Array(count),
    order: Uint32Array.from({ length: count }, (_, row) => row),
  }
}
