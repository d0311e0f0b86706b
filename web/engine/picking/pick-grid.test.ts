import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { curveX, curveY, GEO_STRIDE, writeEdgeGeometry } from '../edge-geometry.ts'
import type { EngineEdges, EngineNodes } from '../engine-graph.ts'
import { createPickGrid, distanceToCurve } from './pick-grid.ts'

function graphOf(places: readonly (readonly [number, number])[], pairs: readonly (readonly [number, number])[]) {
  const nodes: EngineNodes = {
    count: places.length,
    x: Float32Array.from(places, ([x]) => x),
    y: Float32Array.from(places, ([, y]) => y),
    radius: new Float32Array(places.length).fill(10),
    shape: new Uint8Array(places.length),
    label: places.map((_, n) => `n${n}`),
  }
  const edges: EngineEdges = {
    count: pairs.length,
    source: Uint16Array.from(pairs, ([source]) => source),
    target: Uint16Array.from(pairs, ([, target]) => target),
    bend: new Float32Array(pairs.length).fill(0.1),
  }
  const geo = new Float32Array(pairs.length * GEO_STRIDE)
  writeEdgeGeometry(nodes, edges, geo)
  return { nodes, edges, geo, grid: createPickGrid(nodes, geo, pairs.length) }
}

describe('picking', () => {
  it('finds a node on its disc and just beside it, and nothing far away', () => {
    const { grid } = graphOf(
      [
        [0, 0],
        [200, 0],
      ],
      [[0, 1]],
    )
    expect(grid.nodeAt(3, 3, 4)).toBe(0)
    expect(grid.nodeAt(213, 0, 4)).toBe(1)
    expect(grid.nodeAt(100, 60, 4)).toBe(-1)
  })

  it('answers as looking at everything would', () => {
    const place = fc.tuple(fc.integer({ min: 0, max: 1_000 }), fc.integer({ min: 0, max: 700 }))
    const input = fc.tuple(
      fc.array(place, { minLength: 2, maxLength: 30 }),
      fc.array(fc.tuple(fc.nat(29), fc.nat(29)), { maxLength: 40 }),
      place,
    )
    fc.assert(
      fc.property(input, ([places, pairs, [x, y]]) => {
        const { nodes, geo, grid, edges } = graphOf(
          places,
          pairs.map(([a, b]): [number, number] => [a % places.length, b % places.length]),
        )
        const nodeDistances = [...nodes.x].map((nx, n) => Math.hypot(nx - x, (nodes.y[n] ?? 0) - y) - 10)
        const found = grid.nodeAt(x, y, 20)
        expect(found < 0 ? Math.min(...nodeDistances) > 20 - 1e-3 : nodeDistances[found]).toBe(
          found < 0 ? true : Math.min(...nodeDistances),
        )
        const edgeDistances = Array.from({ length: edges.count }, (_, e) => distanceToCurve(geo, e * GEO_STRIDE, x, y))
        const edge = grid.edgeAt(x, y, 15)
        if (edge >= 0) expect(edgeDistances[edge]).toBeCloseTo(Math.min(...edgeDistances), 3)
        else expect(Math.min(Infinity, ...edgeDistances)).toBeGreaterThan(15 - 1e-3)
      }),
      { numRuns: 80 },
    )
  })

  it('finds a curve where it is drawn', () => {
    const { geo, grid } = graphOf(
      [
        [0, 0],
        [400, 80],
      ],
      [[0, 1]],
    )
    for (const t of [0.1, 0.5, 0.9]) expect(grid.edgeAt(curveX(geo, 0, t), curveY(geo, 0, t) + 3, 6)).toBe(0)
  })

  it('lets curves begin and end at the rims', () => {
    const { geo } = graphOf(
      [
        [0, 0],
        [400, 0],
      ],
      [[0, 1]],
    )
    expect(Math.hypot(geo[0] ?? 0, geo[1] ?? 0)).toBeCloseTo(15, 3)
    expect(Math.hypot((geo[4] ?? 0) - 400, geo[5] ?? 0)).toBeCloseTo(15, 3)
  })

  it('stands an empty graph', () => {
    const { grid } = graphOf([], [])
    expect(grid.nodeAt(0, 0, 10)).toBe(-1)
    expect(grid.edgeAt(0, 0, 10)).toBe(-1)
  })
})
