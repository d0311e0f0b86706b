import { MARKS } from '#web/engine/engine-graph.ts'
import type { EngineTheme } from '#web/engine/engine-theme.ts'
import type { Paper } from './paper.ts'

interface BadgesOfNode {
  x: number
  y: number
  radius: number
  /** MARKS added up. */
  code: number
}

/** Marks at a node's rim as on the map: alert upper left, open breakers upper right, change lower right, what would saturate lower left. */
export function drawBadges(paper: Paper, { x, y, radius, code }: BadgesOfNode, theme: EngineTheme): void {
  const r = Math.min(Math.max(radius * 0.46, 3.4), 7.5)
  const far = (radius + r * 0.3) * 0.72
  const severity = code & MARKS.critical
  if (severity > 0) drawAlert(paper, x - far, y - far, r, severity, theme)
  if ((code & MARKS.breaker) > 0) {
    paper.disc(x + far, y - far, r + 1.6, { fill: theme.ink })
    paper.disc(x + far, y - far, r, { fill: theme.degraded })
    paper.box(x + far - r * 0.22, y - far - r - 1, r * 0.44, r * 2 + 2, { fill: theme.ink })
  }
  if ((code & (MARKS.change | MARKS.trial)) > 0) {
    const half = r * 0.78
    const isTrial = (code & MARKS.trial) > 0
    paper.disc(x + far, y + far, r + 1.6, { fill: theme.ink })
    paper.box(
      x + far - half,
      y + far - half,
      half * 2,
      half * 2,
      isTrial ? { stroke: { color: theme.action, width: 1.6 } } : { fill: theme.text },
    )
  }
  if ((code & MARKS.saturates) > 0) drawSaturates(paper, x - far, y + far, r, theme)
}

function drawSaturates(paper: Paper, x: number, y: number, r: number, theme: EngineTheme): void {
  paper.disc(x, y, r + 1.6, { fill: theme.ink })
  paper.box(x - r * 0.9, y - r * 0.9, r * 1.8, r * 0.34, { fill: theme.action })
  paper.polygon([x, y - r * 0.42, x + r * 0.84, y + r * 0.9, x - r * 0.84, y + r * 0.9], theme.action)
}

function drawAlert(paper: Paper, x: number, y: number, r: number, severity: number, theme: EngineTheme): void {
  paper.disc(x, y, r + 1.6, { fill: theme.ink })
  if (severity === MARKS.info) {
    paper.disc(x, y, r * 0.55, { fill: theme.muted })
    return
  }
  const corners = (size: number) => [x - size, y - size * 0.75, x + size, y - size * 0.75, x, y + size]
  paper.polygon(corners(r), severity === MARKS.critical ? theme.failing : theme.degraded)
  if (severity === MARKS.warning) paper.polygon(corners(r * 0.45), theme.ink)
}
