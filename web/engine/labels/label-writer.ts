import type { InstancedBufferGeometry } from 'three'
import { HEALTH_CODES } from '../engine-graph.ts'
import { createQuads, floatsIn, markChanged } from '../quad.ts'
import type { LabelAtlas } from './label-atlas.ts'
import { hasNote, isAbove, SIDES, topOffset } from './label-placement.ts'
import { isChosen, saturates, type LabelScene } from './label-scene.ts'
import { HALO, LINE_HEIGHT, type TextStyle } from './text-raster.ts'

/** Puts the labels that were given a side into quads: one a line of text. */
export interface LabelWriter {
  readonly geometry: InstancedBufferGeometry
  /** Makes room for this scene. */
  prepare(scene: LabelScene): void
  /** Number of lines written. */
  write(scene: LabelScene): number
  dispose(): void
}

const ATTRIBUTES = { anchor: 4, offset: 4, cell: 4 } as const
const TONES = { muted: 0, text: 3 } as const
/** A dimmed name stays readable. */
const LEAST_ALPHA = 0.3

interface Line {
  box: number
  text: string
  style: TextStyle
  /** CSS px below the label's upper edge. */
  down: number
  tone: number
  alpha: number
}

export function createLabelWriter(atlas: LabelAtlas): LabelWriter {
  const cell = new Float32Array(4)
  let geometry = createQuads(1, ATTRIBUTES)

  /** False when the atlas has started again. */
  function writeAll(scene: LabelScene): boolean {
    for (let rank = 0; rank < scene.boxes.count; rank++) {
      const box = scene.boxes.order[rank]
      if (scene.sides[box] === SIDES.hidden) continue
      for (const line of linesOf(scene, box)) {
        if (!atlas.cellOf(line.text, line.style, cell)) return false
        writeLine(geometry, scene, line, atlas.widthOf(line.text, line.style))
        floatsIn(geometry, 'cell').set(cell, geometry.instanceCount * 4)
        geometry.instanceCount += 1
      }
    }
    return true
  }

  return {
    get geometry() {
      return geometry
    },
    prepare({ graph }) {
      geometry.dispose()
      geometry = createQuads(Math.max(1, graph.nodes.count * 2 + graph.edges.count), ATTRIBUTES)
      geometry.instanceCount = 0
    },
    write(scene) {
      // A full atlas starts again once; what does not fit then is left out.
      geometry.instanceCount = 0
      if (!writeAll(scene)) {
        geometry.instanceCount = 0
        writeAll(scene)
      }
      for (const name of Object.keys(ATTRIBUTES)) markChanged(geometry, name)
      return geometry.instanceCount
    },
    dispose() {
      geometry.dispose()
    },
  }
}

function linesOf(scene: LabelScene, box: number): Line[] {
  const { graph, columns, emphasis } = scene
  if (columns === null) return []
  const edge = box - graph.nodes.count
  if (edge >= 0) {
    return [{ box, text: columns.edges.note[edge], style: 'note', down: 0, tone: TONES.muted, alpha: 1 }]
  }
  const chosen = isChosen(scene, box)
  const alpha = emphasis[box] * (1 - 0.4 * columns.nodes.ageing[box])
  const lines: Line[] = [
    {
      box,
      text: graph.nodes.label[box],
      style: 'name',
      down: 0,
      tone: chosen || isNotable(scene, box) ? TONES.text : TONES.muted,
      alpha: Math.max(alpha, chosen ? 1 : LEAST_ALPHA),
    },
  ]
  const note = columns.nodes.note[box]
  if (note === '' || !hasNote(scene.sides[box])) return lines
  lines.push({ box, text: note, style: 'note', down: LINE_HEIGHT.name, tone: columns.nodes.noteTone[box], alpha })
  return lines
}

/** Calm things are named quietly; the selected one's surroundings and what is not well are not. */
function isNotable({ columns, emphasis, selected }: LabelScene, node: number): boolean {
  const health = columns?.nodes.health[node]
  const change = columns?.nodes.change?.[node]
  if (change !== undefined) return Math.abs(change) > 0 || (selected >= 0 && emphasis[node] > 0.9)
  const unhealthy = health === HEALTH_CODES.failing || health === HEALTH_CODES.degraded
  return unhealthy || saturates({ columns }, node) || (selected >= 0 && emphasis[node] > 0.9)
}

function writeLine(geometry: InstancedBufferGeometry, { boxes, sides }: LabelScene, line: Line, width: number): void {
  const { box, down, tone, alpha } = line
  const anchors = floatsIn(geometry, 'anchor')
  const offsets = floatsIn(geometry, 'offset')
  const at = geometry.instanceCount * 4
  // The rim moves with the zoom, the gap to it does not.
  const rim = isAbove(sides[box]) ? -boxes.radius[box] : boxes.radius[box]
  anchors[at] = boxes.x[box]
  anchors[at + 1] = boxes.y[box]
  anchors[at + 2] = rim
  offsets[at] = -width / 2 - HALO + boxes.asideX[box]
  offsets[at + 1] = boxes.asideY[box] + topOffset(boxes, box, sides[box], 1) - rim + down - HALO
  offsets[at + 2] = tone
  offsets[at + 3] = alpha
}
