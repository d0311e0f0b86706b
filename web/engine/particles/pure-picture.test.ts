import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createEdgeStore, PHASE_WRAP, type EdgeStore } from '../edge-store.ts'
import { createEngineColumns, NODE_SHAPES, PACES, type EngineColumns, type EngineGraph } from '../engine-graph.ts'
import { dotsOf, requestsPerDotFor, totalRequestsPerSecond } from './particle-law.ts'
import { fillSlots, slotsOf } from './particle-slots.ts'
import { placeDot } from './place-dot.ts'

const EDGES = 40

function graphOf(edges: number): EngineGraph {
  const count = edges + 1
  return {
    streams: 'narrow',
    nodes: {
      count,
      x: Float32Array.from({ length: count }, (_, node) => (node % 9) * 140),
      y: Float32Array.from({ length: count }, (_, node) => Math.floor(node / 9) * 90),
      radius: new Float32Array(count).fill(12),
      shape: new Uint8Array(count).fill(NODE_SHAPES.service),
      label: Array.from({ length: count }, () => ''),
    },
    edges: {
      count: edges,
      source: Uint16Array.from({ length: edges }, (_, edge) => edge),
      target: Uint16Array.from({ length: edges }, (_, edge) => edge + 1),
      bend: new Float32Array(edges).fill(0.05),
    },
    rings: [],
    fitMargin: { top: 0, right: 0, bottom: 0, left: 0 },
  }
}

/** One second's columns; the same second is always the same. */
function columnsOf(second: number): EngineColumns {
  const columns = createEngineColumns(EDGES + 1, EDGES)
  for (let edge = 0; edge < EDGES; edge++) {
    columns.edges.requestsPerSecond[edge] = 20 + ((edge * 37 + second * 11) % 400)
    columns.edges.errorShare[edge] = ((edge + second) % 10) / 20
    columns.edges.degradedShare[edge] = 0.05
    columns.edges.latencyMs[edge] = 20 + ((edge * 53 + second * 29) % 900)
    columns.edges.pace[edge] = [PACES.moving, PACES.moving, PACES.slow, PACES.still][edge % 4] ?? PACES.moving
  }
  return columns
}

/** The store as it is at an instant: its two textures, and the time since they hold. */
function pictureOf(store: EdgeStore): number[] {
  return [...new Float32Array(arrayOf(store.dynTexture.image.data))]
}

function arrayOf(data: unknown): Float32Array {
  if (!(data instanceof Float32Array)) throw new TypeError('an edge texture holds floats')
  return data
}

const GRAPH = graphOf(EDGES)

/** Lives through seconds 0 … `until`; the columns of each hold from that second on, however often frames come. */
function livedThrough(until: number): EdgeStore {
  const store = createEdgeStore(EDGES)
  store.place(GRAPH)
  for (let second = 0; second <= until; second++) {
    store.tick({ columns: columnsOf(second), graph: GRAPH, requestsPerDot: 20, elapsedSeconds: second === 0 ? 0 : 1 })
  }
  return store
}

describe('the picture of an instant', () => {
  it('held at an instant, it is the same whatever was shown before', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 30 }), fc.integer({ min: 1, max: 2_000_000_000 }), (before, instant) => {
        const arrived = livedThrough(before)
        const fresh = createEdgeStore(EDGES)
        fresh.place(GRAPH)
        const pinned = { columns: columnsOf(7), graph: GRAPH, requestsPerDot: 20, pinnedAt: instant }
        arrived.tick({ ...pinned, elapsedSeconds: 3.7 })
        fresh.tick({ ...pinned, elapsedSeconds: 0 })
        expect(pictureOf(arrived)).toEqual(pictureOf(fresh))
      }),
      { numRuns: 40 },
    )
  })

  it('does not jump when a new second changes nothing', () => {
    const store = livedThrough(0)
    const phaseOf = (edge: number, since: number): number => {
      const dyn = pictureOf(store)
      return (
        (dyn[edge * 12 + 1] ?? NaN) + (dyn[edge * 12 + 2] ?? NaN) * since + (dyn[edge * 12 + 3] ?? NaN) * PHASE_WRAP
      )
    }
    const before = Array.from({ length: EDGES }, (_, edge) => phaseOf(edge, 1))
    store.tick({ columns: columnsOf(0), graph: GRAPH, requestsPerDot: 20, elapsedSeconds: 1 })
    before.forEach((phase, edge) => expect(phaseOf(edge, 0)).toBeCloseTo(phase, 4))
  })

  it('names the same dots whatever slots they had before', () => {
    const dots = Float32Array.from({ length: EDGES }, (_, edge) => edge * 1.7)
    const used = new Uint16Array(8_192).fill(9)
    const fresh = new Uint16Array(8_192)
    fillSlots(dots, used)
    fillSlots(dots, fresh)
    const count = slotsOf(dots) * 2
    expect([...used.subarray(0, count)]).toEqual([...fresh.subarray(0, count)])
  })

  it('chooses what a dot stands for from volume and budget alone, where it is held', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 10_000_000 }), fc.integer({ min: 500, max: 200_000 }), (total, budget) => {
        expect(requestsPerDotFor(total, budget, 0)).toBe(requestsPerDotFor(total, budget, 0))
        expect(total / requestsPerDotFor(total, budget, 0)).toBeLessThanOrEqual(budget * (1 + 1e-9))
      }),
    )
  })
})

describe('the legend’s law', () => {
  it('holds in sum: dots times what one stands for are the requests there are', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 5, max: 100_000, noNaN: true }), { minLength: 1, maxLength: 300 }),
        fc.integer({ min: 2_000, max: 100_000 }),
        (rates, budget) => {
          const requestsPerSecond = Float32Array.from(rates)
          const pace = new Uint8Array(rates.length).fill(PACES.moving)
          const total = totalRequestsPerSecond(requestsPerSecond, pace)
          const perDot = requestsPerDotFor(total, budget, 0)
          const exact = requestsPerSecond.filter((rate) => rate / perDot >= 0.34)
          const dots = exact.reduce((sum, rate) => sum + dotsOf(rate, PACES.moving, perDot), 0)
          const told = exact.reduce((sum, rate) => sum + rate, 0)
          expect(dots * perDot).toBeCloseTo(told, -2)
        },
      ),
    )
  })

  it('colours dots in the shares of the requests', () => {
    const store = livedThrough(3)
    const told = { failed: 0, degraded: 0, served: 0, unknown: 0 }
    for (let k = 0; k < 20_000; k++) {
      const { tells } = placeDot({
        geo: store.geo,
        edge: 3,
        k,
        dots: 20_000,
        phase: 12.4,
        errorShare: 0.2,
        degradedShare: 0.1,
        spread: 3,
      })
      told[tells] += 1
    }
    expect(told.failed / 20_000).toBeCloseTo(0.2, 1)
    expect(told.degraded / 20_000).toBeCloseTo(0.1, 1)
    expect(told.unknown).toBe(0)
  })
})
