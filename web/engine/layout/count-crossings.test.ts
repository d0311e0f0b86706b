import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { countCrossings, type PlacedEdges } from './count-crossings.ts'

/** Every pair, by the sides on which the ends of one lie of the other. */
function countPairs({ x, y, source, target }: PlacedEdges): number {
  const at = (row: number) => ({ x: x[row] ?? NaN, y: y[row] ?? NaN })
  const side = (a: number, b: number, c: number): number => {
    const [from, to, point] = [at(a), at(b), at(c)]
    return Math.sign((to.x - from.x) * (point.y - from.y) - (to.y - from.y) * (point.x - from.x))
  }
  const ends = Array.from(source, (from, edge) => [from, target[edge] ?? -1] as const)
  let crossings = 0
  ends.forEach(([a, b], edge) => {
    for (const [c, d] of ends.slice(0, edge)) {
      if (a === c || a === d || b === c || b === d) continue
      if (side(a, b, c) * side(a, b, d) < 0 && side(c, d, a) * side(c, d, b) < 0) crossings += 1
    }
  })
  return crossings
}

/** Nodes on a grid of columns; `fine` makes heights that seldom meet, otherwise many edges meet and touch. */
function placed(fine: boolean): fc.Arbitrary<PlacedEdges> {
  return fc
    .tuple(
      fc.array(fc.tuple(fc.nat(5), fc.nat(fine ? 10_000 : 5)), { minLength: 2, maxLength: 30 }),
      fc.array(fc.tuple(fc.nat(29), fc.nat(29)), { maxLength: 60 }),
    )
    .map(([nodes, pairs]) => {
      const places = [...new Map(nodes.map((node) => [node.join(), node])).values()]
      const edges = pairs.map(([a, b]) => [a % places.length, b % places.length] as const).filter(([a, b]) => a !== b)
      return {
        x: Float64Array.from(places, ([column]) => column * 148),
        y: Float64Array.from(places, ([, row]) => row * 84),
        source: Uint32Array.from(edges, ([from]) => from),
        target: Uint32Array.from(edges, ([, to]) => to),
      }
    })
}

describe('counting crossings', () => {
  it.each([true, false])('agrees with a comparison of every pair (heights apart: %s)', (fine) => {
    fc.assert(
      fc.property(placed(fine), (edges) => {
        expect(countCrossings(edges)).toBe(countPairs(edges))
      }),
      { numRuns: 300 },
    )
  })

  it('finds two that cross exactly in a column, and none among those that share an end', () => {
    const x = Float64Array.of(0, 0, 296, 296, 148)
    const y = Float64Array.of(0, 84, 0, 84, 500)
    expect(countCrossings({ x, y, source: Uint32Array.of(0, 1), target: Uint32Array.of(3, 2) })).toBe(1)
    expect(countCrossings({ x, y, source: Uint32Array.of(0, 0), target: Uint32Array.of(2, 3) })).toBe(0)
  })
})
