/**
 * What the engine draws: a graph (who is where, changes with the topology) and columns (how it goes, new each second).
 * Plain arrays in layout units; the engine knows neither regions nor services.
 */

/** How a node is drawn. */
export const NODE_SHAPES = { service: 0, donut: 1, square: 2, hub: 3, group: 4 } as const

/** One code per word of health, in the contract's order. */
export const HEALTH_CODES = { healthy: 0, degraded: 1, failing: 2, unknown: 3, idle: 4 } as const

/** How the dots of an edge move: old facts do not move, unknown ones are not drawn as dots at all. */
export const PACES = { unknown: 0, still: 1, slow: 2, moving: 3 } as const

/**
 * Marks beside a node's health, several at a time: open circuit breakers, one alert by its severity, one change, and
 * that it would saturate if what is considered were done. Added up they are the node's code.
 */
export const MARKS = { breaker: 1, info: 2, warning: 4, critical: 6, change: 8, trial: 16, saturates: 32 } as const

/** Colour of a label's second line. */
export const NOTE_TONES = { muted: 0, degraded: 1, failing: 2, less: 4, more: 5, action: 6 } as const

/** Beyond the scale of changes: what was not there before, and what is there no longer. */
export const CHANGES = { appeared: 2, vanished: -2 } as const

export interface EngineGraph {
  /** Wide streams (few edges, much traffic) or narrow ones. */
  streams: 'wide' | 'narrow'
  nodes: EngineNodes
  edges: EngineEdges
  /** Radii of the faint circles behind everything, around the origin. */
  rings: readonly number[]
  /** Space around the graph that a fit leaves free, CSS px. */
  fitMargin: Margin
}

export interface EngineNodes {
  count: number
  /** Who is who from one graph to the next: known ones move to their new places. Nobody is known where absent. */
  id?: readonly string[]
  x: Float32Array
  y: Float32Array
  radius: Float32Array
  /** One of NODE_SHAPES. */
  shape: Uint8Array
  /** Written under the node; empty where something else names it. */
  label: readonly string[]
}

export interface EngineEdges {
  count: number
  /** Who is who from one graph to the next: known streams go on where they were. Rows stand for names where absent. */
  id?: readonly string[]
  /** Rows of nodes. */
  source: Uint16Array
  target: Uint16Array
  /** Sideways offset of the control point as a share of the length; positive bends to the right of the direction. */
  bend: Float32Array
}

/** CSS px. */
export interface Margin {
  top: number
  right: number
  bottom: number
  left: number
}

/** NaN means unknown in every number. */
export interface EngineColumns {
  nodes: {
    /** 0–1. */
    errorShare: Float32Array
    degradedShare: Float32Array
    /** Used share of capacity; the rest is headroom. */
    usedShare: Float32Array
    requestsPerSecond: Float32Array
    /** One of HEALTH_CODES. */
    health: Uint8Array
    /** 0 fresh … 1 old; takes the colour away. */
    ageing: Float32Array
    /** Second line of the label. */
    note: readonly string[]
    /** One of NOTE_TONES. */
    noteTone: Uint8Array
    /** MARKS added up; 0 for none. */
    marks: Uint8Array
    /**
     * Where present, colour tells a change instead of health: −1 much less … 1 much more, or one of CHANGES; NaN where it
     * is not known.
     */
    change?: Float32Array
  }
  edges: {
    requestsPerSecond: Float32Array
    errorShare: Float32Array
    degradedShare: Float32Array
    latencyMs: Float32Array
    /** One of PACES. */
    pace: Uint8Array
    ageing: Float32Array
    /** Written at the middle of the curve; empty for none. */
    note: readonly string[]
    /** As of nodes. */
    change?: Float32Array
  }
}

export function createEngineColumns(nodes: number, edges: number): EngineColumns {
  return {
    nodes: {
      errorShare: unknowns(nodes),
      degradedShare: unknowns(nodes),
      usedShare: unknowns(nodes),
      requestsPerSecond: unknowns(nodes),
      health: new Uint8Array(nodes).fill(HEALTH_CODES.unknown),
      ageing: new Float32Array(nodes),
      note: Array.from({ length: nodes }, () => ''),
      noteTone: new Uint8Array(nodes),
      marks: new Uint8Array(nodes),
    },
    edges: {
      requestsPerSecond: unknowns(edges),
      errorShare: unknowns(edges),
      degradedShare: unknowns(edges),
      latencyMs: unknowns(edges),
      pace: new Uint8Array(edges),
      ageing: new Float32Array(edges),
      note: Array.from({ length: edges }, () => ''),
    },
  }
}

function unknowns(rows: number): Float32Array {
  return new Float32Array(rows).fill(NaN)
}
