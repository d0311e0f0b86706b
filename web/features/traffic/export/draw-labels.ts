import type { Emphasis } from '#web/engine/emphasis.ts'
import { NODE_SHAPES, NOTE_TONES, type EngineColumns, type EngineGraph } from '#web/engine/engine-graph.ts'
import type { EngineTheme } from '#web/engine/engine-theme.ts'
import { createLabelPlacer, hasNote, SIDES, topOffset } from '#web/engine/labels/label-placement.ts'
import { createLabelScene, measureBoxes, rankBoxes } from '#web/engine/labels/label-scene.ts'
import { LINE_HEIGHT, type TextStyle } from '#web/engine/labels/text-raster.ts'
import { formatRequestsPerSecond, formatShare, formatWholeShare } from '#web/messages/format-numbers.ts'
import { trafficWords } from '#web/messages/traffic-en.ts'
import type { Fleet } from '#web/fleet/fleet.ts'
import { nodeNameOf } from '#web/fleet/node-name.ts'
import { regionFactsOf, worldTotalOf, type RegionFacts } from '#web/fleet/region-facts.ts'
import type { MapModel } from '../model/map-model.ts'
import { fadedPaper } from './faded-paper.ts'
import type { Paper } from './paper.ts'

export interface LabelsInput {
  graph: EngineGraph
  columns: EngineColumns
  emphasis: Emphasis
  geo: Float32Array
  theme: EngineTheme
  /** px. */
  widthOf(text: string, style: TextStyle): number
}

/** A dimmed name stays readable. */
const LEAST_ALPHA = 0.3

/** Names and notes with the map's own rule: none lies on another. */
export function drawLabels(whole: Paper, { graph, columns, emphasis, geo, theme, widthOf }: LabelsInput): void {
  const scene = createLabelScene(graph, geo)
  scene.columns = columns
  scene.emphasis.set(emphasis.nodes)
  measureBoxes(scene, { widthOf })
  rankBoxes(scene)
  createLabelPlacer(scene.boxes.count, Infinity).place(scene.boxes, 1, scene.sides)
  for (let box = 0; box < scene.boxes.count; box++) {
    const side = scene.sides[box] ?? SIDES.hidden
    if (side === SIDES.hidden) continue
    const x = (scene.boxes.x[box] ?? 0) + (scene.boxes.asideX[box] ?? 0)
    const top = (scene.boxes.y[box] ?? 0) + (scene.boxes.asideY[box] ?? 0) + topOffset(scene.boxes, box, side, 1)
    const edge = box - graph.nodes.count
    const quiet = { size: 11, align: 'center', halo: theme.ink } as const
    const share = (edge >= 0 ? emphasis.edges[edge] : emphasis.nodes[box]) ?? 1
    if (share === 0) continue
    const paper = fadedPaper(whole, share < 1 ? Math.max(share, LEAST_ALPHA) : 1)
    if (edge >= 0) {
      paper.text(x, top + 10, columns.edges.note[edge] ?? '', { ...quiet, color: theme.muted })
      continue
    }
    paper.text(x, top + 11, graph.nodes.label[box] ?? '', { ...quiet, size: 12.5, weight: 500, color: theme.text })
    const note = columns.nodes.note[box] ?? ''
    if (note === '' || !hasNote(side)) continue
    const color = toneOf(columns.nodes.noteTone[box] ?? NOTE_TONES.muted, theme)
    paper.text(x, top + LINE_HEIGHT.name + 10, note, { ...quiet, color })
  }
}

function toneOf(tone: number, theme: EngineTheme): string {
  if (tone === NOTE_TONES.action) return theme.action
  if (tone === NOTE_TONES.more) return theme.more
  if (tone === NOTE_TONES.less) return theme.less
  if (tone === NOTE_TONES.failing) return theme.failing
  return tone === NOTE_TONES.degraded ? theme.degraded : theme.muted
}

/** The world's large numbers, which on the screen are text of the page. */
export function drawWorldWords(paper: Paper, fleet: Fleet, model: MapModel, theme: EngineTheme): void {
  const regions = regionFactsOf(fleet)
  const { nodes } = model.graph
  model.nodes.forEach((node, row) => {
    const x = nodes.x[row] ?? 0
    const y = nodes.y[row] ?? 0
    const radius = nodes.radius[row] ?? 0
    const center = { align: 'center' } as const
    const facts = node.kind === 'region' ? regions[node.index] : undefined
    if (facts !== undefined) {
      const scale = radius / 76
      const tone = { failing: theme.failing, degraded: theme.degraded }[String(facts.health)] ?? theme.muted
      paper.text(x, y - 4 * scale, formatRequestsPerSecond(facts.requestsPerSecond), {
        ...center,
        size: 24 * scale,
        weight: 600,
        color: theme.text,
      })
      paper.text(x, y + 13 * scale, trafficWords.requestsPerSecond, { ...center, size: 11 * scale, color: theme.muted })
      paper.text(x, y + 31 * scale, trafficWords.failed(formatShare(facts.errorShare)), {
        ...center,
        size: 12 * scale,
        weight: 500,
        color: tone,
      })
      drawCaption(paper, x, y + radius * 1.16, facts, theme)
      return
    }
    if (!('row' in node)) return
    const named = fleet.roster.nodes[node.row]
    const name = named === undefined ? node.id : nodeNameOf(named)
    if (nodes.shape[row] === NODE_SHAPES.hub) {
      paper.text(x, y + 2, formatRequestsPerSecond(worldTotalOf(fleet).requestsPerSecond), {
        ...center,
        size: 16,
        weight: 600,
        color: theme.text,
      })
      paper.text(x, y + 15, trafficWords.requestsPerSecondShort, { ...center, size: 11, color: theme.muted })
      paper.text(x, y + radius + 20, name, { ...center, size: 12.5, weight: 500, color: theme.text, halo: theme.ink })
    } else {
      paper.text(x, y + 5, name, { ...center, size: 13, weight: 600, color: theme.text })
    }
  })
}

/** On a calm plate: streams pass behind it. */
function drawCaption(paper: Paper, x: number, top: number, facts: RegionFacts, theme: EngineTheme): void {
  const center = { align: 'center' } as const
  paper.box(x - 92, top + 4, 184, 42, { fill: theme.ink })
  paper.text(x, top + 20, facts.region.id, { ...center, size: 15, weight: 600, color: theme.text })
  paper.text(x, top + 38, captionOf(facts), { ...center, size: 12, color: theme.muted })
  const left = x - 14 - facts.region.id.length * 4.4
  if (facts.health === 'failing') {
    paper.polygon([left, top + 9, left + 6, top + 15, left, top + 21, left - 6, top + 15], theme.failing)
  } else if (facts.health === 'degraded') {
    paper.polygon([left, top + 9, left + 6, top + 20, left - 6, top + 20], theme.degraded)
  }
}

function captionOf({ trafficShare, headroomShare }: { trafficShare: number; headroomShare: number }): string {
  const share = Number.isNaN(trafficShare) ? [] : [formatWholeShare(trafficShare)]
  const headroom = Number.isNaN(headroomShare)
    ? trafficWords.map.headroomUnknown
    : trafficWords.map.headroom(formatWholeShare(headroomShare))
  return [...share, headroom].join(' · ')
}
