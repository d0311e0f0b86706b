import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { rowsBefore } from '../edge-seeds.ts'
import { createEdgeStore, PHASE_WRAP, type EdgeStore } from '../edge-store.ts'
import { createEngineColumns, NODE_SHAPES, PACES, type EngineColumns, type EngineGraph } from '../engine-graph.ts'
import { placeDot, type PlacedDot } from './place-dot.ts'

const NODES = 12
const MOST_EDGES = 30

/** Edge n has the same ends and, in each second, the same facts, whatever its row. */
function graphOf(edges: readonly number[]): EngineGraph {
  return {
    streams: 'narrow',
    nodes: {
      count: NODES,
      x: Float32Array.from({ length: NODES }, (_, node) => (node % 4) * 140),
      y: Float32Array.from({ length: NODES }, (_, node) => Math.floor(node / 4) * 90),
      radius: new Float32Array(NODES).fill(12),
      shape: new Uint8Array(NODES).fill(NODE_SHAPES.service),
      label: Array.from({ length: NODES }, () => ''),
    },
    edges: {
      count: edges.length,
      id: edges.map((edge) => `us-east-1/a${edge}>us-east-1/b${edge}>grpc`),
      source: Uint16Array.from(edges, (edge) => edge % NODES),
      target: Uint16Array.from(edges, (edge) => (edge * 5 + 1) % NODES),
      bend: new Float32Array(edges.length).fill(0.05),
    },
    rings: [],
    fitMargin: { top: 0, right: 0, bottom: 0, left: 0 },
  }
}

function columnsOf(edges: readonly number[], second: number): EngineColumns {
  const columns = createEngineColumns(NODES, edges.length)
  edges.forEach((edge, row) => {
    columns.edges.requestsPerSecond[row] = 40 + ((edge * 37 + second * 11) % 400)
    columns.edges.errorShare[row] = ((edge + second) % 10) / 20
    columns.edges.degradedShare[row] = 0.05
    columns.edges.latencyMs[row] = 20 + ((edge * 53 + second * 29) % 900)
    columns.edges.pace[row] = PACES.moving
  })
  return columns
}

/** Lives through one roster a second; what is known goes on. */
function livedThrough(rosters: readonly (readonly number[])[]): EdgeStore {
  let store = createEdgeStore(0)
  let before = graphOf([])
  rosters.forEach((edges, second) => {
    const graph = graphOf(edges)
    const next = createEdgeStore(edges.length)
    next.place(graph)
    next.goOn(store, rowsBefore(before.edges, graph.edges))
    next.tick({ columns: columnsOf(edges, second), graph, requestsPerDot: 20, elapsedSeconds: second === 0 ? 0 : 1 })
    store = next
    before = graph
  })
  return store
}

/** All dots of one edge, some time after the last second. */
function dotsOf(store: EdgeStore, row: number, sinceSeconds: number): PlacedDot[] {
  const dyn = store.dynTexture.image.data
  if (!(dyn instanceof Float32Array)) throw new TypeError('an edge texture holds floats')
  const [dots = NaN, phase = NaN, trips = NaN, wraps = NaN] = dyn.subarray(row * 12)
  return Array.from({ length: Math.ceil(dots) }, (_, k) =>
    placeDot({
      geo: store.geo,
      edge: row,
      k,
      dots,
      phase: phase + trips * sinceSeconds + wraps * PHASE_WRAP,
      errorShare: dyn[row * 12 + 4] ?? NaN,
      degradedShare: dyn[row * 12 + 5] ?? NaN,
      spread: dyn[row * 12 + 6] ?? NaN,
    }),
  )
}

const someEdges = fc.shuffledSubarray(
  Array.from({ length: MOST_EDGES }, (_, edge) => edge).filter((edge) => edge !== 7),
)

describe('a stream beside which others come and go', () => {
  it('goes on as if nothing had happened: every dot in its place, with its colour', () => {
    const input = fc.tuple(
      fc.array(fc.tuple(someEdges, fc.nat(MOST_EDGES)), { minLength: 2, maxLength: 8 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
    )
    fc.assert(
      fc.property(input, ([seconds, since]) => {
        const rosters = seconds.map(([others, at]) => [...others.slice(0, at), 7, ...others.slice(at)])
        const among = dotsOf(livedThrough(rosters), rosters.at(-1)?.indexOf(7) ?? -1, since)
        const alone = dotsOf(livedThrough(rosters.map(() => [7])), 0, since)
        expect(among.length).toBeGreaterThan(1)
        expect(among).toEqual(alone)
      }),
      { numRuns: 60 },
    )
  })

  it('begins anew where it is another one', () => {
    const one = dotsOf(livedThrough([[7]]), 0, 0)
    const other = dotsOf(livedThrough([[8]]), 0, 0)
    expect(one.map(({ alpha }) => alpha)).not.toEqual(other.map(({ alpha }) => alpha))
  })
})
