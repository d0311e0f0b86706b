import { NODE_SHAPES } from '#web/engine/engine-graph.ts'
import type { EngineTheme } from '#web/engine/engine-theme.ts'
import { compareWords } from '#web/messages/compare-en.ts'
import { trafficWords } from '#web/messages/traffic-en.ts'
import { levelOf } from '../compare/change.ts'
import { arrowOf, changeText, valueText } from '../compare/change-words.ts'
import { nodeChangeOf } from '../compare/model-changes.ts'
import { nodeNameOf } from '#web/fleet/node-name.ts'
import type { MapModel } from '../model/map-model.ts'
import { changeColor } from './draw-changes.ts'
import type { ShownComparison } from './map-picture.ts'
import type { Paper } from './paper.ts'

/** What became of the world's regions, in large words on their rings. */
export function drawWorldChanges(
  paper: Paper,
  model: MapModel,
  { fleets, measure }: ShownComparison,
  theme: EngineTheme,
): void {
  const { nodes } = model.graph
  const center = { align: 'center' } as const
  model.nodes.forEach((node, row) => {
    const [x = 0, y = 0, radius = 0] = [nodes.x[row], nodes.y[row], nodes.radius[row]]
    const change = nodeChangeOf(model, fleets, row)
    const level = levelOf(change, measure)
    const said = `${arrowOf(change, level)} ${changeText(change, measure)}`.trim()
    const color = level === 0 || Number.isNaN(level) ? theme.text : changeColor(level, theme.text, theme)
    if (node.kind === 'region') {
      const scale = radius / 76
      const unit = measure === 'volume' ? trafficWords.requestsPerSecond : compareWords.measureShort[measure]
      const values = compareWords.map.fromTo(valueText(change.before, measure), valueText(change.now, measure))
      paper.text(x, y - 4 * scale, said, { ...center, size: 22 * scale, weight: 600, color })
      paper.text(x, y + 14 * scale, values, { ...center, size: 12 * scale, color: theme.text })
      paper.text(x, y + 31 * scale, unit, { ...center, size: 11 * scale, color: theme.muted })
      paper.text(x, y + radius * 1.16 + 20, node.id, { ...center, size: 15, weight: 600, color: theme.text })
      return
    }
    if (node.kind !== 'outside') return
    const named = fleets.drawn.roster.nodes[node.row]
    const name = named === undefined ? node.id : nodeNameOf(named)
    const isHub = nodes.shape[row] === NODE_SHAPES.hub
    paper.text(x, y + 5, isHub ? said : name, { ...center, size: isHub ? 15 : 13, weight: 600, color })
    const quiet = { size: 12.5, weight: 500, color: theme.text, halo: theme.ink } as const
    // A stream leaves the CDN below: its change stands beside it.
    if (isHub) paper.text(x, y + radius + 20, name, { ...quiet, ...center })
    else paper.text(x - radius - 10, y + 5, said, { ...quiet, align: 'right' })
  })
}

const SWATCH_PX = 52

/** What the colours of a difference mean, with their units. */
export function drawChangeLegend(
  paper: Paper,
  { measure }: ShownComparison,
  at: { x: number; y: number },
  theme: EngineTheme,
): void {
  const { legend } = compareWords
  const size = 12
  const words = { size, color: theme.muted, align: 'center' } as const
  const levels = [-1, -2 / 3, -1 / 3, 0, 1 / 3, 2 / 3, 1]
  const [less3, less2, less1, more1, more2, more3] = legend.steps[measure]
  const labels = [less3, less2, less1, '±0', more1, more2, more3]
  labels.forEach((label, index) => {
    const x = at.x + index * SWATCH_PX
    paper.box(x, at.y - 18, SWATCH_PX - 3, 5, { fill: changeColor(levels[index] ?? 0, theme.unknown, theme) })
    paper.text(x + SWATCH_PX / 2, at.y, label ?? '', words)
  })
  const kinds = `✚ ${legend.new}   ✕ ${legend.gone}   ◌ ${legend.unknown}`
  paper.text(at.x + labels.length * SWATCH_PX + 12, at.y, kinds, { size, color: theme.muted })
}
