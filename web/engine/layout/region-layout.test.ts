import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { COLUMN_GAP, ROW_GAP, type LayoutEdge, type LayoutNode } from './layout-graph.ts'
import { generateGraph } from './generate-graph-fixture.ts'
import { crossingsOf, movedShare } from './place-graph-fixture.ts'
import { plainSlots } from './plain-slots.ts'
import { layoutRegion } from './region-layout.ts'

const chain: LayoutNode[] = [
  { id: 'internet', entry: true, leaf: false },
  { id: 'proxy', entry: false, leaf: false },
  { id: 'api', entry: false, leaf: false },
  { id: 'search', entry: false, leaf: false },
  { id: 'db', entry: false, leaf: true },
]
const calls: LayoutEdge[] = [
  { source: 'internet', target: 'proxy' },
  { source: 'proxy', target: 'api' },
  { source: 'api', target: 'search' },
  { source: 'search', target: 'db' },
]

/** Nodes n0 … with edges forwards and backwards; n0 is the entry. */
const graphs = fc
  .tuple(fc.integer({ min: 2, max: 60 }), fc.array(fc.tuple(fc.nat(59), fc.nat(59)), { maxLength: 160 }))
  .map(([count, pairs]) => ({
    nodes: Array.from({ length: count }, (_, n) => ({ id: `n${n}`, entry: n === 0, leaf: n > 0 && n % 7 === 0 })),
    edges: pairs.map(([a, b]) => ({ source: `n${a % count}`, target: `n${b % count}` })),
  }))

function apart(places: ReadonlyMap<string, { x: number; y: number }>): boolean {
  const all = [...places.values()]
  return all.every((a, i) =>
    all.slice(i + 1).every((b) => Math.abs(a.x - b.x) > COLUMN_GAP * 0.4 || Math.abs(a.y - b.y) > ROW_GAP * 0.6),
  )
}

describe('the layout of a region', () => {
  it('runs from entry to leaves', () => {
    const places = layoutRegion({ nodes: chain, edges: calls })
    const x = (id: string): number => places.get(id)?.x ?? NaN
    expect(x('internet')).toBe(0)
    expect(x('proxy')).toBeGreaterThan(x('internet'))
    expect(x('db')).toBeGreaterThanOrEqual(x('search'))
    expect(x('search')).toBeGreaterThanOrEqual(x('api'))
  })

  it('places every node, apart from each other, whatever the graph', () => {
    fc.assert(
      fc.property(graphs, (graph) => {
        const places = layoutRegion(graph)
        expect(places.size).toBe(graph.nodes.length)
        expect(apart(places)).toBe(true)
      }),
      { numRuns: 60 },
    )
  })

  it('does not depend on the order in which the graph is told', () => {
    fc.assert(
      fc.property(graphs, ({ nodes, edges }) => {
        const once = layoutRegion({ nodes, edges })
        const again = layoutRegion({ nodes: nodes.toReversed(), edges: edges.toReversed() })
        for (const [id, place] of once) expect(again.get(id)).toEqual(place)
      }),
      { numRuns: 40 },
    )
  })

  it('moves nobody when services are added', () => {
    fc.assert(
      fc.property(graphs, fc.integer({ min: 1, max: 2 }), ({ nodes, edges }, added) => {
        const previous = layoutRegion({ nodes, edges })
        const more = Array.from({ length: added }, (_, n) => ({ id: `new${n}`, entry: false, leaf: false }))
        fc.pre(nodes.length > added)
        const grown = layoutRegion({
          nodes: [...nodes, ...more],
          edges: [...edges, ...more.map(({ id }) => ({ source: 'n0', target: id }))],
          previous,
        })
        for (const [id, place] of previous) expect(grown.get(id)).toEqual(place)
        expect(grown.size).toBe(nodes.length + added)
        expect(apart(grown)).toBe(true)
      }),
      { numRuns: 40 },
    )
  })

  it('crosses at least a fifth fewer edges than plain tiered slots, whatever the seed', () => {
    for (const seed of [11, 12, 13]) {
      const graph = generateGraph({ nodes: 120, seed })
      expect(crossingsOf(graph, layoutRegion(graph))).toBeLessThan(0.8 * crossingsOf(graph, plainSlots(graph)))
    }
  })

  it('leaves the slot of a service that goes, and gives it back', () => {
    const graph = generateGraph({ nodes: 60, seed: 1 })
    const places = layoutRegion(graph)
    const fewer = layoutRegion({
      nodes: graph.nodes.filter((_, row) => row % 9 !== 8),
      edges: graph.edges,
      previous: places,
    })
    expect(movedShare(fewer, places)).toBe(0)
    expect(layoutRegion({ ...graph, previous: places })).toEqual(places)
  })

  it('tells how far it is, ever further', () => {
    const shares: number[] = []
    layoutRegion(generateGraph({ nodes: 80, seed: 1 }), (share) => shares.push(share))
    expect(shares.length).toBeGreaterThan(3)
    expect(shares).toEqual(shares.toSorted((a, b) => a - b))
    expect(shares.at(-1)).toBeLessThanOrEqual(1)
  })

  it('uses the frame it is given: about as wide as asked', () => {
    const nodes = Array.from({ length: 96 }, (_, n) => ({ id: `n${n}`, entry: n === 0, leaf: false }))
    const edges = nodes.slice(1).map(({ id }, n) => ({ source: `n${Math.floor(n / 3)}`, target: id }))
    const all = [...layoutRegion({ nodes, edges, aspect: 1.85 }).values()]
    const width = Math.max(...all.map(({ x }) => x)) - Math.min(...all.map(({ x }) => x))
    const height = Math.max(...all.map(({ y }) => y)) - Math.min(...all.map(({ y }) => y))
    expect(width / height).toBeGreaterThan(1.2)
    expect(width / height).toBeLessThan(2.6)
  })

  it('puts what belongs to other pictures last, without pulling anybody along', () => {
    const places = layoutRegion({
      nodes: [...chain, { id: 'eu-west-1', entry: false, leaf: true, aside: true }],
      edges: [...calls, { source: 'eu-west-1', target: 'proxy' }, { source: 'proxy', target: 'eu-west-1' }],
    })
    const alone = layoutRegion({ nodes: chain, edges: calls })
    expect(places.get('proxy')?.x).toBe(alone.get('proxy')?.x)
    expect(places.get('eu-west-1')?.x).toBe(Math.max(...[...places.values()].map(({ x }) => x)))
  })
})
