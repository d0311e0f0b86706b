import fc from 'fast-check'
import type { EdgeColumns, Frame, NodeColumns } from './frame.ts'

const measure = fc.oneof(fc.constantFrom(0, NaN, 1, 0.05), fc.float({ min: 0, max: 1e6, noNaN: true }).map(Math.fround))
const total = fc.oneof(fc.constant(NaN), fc.double({ min: 0, max: 1e9, noNaN: true }))

function edgeColumns(rows: number): fc.Arbitrary<EdgeColumns> {
  const column = columnOf(rows)
  return fc.record({
    requestsPerSecond: column,
    errorShare: column,
    degradedShare: column,
    p99LatencyMs: column,
    lagMs: column,
  })
}

function columnOf(rows: number): fc.Arbitrary<Float32Array> {
  return fc.array(measure, { minLength: rows, maxLength: rows }).map((values) => Float32Array.from(values))
}

/** Any frame of so many rows; three regions, two zones, two feeds, one business metric. */
export function arbitraryFrame({
  seq,
  nodes,
  edges,
}: {
  seq: number
  nodes: number
  edges: number
}): fc.Arbitrary<Frame> {
  const rows = (count: number) => fc.array(fc.nat({ max: count - 1 }), { maxLength: count })
  return fc.record({
    seq: fc.constant(seq),
    rosterEpoch: fc.constant('epoch-1'),
    rosterVersion: fc.nat(),
    at: fc.double({ min: 0, max: 8.64e15, noNaN: true }),
    worldAt: fc.double({ min: 0, max: 8.64e15, noNaN: true }),
    feedObservedAt: fc.array(total, { minLength: 2, maxLength: 2 }).map((values) => Float64Array.from(values)),
    nodes: fc
      .tuple(edgeColumns(nodes), columnOf(nodes), columnOf(nodes))
      .map(([columns, saturation, breakersOpen]): NodeColumns => ({ ...columns, saturation, breakersOpen })),
    edges: edgeColumns(edges),
    regionTotals: fc.array(
      fc.record({
        requestsPerSecond: total,
        errorShare: total,
        degradedShare: total,
        p99LatencyMs: total,
        headroomShare: total,
        tightestNode: fc.integer({ min: -1, max: nodes - 1 }),
        observedAt: total,
        missingEdges: rows(edges),
      }),
      { minLength: 3, maxLength: 3 },
    ),
    zoneTotals: fc.array(fc.record({ requestsPerSecond: total, errorShare: total, observedAt: total }), {
      minLength: 2,
      maxLength: 2,
    }),
    businessTotals: fc.array(
      fc.record({
        value: total,
        byRegion: fc.array(total, { minLength: 3, maxLength: 3 }),
        observedAt: total,
      }),
      { minLength: 1, maxLength: 1 },
    ),
  })
}
