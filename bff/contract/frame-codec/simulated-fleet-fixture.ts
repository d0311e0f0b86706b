import { createEdgeColumns, createNodeColumns, type EdgeColumns, type Frame } from './frame.ts'
import type { FrameShape } from './frame-header.ts'

/**
 * A fleet as a load balancer's counters would show it: rates spread log-normally over the rows, requests counted over a
 * sliding window of five seconds (so that they tremble as Poisson counts do), errors and fallbacks zero for most rows,
 * p99 trembling by a few per cent. The same seed gives the same fleet.
 */
export interface SimulatedFleet {
  shape: FrameShape
  /** One second on. */
  next(): Frame
}

const WINDOW_SECONDS = 5
const EPOCH_MS = Date.UTC(2026, 10, 22, 14)

export function createSimulatedFleet({
  nodes,
  edges,
  seed,
}: {
  nodes: number
  edges: number
  seed: number
}): SimulatedFleet {
  const random = createRandom(seed)
  const shape = { nodes, edges, regions: 3, zones: 9, feeds: 3, businessMetrics: 1 }
  const rows = Array.from({ length: nodes + edges }, () => createRow(random))
  for (let second = 0; second < WINDOW_SECONDS; second++) for (const row of rows) row.step()
  let seq = 0
  return {
    shape,
    next() {
      seq++
      for (const row of rows) row.step()
      const at = EPOCH_MS + seq * 1_000
      const frame: Frame = {
        seq,
        rosterEpoch: 'simulated',
        rosterVersion: 1,
        at,
        worldAt: at,
        feedObservedAt: Float64Array.from({ length: shape.feeds }, () => at - 400 - Math.floor(random() * 300)),
        nodes: createNodeColumns(nodes),
        edges: createEdgeColumns(edges),
        regionTotals: Array.from({ length: shape.regions }, () => ({
          requestsPerSecond: 40_000 + random() * 1_000,
          errorShare: random() / 1_000,
          degradedShare: random() / 1_000,
          p99LatencyMs: 100 + random(),
          headroomShare: 0.3 + random() / 10,
          tightestNode: Math.floor(random() * nodes),
          observedAt: at - 500,
          missingEdges: [],
        })),
        zoneTotals: Array.from({ length: shape.zones }, () => ({
          requestsPerSecond: 13_000 + random() * 300,
          errorShare: random() / 1_000,
          observedAt: at - 500,
        })),
        businessTotals: [{ value: 1_000 + random(), byRegion: [random(), random(), random()], observedAt: at - 500 }],
      }
      for (const [index, row] of rows.entries()) {
        if (index < edges) row.write(frame.edges, index)
        else row.write(frame.nodes, index - edges)
      }
      for (let node = 0; node < nodes; node++) frame.nodes.saturation[node] = rows[edges + node]?.saturation() ?? NaN
      return frame
    },
  }
}

function createRow(random: () => number) {
  const rate = Math.exp(2.5 + 1.6 * normal(random))
  const errorShare = random() < 0.1 ? 0.02 * random() : 0
  const degradedShare = random() < 0.05 ? 0.05 * random() : 0
  const p99 = Math.exp(3.5 + 0.8 * normal(random))
  const capacity = rate / (0.3 + 0.5 * random())
  const counts = { all: [0], errors: [0], degraded: [0] }
  let p99Now = p99
  const requests = () => sum(counts.all)
  return {
    step() {
      push(counts.all, poisson(rate, random))
      push(counts.errors, poisson(rate * errorShare, random))
      push(counts.degraded, poisson(rate * degradedShare, random))
      p99Now = p99 * Math.exp(0.06 * normal(random))
    },
    write(columns: EdgeColumns, index: number) {
      const all = requests()
      columns.requestsPerSecond[index] = all / WINDOW_SECONDS
      columns.errorShare[index] = all === 0 ? NaN : Math.min(1, sum(counts.errors) / all)
      columns.degradedShare[index] = all === 0 ? NaN : Math.min(1, sum(counts.degraded) / all)
      columns.p99LatencyMs[index] = all === 0 ? NaN : p99Now
      columns.lagMs[index] = 0
    },
    saturation: () => requests() / WINDOW_SECONDS / capacity,
  }
}

function push(window: number[], count: number): void {
  window.push(count)
  if (window.length > WINDOW_SECONDS) window.shift()
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0)
}

function normal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
}

function poisson(mean: number, random: () => number): number {
  if (mean > 50) return Math.max(0, Math.round(mean + Math.sqrt(mean) * normal(random)))
  const limit = Math.exp(-mean)
  let count = 0
  for (let product = random(); product > limit; product *= random()) count++
  return count
}

/** mulberry32: small, fast, good enough to tremble. */
function createRandom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
