import { curveX, curveY, GEO_STRIDE } from '#web/engine/edge-geometry.ts'
import type { Emphasis } from '#web/engine/emphasis.ts'
import { PACES, type EngineColumns, type EngineGraph } from '#web/engine/engine-graph.ts'
import type { EngineTheme } from '#web/engine/engine-theme.ts'
import { dotsOf, spreadOf, tripsPerSecond } from '#web/engine/particles/particle-law.ts'
import { placeDot, type PlacedDot } from '#web/engine/particles/place-dot.ts'
import { changeColor, isGone } from './draw-changes.ts'
import type { Paper } from './paper.ts'

export interface StreamsInput {
  graph: EngineGraph
  columns: EngineColumns
  emphasis: Emphasis
  geo: Float32Array
  theme: EngineTheme
  requestsPerDot: number
  /** The instant drawn, UTC seconds: the same instant gives the same dots. */
  atSeconds: number
}

/** Faded dots are drawn in this many steps, so that each step is one stroke. */
const ALPHA_STEPS = 4
const DOT_RADIUS = 1.5
const LARGER = { failed: 1.35, degraded: 1.15, served: 1, unknown: 1 } as const

/** Hairlines, and the dots by the law of the picture as they are at one instant. */
export function drawStreams(paper: Paper, input: StreamsInput): void {
  const { graph, columns, emphasis, geo, theme } = input
  for (let edge = 0; edge < graph.edges.count; edge++) {
    const at = edge * GEO_STRIDE
    const share = emphasis.edges[edge] ?? 1
    if (share === 0) continue
    const unknown = columns.edges.pace[edge] === PACES.unknown
    const line = [...geo.subarray(at, at + 6)]
    const change = columns.edges.change?.[edge]
    if (change !== undefined && change !== 0) {
      drawChangedStream(paper, line, change, share, theme)
      continue
    }
    paper.curve(line, {
      color: unknown ? theme.faint : theme.line,
      width: 1.1,
      alpha: (unknown ? 0.75 : 0.6) * share,
      ...(unknown ? { dash: [4.5, 4.5] } : {}),
    })
  }
  drawDots(paper, input)
}

/** A band in the colour of the change, wider for more; what is gone or not known is dashed. */
function drawChangedStream(
  paper: Paper,
  line: readonly number[],
  change: number,
  share: number,
  theme: EngineTheme,
): void {
  const amount = Number.isNaN(change) ? 0 : Math.min(Math.abs(change), 1)
  const isDashed = Number.isNaN(change) || isGone(change)
  paper.curve(line, {
    color: changeColor(change, theme.muted, theme),
    width: 1.1 + 2.2 * amount,
    alpha: Math.max(0.6, 0.75 * amount) * share,
    ...(isDashed ? { dash: [4.5, 4.5] } : {}),
  })
}

function drawDots(paper: Paper, input: StreamsInput): void {
  const { graph, columns, emphasis, theme } = input
  const tones = { served: theme.flow, degraded: theme.degraded, failed: theme.failing, unknown: theme.muted }
  const strokes = new Map<string, { tells: PlacedDot['tells']; color: string; alpha: number; places: number[] }>()
  for (let edge = 0; edge < graph.edges.count; edge++) {
    const share = emphasis.edges[edge] ?? 1
    if (share === 0) continue
    for (const dot of dotsOn(edge, input)) {
      const step = Math.ceil(dot.alpha * (1 - 0.35 * (columns.edges.ageing[edge] ?? 0)) * ALPHA_STEPS)
      if (step === 0) continue
      const tells = (columns.edges.ageing[edge] ?? 0) > 0.5 ? 'unknown' : dot.tells
      const alpha = (share * step) / ALPHA_STEPS
      const change = columns.edges.change?.[edge]
      const color = change === undefined ? tones[tells] : changeColor(change, theme.muted, theme)
      const key = `${tells} ${color} ${alpha}`
      const stroke = strokes.get(key) ?? { tells, color, alpha, places: [] }
      strokes.set(key, stroke)
      stroke.places.push(dot.x, dot.y)
    }
  }
  for (const { tells, color, alpha, places } of strokes.values()) {
    paper.dots(places, { radius: DOT_RADIUS * LARGER[tells], color, alpha })
  }
}

function* dotsOn(edge: number, { graph, columns, geo, requestsPerDot, atSeconds }: StreamsInput): Generator<PlacedDot> {
  const { requestsPerSecond, errorShare, degradedShare, latencyMs, pace } = columns.edges
  const dots = dotsOf(requestsPerSecond[edge] ?? NaN, pace[edge] ?? 0, requestsPerDot)
  const trips = tripsPerSecond(latencyMs[edge] ?? NaN, geo[edge * GEO_STRIDE + 6] ?? 1, pace[edge] ?? 0)
  for (let k = 0; k < dots; k++) {
    yield placeDot({
      geo,
      edge,
      k,
      dots,
      phase: trips * atSeconds,
      errorShare: errorShare[edge] ?? NaN,
      degradedShare: degradedShare[edge] ?? NaN,
      spread: spreadOf(dots, graph.streams),
    })
  }
}

/** Where the note of an edge stands. */
export function middleOf(geo: Float32Array, edge: number, share: number): { x: number; y: number } {
  return { x: curveX(geo, edge * GEO_STRIDE, share), y: curveY(geo, edge * GEO_STRIDE, share) }
}
