import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createEngineColumns, NODE_SHAPES, PACES, type EngineGraph } from './engine-graph.ts'
import { createEdgeStore, PHASE_WRAP, rebasePhase } from './edge-store.ts'

const GRAPH: EngineGraph = {
  streams: 'narrow',
  nodes: {
    count: 2,
    x: Float32Array.of(0, 500),
    y: Float32Array.of(0, 0),
    radius: Float32Array.of(10, 10),
    shape: new Uint8Array(2).fill(NODE_SHAPES.service),
    label: ['a', 'b'],
  },
  edges: { count: 1, source: Uint16Array.of(0), target: Uint16Array.of(1), bend: Float32Array.of(0) },
  rings: [],
  fitMargin: { top: 0, right: 0, bottom: 0, left: 0 },
}

describe('the phase of a stream', () => {
  it('goes on where it was when the speed changes, and counts every trip', () => {
    const ticks = fc.array(
      fc.tuple(fc.double({ min: 0, max: 2, noNaN: true }), fc.double({ min: 0, max: 3, noNaN: true })),
    )
    fc.assert(
      fc.property(ticks, (speeds) => {
        const dyn = new Float32Array(12)
        let trips = 0
        for (const [speed, seconds] of speeds) {
          dyn[2] = speed
          rebasePhase(dyn, 0, seconds)
          trips += Math.fround(speed) * seconds
          expect(dyn[1]).toBeGreaterThanOrEqual(0)
          expect(dyn[1]).toBeLessThanOrEqual(PHASE_WRAP)
        }
        expect((dyn[3] ?? 0) * PHASE_WRAP + (dyn[1] ?? 0)).toBeCloseTo(trips, 2)
      }),
    )
  })
})

describe('a tick', () => {
  it('tells a change, an unknown one and none apart', () => {
    const store = createEdgeStore(1)
    store.place(GRAPH)
    const columns = createEngineColumns(2, 1)
    const told = (): number | undefined => {
      store.tick({ columns, graph: GRAPH, requestsPerDot: 10, elapsedSeconds: 0 })
      return store.dynTexture.image.data?.[7]
    }
    const withoutChanges = told()
    columns.edges.change = Float32Array.of(NaN)
    const unknown = told()
    columns.edges.change[0] = -0.5
    expect(told()).toBe(-0.5)
    columns.edges.change[0] = 0
    expect(told()).toBe(0)
    expect(new Set([withoutChanges, unknown, 0, -0.5]).size).toBe(4)
  })

  it('goes as much faster as the past is played, from where it was', () => {
    const store = createEdgeStore(1)
    store.place(GRAPH)
    const columns = createEngineColumns(2, 1)
    columns.edges.requestsPerSecond[0] = 1_000
    columns.edges.latencyMs[0] = 100
    columns.edges.pace[0] = PACES.moving
    const tick = { columns, graph: GRAPH, requestsPerDot: 10 }
    store.tick({ ...tick, elapsedSeconds: 0 })
    const { data } = store.dynTexture.image
    const asItHappened = data?.[2] ?? NaN
    store.tick({ ...tick, elapsedSeconds: 2, shownPace: 10 })
    expect(data?.[1]).toBeCloseTo(2 * asItHappened, 5)
    expect(data?.[2]).toBeCloseTo(10 * asItHappened, 5)
    store.tick({ ...tick, elapsedSeconds: 1, shownPace: 60 })
    expect(data?.[1]).toBeCloseTo(12 * asItHappened, 4)
  })
  it('stands still what is stale, hides what is unknown, and says unknown shares apart from zero', () => {
    const store = createEdgeStore(1)
    store.place(GRAPH)
    const columns = createEngineColumns(2, 1)
    columns.edges.requestsPerSecond[0] = 1_000
    columns.edges.pace[0] = PACES.still
    const tick = { columns, graph: GRAPH, requestsPerDot: 10, elapsedSeconds: 1 }
    store.tick(tick)
    const { data } = store.dynTexture.image
    expect(store.dots[0]).toBe(100)
    expect(data?.[2]).toBe(0)
    expect(data?.[4]).toBe(-1)
    columns.edges.pace[0] = PACES.unknown
    columns.edges.errorShare[0] = 0
    store.tick(tick)
    expect(store.dots[0]).toBe(0)
    expect(data?.[4]).toBe(0)
  })
})
