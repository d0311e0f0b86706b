import { describe, expect, it } from 'vitest'
import { orderByBarycentre } from './barycentre.ts'

function crossings(left: readonly string[], right: readonly string[], edges: readonly [string, string][]): number {
  let count = 0
  for (const [a, b] of edges) {
    for (const [c, d] of edges) {
      if (left.indexOf(a) < left.indexOf(c) && right.indexOf(b) > right.indexOf(d)) count += 1
    }
  }
  return count
}

describe('the order within tiers', () => {
  it('undoes crossings', () => {
    const edges: [string, string][] = [
      ['a', 'z'],
      ['b', 'y'],
      ['c', 'x'],
    ]
    const [left = [], right = []] = orderByBarycentre(
      [
        ['a', 'b', 'c'],
        ['x', 'y', 'z'],
      ],
      edges.map(([source, target]) => ({ source, target })),
    )
    expect(crossings(['a', 'b', 'c'], ['x', 'y', 'z'], edges)).toBe(3)
    expect(crossings(left, right, edges)).toBe(0)
  })
})
