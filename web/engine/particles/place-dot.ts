import { curveX, curveY, GEO_STRIDE } from '../edge-geometry.ts'

/**
 * The shader's law in plain numbers: where dot k of an edge is at a phase, and what it tells. For drawings that are no
 * canvas, and to try the law without a screen.
 */
export interface PlacedDot {
  x: number
  y: number
  tells: 'served' | 'degraded' | 'failed' | 'unknown'
  /** 0–1. */
  alpha: number
}

export interface DotOfEdge {
  /** Eight numbers an edge, as writeEdgeGeometry writes them. */
  geo: Float32Array
  edge: number
  k: number
  /** Dots of the edge, with a fraction. */
  dots: number
  /** Trips made since the beginning. */
  phase: number
  /** 0–1; NaN where unknown. */
  errorShare: number
  degradedShare: number
  /** Half width of the stream, layout units. */
  spread: number
}

export function placeDot({ geo, edge, k, dots, phase, errorShare, degradedShare, spread }: DotOfEdge): PlacedDot {
  const name = mixed(Math.imul(geo[edge * GEO_STRIDE + 7], 65_599) + Math.imul(k, 2_654_435_761) + 1)
  const own = phase + unit(name)
  const trip = Math.floor(own)
  const t = own - trip
  const draw = mixed(name ^ Math.imul(trip, 0x9e3779b9))
  const more = mixed(draw + 77)
  const side = (unit(draw << 9) + unit(more) + unit(more << 11) - 1.5) * spread * 1.25
  const at = edge * GEO_STRIDE
  const ahead = Math.min(t + 0.01, 1)
  const dx = curveX(geo, at, ahead) - curveX(geo, at, ahead - 0.01)
  const dy = curveY(geo, at, ahead) - curveY(geo, at, ahead - 0.01)
  const length = Math.hypot(dx, dy) || 1
  const whole = k < Math.floor(dots) ? 1 : dots - Math.floor(dots)
  return {
    x: curveX(geo, at, t) - (dy / length) * side,
    y: curveY(geo, at, t) + (dx / length) * side,
    tells: tellingOf(unit(mixed(draw + 13)), errorShare, degradedShare),
    alpha: whole * smooth(t / 0.04) * smooth((1 - t) / 0.04) * (0.65 + 0.35 * unit(more << 5)),
  }
}

function tellingOf(lot: number, errorShare: number, degradedShare: number): PlacedDot['tells'] {
  if (Number.isNaN(errorShare)) return 'unknown'
  if (lot < errorShare) return 'failed'
  return lot < errorShare + (degradedShare > 0 ? degradedShare : 0) ? 'degraded' : 'served'
}

function mixed(bits: number): number {
  let left = bits >>> 0
  left = Math.imul(left ^ (left >>> 16), 0x7feb352d)
  left = Math.imul(left ^ (left >>> 15), 0x846ca68b)
  return (left ^ (left >>> 16)) >>> 0
}

function unit(bits: number): number {
  return (bits >>> 8) / 16_777_216
}

function smooth(share: number): number {
  const clamped = Math.min(Math.max(share, 0), 1)
  return clamped * clamped * (3 - 2 * clamped)
}
