import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { groupGraph, type GroupInput } from './group-graph.ts'

const GROUPS = [null, 'playback', 'search', 'members', 'alone']

const inputs: fc.Arbitrary<GroupInput> = fc
  .record({
    groups: fc.array(fc.constantFrom(...GROUPS), { minLength: 1, maxLength: 40 }),
    pairs: fc.array(fc.tuple(fc.nat(39), fc.nat(39)), { maxLength: 120 }),
    open: fc.subarray(['playback', 'search', 'members']),
  })
  .map(({ groups, pairs, open }) => ({
    nodes: groups.map((group) => ({ group })),
    edges: pairs.map(([a, b]) => ({ source: a % groups.length, target: b % groups.length })),
    open: new Set(open),
  }))

describe('grouping', () => {
  it('has every service and every connection exactly once', () => {
    fc.assert(
      fc.property(inputs, (input) => {
        const { nodes, edges, inside } = groupGraph(input)
        expect(nodes.flatMap(({ rows }) => rows).toSorted((a, b) => a - b)).toEqual(input.nodes.map((_, row) => row))
        const drawn = [...edges.flatMap(({ rows }) => rows), ...inside]
        expect(drawn.toSorted((a, b) => a - b)).toEqual(input.edges.map((_, row) => row))
      }),
    )
  })

  it('leads every stream from the node that holds its callers to the one that holds its callees', () => {
    fc.assert(
      fc.property(inputs, (input) => {
        const { nodes, edges, inside } = groupGraph(input)
        for (const { source, target, rows } of edges) {
          for (const row of rows) {
            expect(nodes[source]?.rows).toContain(input.edges[row]?.source)
            expect(nodes[target]?.rows).toContain(input.edges[row]?.target)
          }
        }
        for (const row of inside) {
          const group = input.nodes[input.edges[row]?.source ?? -1]?.group
          expect(group).toBe(input.nodes[input.edges[row]?.target ?? -1]?.group)
          expect(input.open.has(group ?? '')).toBe(false)
        }
      }),
    )
  })

  it('draws one stream a direction between closed groups, and opens a group in place', () => {
    const input = {
      nodes: [{ group: null }, { group: 'a' }, { group: 'a' }, { group: 'b' }, { group: 'b' }],
      edges: [
        { source: 0, target: 1 },
        { source: 0, target: 2 },
        { source: 1, target: 2 },
        { source: 1, target: 3 },
        { source: 2, target: 4 },
      ],
    }
    const closed = groupGraph({ ...input, open: new Set() })
    expect(closed.nodes.map(({ group }) => group)).toEqual([null, 'a', 'b'])
    expect(closed.edges.map(({ rows }) => rows)).toEqual([
      [0, 1],
      [3, 4],
    ])
    expect(closed.inside).toEqual([2])
    const open = groupGraph({ ...input, open: new Set(['a']) })
    expect(open.nodes.map(({ rows }) => rows)).toEqual([[0], [1], [2], [3, 4]])
    expect(open.edges).toHaveLength(5)
  })

  it('does not hide a service that is alone in its group', () => {
    const { nodes } = groupGraph({ nodes: [{ group: 'a' }, { group: null }], edges: [], open: new Set() })
    expect(nodes.every(({ group }) => group === null)).toBe(true)
  })
})
