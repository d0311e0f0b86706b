import { describe, expect, it } from 'vitest'
import { curveX, curveY, GEO_STRIDE, writeEdgeGeometry } from './edge-geometry.ts'
import type { EngineEdges, EngineNodes } from './engine-graph.ts'

const NODES: EngineNodes = {
  count: 2,
  x: Float32Array.of(100, 400),
  y: Float32Array.of(50, 50),
  radius: Float32Array.of(12, 12),
  shape: new Uint8Array(2),
  label: ['a', 'b'],
}

function geometryOf(pairs: readonly (readonly [source: number, target: number, bend: number])[]): Float32Array {
  const edges: EngineEdges = {
    count: pairs.length,
    source: Uint16Array.from(pairs, ([source]) => source),
    target: Uint16Array.from(pairs, ([, target]) => target),
    bend: Float32Array.from(pairs, ([, , bend]) => bend),
  }
  const geo = new Float32Array(pairs.length * GEO_STRIDE)
  writeEdgeGeometry(NODES, edges, geo)
  return geo
}

describe('a call of a service to itself', () => {
  it('leaves the rim and comes back to it, well outside of the disc, with a length', () => {
    const geo = geometryOf([[0, 0, 0.05]])
    const fromMiddle = (t: number): number => Math.hypot(curveX(geo, 0, t) - 100, curveY(geo, 0, t) - 50)
    expect(fromMiddle(0)).toBeCloseTo(17, 3)
    expect(fromMiddle(1)).toBeCloseTo(17, 3)
    expect(fromMiddle(0.5)).toBeGreaterThan(36)
    expect(geo[6]).toBeGreaterThan(30)
  })

  it('with another protocol goes further out', () => {
    const geo = geometryOf([
      [0, 0, 0.05],
      [0, 0, 0.14],
    ])
    const reach = (edge: number): number => 50 - curveY(geo, edge * GEO_STRIDE, 0.5)
    expect(reach(1)).toBeGreaterThan(reach(0) + 8)
  })
})

describe('streams between the same two', () => {
  it('lie apart, those to and those fro on either side', () => {
    const geo = geometryOf([
      [0, 1, 0.05],
      [0, 1, 0.14],
      [1, 0, 0.05],
      [1, 0, 0.14],
    ])
    const middles = [0, 1, 2, 3].map((edge) => curveY(geo, edge * GEO_STRIDE, 0.5)).toSorted((a, b) => a - b)
    middles.slice(1).forEach((y, index) => expect(y - (middles[index] ?? NaN)).toBeGreaterThan(6))
  })
})
