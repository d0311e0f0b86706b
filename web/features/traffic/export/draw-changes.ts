import { CHANGES } from '#web/engine/engine-graph.ts'
import { rgbOf, type EngineTheme } from '#web/engine/engine-theme.ts'
import type { Paper } from './paper.ts'

/** A change on paper as the map shows it: `change` is −1 … 1, one of CHANGES, or NaN for unknown. */

/** Towards one end of the scale; as it is where nothing changed. */
export function changeColor(change: number, unchanged: string, theme: EngineTheme): string {
  if (Number.isNaN(change)) return theme.faint
  if (change === 0) return unchanged
  const share = 0.25 + 0.75 * Math.min(Math.abs(change), 1)
  const to = rgbOf(change < 0 ? theme.less : theme.more)
  const parts = rgbOf(unchanged).map((part, index) => Math.round(255 * (part + ((to[index] ?? part) - part) * share)))
  return `#${parts.map((part) => part.toString(16).padStart(2, '0')).join('')}`
}

export function isGone(change: number): boolean {
  return change === CHANGES.vanished
}

export interface ChangedNode {
  x: number
  y: number
  radius: number
  /** One of the world's rings, whose change is written in it. */
  isLarge: boolean
  change: number
}

/** The whole ring, and a wash in it; what is unknown or gone is an outline of dashes. */
export function drawChangedNode(paper: Paper, node: ChangedNode, theme: EngineTheme): void {
  const { x, y, radius, isLarge, change } = node
  const amount = Number.isNaN(change) ? 0 : Math.min(Math.abs(change), 1)
  const color = changeColor(change, isLarge ? theme.unknown : theme.faint, theme)
  const full = isLarge ? Math.max(radius * 0.1, 2.5) : Math.min(Math.max(radius * 0.24, 2), 6)
  const width = full * (0.56 + 0.44 * amount)
  paper.disc(x, y, radius, { fill: theme.ink })
  if (amount > 0) paper.disc(x, y, radius, { fill: color, alpha: 0.22 * amount })
  const dash = Number.isNaN(change) ? { dash: [2, 3] } : isGone(change) ? { dash: [4, 3] } : {}
  paper.disc(x, y, radius - full / 2, { stroke: { color, width, ...dash } })
  if (!isLarge) drawMark(paper, node, Math.min(Math.max(radius * 0.36, 2.6), 8.5), color, theme)
}

/** Up for more, down for less, a cross for new, a bar for gone, a dot for as before: shape and colour together. */
function drawMark(paper: Paper, { x, y, change }: ChangedNode, r: number, color: string, theme: EngineTheme): void {
  const bar = r * 0.3
  if (Number.isNaN(change)) {
    paper.disc(x, y, r * 0.75, { stroke: { color: theme.muted, width: 1.2, dash: [2, 2] } })
  } else if (change === CHANGES.appeared || change === CHANGES.vanished) {
    paper.polygon([x - r, y - bar, x + r, y - bar, x + r, y + bar, x - r, y + bar], color)
    if (change === CHANGES.vanished) return
    paper.polygon([x - bar, y - r, x + bar, y - r, x + bar, y + r, x - bar, y + r], color)
  } else if (change === 0) paper.disc(x, y, r * 0.4, { fill: color })
  else {
    const tip = change > 0 ? -1 : 1
    paper.polygon([x, y + tip * r, x + r, y - tip * r * 0.8, x - r, y - tip * r * 0.8], color)
  }
}
