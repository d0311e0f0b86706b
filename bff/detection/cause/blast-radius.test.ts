import fc from 'fast-check'
import { expect, test } from 'vitest'
import { blastRadius } from './blast-radius.ts'
import { nameOf, plantFault } from './incident-fixture.ts'
import type { CauseNode } from './incident.ts'

function node(id: string, region: string, requests: number): CauseNode {
  return { id, region, requests: { history: [], window: [requests, NaN, requests] } }
}

const nodes = [
  node('east/web', 'east', 100),
  node('west/web', 'west', 300),
  node('api', 'east', 200),
  node('licence', 'east', 50),
]
const edges = [
  { caller: 'east/web', callee: 'api', requests: 100 },
  { caller: 'west/web', callee: 'api', requests: 75 },
  { caller: 'api', callee: 'licence', requests: 50 },
]
const starts = { id: 'stream starts', nodes: ['east/web', 'west/web'], perSecond: 40 }

test('callers, their regions and the share of the business metric, by the requests that lead there', () => {
  expect(blastRadius({ nodes, edges, cause: 'licence', metrics: [starts] })).toEqual({
    callers: [
      { node: 'api', region: 'east', hops: 1, share: 0.25, isBound: false },
      { node: 'east/web', region: 'east', hops: 2, share: 0.25, isBound: false },
      { node: 'west/web', region: 'west', hops: 2, share: 0.0625, isBound: false },
    ],
    regions: ['east', 'west'],
    // (100 × 0.25 + 300 × 0.0625) of 400
    atRisk: [{ id: 'stream starts', share: 0.109375, perSecond: 4.375, isBound: false }],
  })
})

test('where the requests of an edge are unknown, the share is a bound, and an unknown metric stays unknown', () => {
  const unmeasured = edges.map(({ caller, callee }) => ({ caller, callee }))
  const { callers, atRisk } = blastRadius({
    nodes,
    edges: unmeasured,
    cause: 'api',
    metrics: [{ ...starts, perSecond: NaN }],
  })
  expect(callers.map(({ node: id, share, isBound }) => [id, share, isBound])).toEqual([
    ['east/web', 1, true],
    ['west/web', 1, true],
  ])
  expect(atRisk).toEqual([{ id: 'stream starts', share: 1, perSecond: null, isBound: true }])
})

test('a cause nobody calls, or nobody knows, reaches no one', () => {
  expect(blastRadius({ nodes, edges, cause: 'east/web' })).toEqual({ callers: [], regions: ['east'], atRisk: [] })
  expect(blastRadius({ nodes, edges, cause: 'nowhere', metrics: [starts] }).atRisk).toEqual([
    { id: 'stream starts', share: 0, perSecond: 0, isBound: false },
  ])
})

test('in any graph, also with calls in a circle, shares are shares and every caller is reached', () => {
  const graphs = fc.record({ seed: fc.nat(9_999), nodes: fc.integer({ min: 2, max: 15 }), back: fc.nat(14) })
  fc.assert(
    fc.property(graphs, ({ seed, nodes: count, back }) => {
      const { incident } = plantFault({ seed, nodes: count, measure: 'latency', areEdgesMeasured: true })
      const last = nameOf(count - 1)
      const circle = [...incident.edges, { caller: last, callee: nameOf(back % count), requests: 10 }]
      const { callers } = blastRadius({ nodes: incident.nodes, edges: circle, cause: last })
      expect(callers.map(({ node: id }) => id)).toContain(nameOf(0))
      for (const { share, hops } of callers) {
        expect(share).toBeGreaterThan(0)
        expect(share).toBeLessThanOrEqual(1)
        expect(hops).toBeGreaterThan(0)
      }
    }),
    { numRuns: 40 },
  )
})
