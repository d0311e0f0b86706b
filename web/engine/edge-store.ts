import type { DataTexture } from 'three'
import { GEO_STRIDE, writeEdgeGeometry } from './edge-geometry.ts'
import type { EngineColumns, EngineGraph } from './engine-graph.ts'
import { dotsOf, pacedTrips, spreadOf, tripsPerSecond } from './particles/particle-law.ts'
import { changeCodeOf, createEdgeTexture } from './shared-uniforms.ts'

/**
 * The edges as the GPU reads them. `geo` changes with the layout. `dyn` changes with each tick: three texels an edge,
 * (dots, phase, trips/s, wraps) (error share, degraded share, half width, change) (pace, emphasis, ageing, highlighted).
 *
 * A stream's phase is the number of trips made since its beginning. At each tick the phase reached so far becomes the
 * new start, so that another speed bends the motion without a jump. Phases wrap at 64 (floats stay exact); the wraps
 * are counted apart, so that the colours drawn per trip do not repeat.
 */
export interface EdgeStore {
  readonly count: number
  readonly geo: Float32Array
  readonly geoTexture: DataTexture
  readonly dynTexture: DataTexture
  /** Dots of each edge, with a fraction. */
  readonly dots: Float32Array
  place(graph: EngineGraph): void
  /** Streams that were in the picture before (`rows`, −1 for newcomers) go on from the phase they had there. */
  goOn(before: EdgeStore, rows: Int32Array): void
  tick(input: EdgeTick): void
  /** Emphasis and highlight of each edge, 0–1. */
  emphasise(emphasis: Float32Array, highlighted: Float32Array): void
  dispose(): void
}

export interface EdgeTick {
  columns: EngineColumns
  graph: EngineGraph
  requestsPerDot: number
  /** Since the previous tick. */
  elapsedSeconds: number
  /** Seconds of the data's own time a second shows. */
  shownPace?: number
  /** An instant of the data's own time: phases follow from it alone, not from what was shown before. */
  pinnedAt?: number | null
}

export const PHASE_WRAP = 64
/** Wraps are counted up to here: 64 · 4096 trips fit a float exactly. */
const WRAPS_WRAP = 4096
const DYN_STRIDE = 12

export function createEdgeStore(count: number): EdgeStore {
  const geoTexture = createEdgeTexture(count, 2)
  const dynTexture = createEdgeTexture(count, 3)
  const geo = floatsOf(geoTexture)
  const dyn = floatsOf(dynTexture)
  const dots = new Float32Array(count)

  return {
    count,
    geo,
    geoTexture,
    dynTexture,
    dots,
    place(graph) {
      writeEdgeGeometry(graph.nodes, graph.edges, geo)
      geoTexture.needsUpdate = true
    },
    goOn(before, rows) {
      const from = floatsOf(before.dynTexture)
      for (let edge = 0; edge < count; edge++) {
        if (rows[edge] < 0) continue
        const at = rows[edge] * DYN_STRIDE
        dyn.set(from.subarray(at, at + DYN_STRIDE), edge * DYN_STRIDE)
      }
    },
    tick({ columns, graph, requestsPerDot, elapsedSeconds, shownPace = 1, pinnedAt = null }) {
      const { requestsPerSecond, errorShare, degradedShare, latencyMs, pace, ageing, change } = columns.edges
      for (let edge = 0; edge < count; edge++) {
        const at = edge * DYN_STRIDE
        rebasePhase(dyn, at, elapsedSeconds)
        dots[edge] = dotsOf(requestsPerSecond[edge], pace[edge], requestsPerDot)
        dyn[at] = dots[edge]
        const trips = tripsPerSecond(latencyMs[edge], geo[edge * GEO_STRIDE + 6], pace[edge])
        dyn[at + 2] = pacedTrips(trips, shownPace)
        if (pinnedAt !== null) writePhase(dyn, at, trips * pinnedAt)
        dyn[at + 4] = orUnknown(errorShare[edge])
        dyn[at + 5] = orUnknown(degradedShare[edge])
        dyn[at + 6] = spreadOf(dots[edge], graph.streams)
        dyn[at + 7] = changeCodeOf(change?.[edge])
        dyn[at + 8] = pace[edge]
        dyn[at + 10] = ageing[edge]
      }
      dynTexture.needsUpdate = true
    },
    emphasise(emphasis, highlighted) {
      for (let edge = 0; edge < count; edge++) {
        dyn[edge * DYN_STRIDE + 9] = emphasis[edge]
        dyn[edge * DYN_STRIDE + 11] = highlighted[edge]
      }
      dynTexture.needsUpdate = true
    },
    dispose() {
      geoTexture.dispose()
      dynTexture.dispose()
    },
  }
}

/** Moves the phase on by what the old speed made of it. Exported for its test. */
export function rebasePhase(dyn: Float32Array, at: number, elapsedSeconds: number): void {
  const phase = dyn[at + 1] + dyn[at + 2] * elapsedSeconds
  const wraps = Math.floor(phase / PHASE_WRAP)
  dyn[at + 1] = phase - wraps * PHASE_WRAP
  dyn[at + 3] = (dyn[at + 3] + wraps) % WRAPS_WRAP
}

function writePhase(dyn: Float32Array, at: number, trips: number): void {
  const wraps = Math.floor(trips / PHASE_WRAP)
  dyn[at + 1] = trips - wraps * PHASE_WRAP
  dyn[at + 3] = wraps % WRAPS_WRAP
}

/** Shaders cannot test for NaN portably; shares are never negative. */
function orUnknown(share: number): number {
  return Number.isNaN(share) ? -1 : share
}

/** createEdgeTexture always makes float textures. */
function floatsOf(texture: DataTexture): Float32Array {
  const { data } = texture.image
  if (!(data instanceof Float32Array)) throw new TypeError('an edge texture holds floats')
  return data
}
