import type { Emphasis } from '#web/engine/emphasis.ts'
import { HEALTH_CODES, NODE_SHAPES, type EngineColumns, type EngineGraph } from '#web/engine/engine-graph.ts'
import type { EngineTheme } from '#web/engine/engine-theme.ts'
import { fadedPaper } from './faded-paper.ts'
import { drawBadges } from './draw-badges.ts'
import { changeColor, drawChangedNode } from './draw-changes.ts'
import type { Paper } from './paper.ts'

export interface NodesInput {
  graph: EngineGraph
  columns: EngineColumns
  emphasis: Emphasis
  theme: EngineTheme
}

/** The nodes as on the map: ring of shares, headroom around a region, health as shape and colour. */
export function drawNodes(whole: Paper, { graph, columns, emphasis, theme }: NodesInput): void {
  const { nodes } = graph
  for (let node = 0; node < nodes.count; node++) {
    const share = emphasis.nodes[node] ?? 1
    if (share === 0) continue
    const paper = fadedPaper(whole, share)
    const x = nodes.x[node] ?? 0
    const y = nodes.y[node] ?? 0
    const radius = nodes.radius[node] ?? 8
    const shape = nodes.shape[node]
    const health = columns.nodes.health[node] ?? HEALTH_CODES.unknown
    const change = columns.nodes.change?.[node]
    const outline = change === undefined ? theme.faint : changeColor(change, theme.faint, theme)
    const donut = shape === NODE_SHAPES.donut
    if (shape === NODE_SHAPES.square) {
      paper.box(x - radius, y - radius, radius * 2, radius * 2, { fill: theme.ink, stroke: thin(outline) })
    } else if (shape === NODE_SHAPES.hub) {
      paper.disc(x, y, radius, { fill: theme.ink, stroke: thin(outline) })
    } else if (change !== undefined) {
      drawChangedNode(paper, { x, y, radius, isLarge: donut, change }, theme)
      drawBadges(paper, { x, y, radius, code: columns.nodes.marks[node] ?? 0 }, theme)
    } else {
      const width = donut ? Math.max(radius * 0.075, 2) : Math.min(Math.max(radius * 0.17, 1.6), 5)
      paper.disc(x, y, radius, { fill: theme.ink })
      drawRing(paper, { x, y, radius: radius - width / 2, width, health }, columns, node, theme)
      if (donut) drawHeadroom(paper, x, y, radius, columns.nodes.usedShare[node] ?? NaN, theme)
      else drawMark(paper, x, y, Math.min(Math.max(radius * 0.34, 2.4), 8), health, theme)
      drawBadges(paper, { x, y, radius, code: columns.nodes.marks[node] ?? 0 }, theme)
    }
  }
}

function thin(color: string): { color: string; width: number } {
  return { color, width: 1.6 }
}

interface Ring {
  x: number
  y: number
  radius: number
  width: number
  health: number
}

function drawRing(
  paper: Paper,
  { x, y, radius, width, health }: Ring,
  columns: EngineColumns,
  node: number,
  theme: EngineTheme,
): void {
  if (health === HEALTH_CODES.unknown || health === HEALTH_CODES.idle) {
    const dash = health === HEALTH_CODES.unknown ? { dash: [3, 3] } : {}
    const color = health === HEALTH_CODES.unknown ? theme.faint : theme.unknown
    paper.disc(x, y, radius, { stroke: { color, width: width * 0.7, ...dash } })
    return
  }
  const failed = positive(columns.nodes.errorShare[node])
  const degraded = positive(columns.nodes.degradedShare[node])
  const alpha = 1 - 0.5 * (columns.nodes.ageing[node] ?? 0)
  paper.disc(x, y, radius, { stroke: { color: theme.flowRing, width, alpha } })
  if (failed > 0) paper.arc(x, y, radius, 0, Math.min(failed, 1), { color: theme.failing, width, alpha })
  if (degraded > 0) {
    paper.arc(x, y, radius, failed, Math.min(failed + degraded, 1), { color: theme.degraded, width, alpha })
  }
}

/** Three quarters of a turn from half past ten: the bright part is used, the faint rest is headroom. */
function drawHeadroom(paper: Paper, x: number, y: number, radius: number, used: number, theme: EngineTheme): void {
  if (Number.isNaN(used)) return
  const begin = -0.125
  paper.arc(x, y, radius * 1.13, begin, begin + 0.75, { color: theme.line, width: 2 })
  const end = begin + 0.75 * Math.min(Math.max(used, 0), 1)
  if (end > begin)
    paper.arc(x, y, radius * 1.13, begin, end, { color: used >= 0.9 ? theme.degraded : theme.muted, width: 2 })
}

function drawMark(paper: Paper, x: number, y: number, size: number, health: number, theme: EngineTheme): void {
  const r = size * 1.25
  if (health === HEALTH_CODES.failing) paper.polygon([x, y - r, x + r, y, x, y + r, x - r, y], theme.failing)
  else if (health === HEALTH_CODES.degraded) {
    paper.polygon([x, y - size * 1.1, x + size, y + size * 0.75, x - size, y + size * 0.75], theme.degraded)
  } else if (health === HEALTH_CODES.healthy) paper.disc(x, y, size * 0.55, { fill: theme.muted })
  else {
    const dash = health === HEALTH_CODES.unknown ? { dash: [2, 2] } : {}
    paper.disc(x, y, size * 0.7, { stroke: { color: theme.muted, width: 1.2, ...dash } })
  }
}

function positive(share: number | undefined): number {
  return share !== undefined && share > 0 ? share : 0
}
