import { OUTCOMES, type World } from '#mocks/world/world.ts'

const bounds = [10, 100]
const nodes = [
  { region: 0, service: 'edge-proxy', kind: 'service', owner: 'edge', domain: 'edge', zones: ['a', 'b'] },
  { region: 0, service: 'api', kind: 'service', owner: 'api "core"', domain: 'api', zones: ['a', 'b'] },
  { region: 1, service: 'edge-proxy', kind: 'service', owner: 'edge', domain: 'edge', zones: ['a', 'b'] },
  { region: 0, service: 'store', kind: 'datastore', owner: 'data', domain: 'data', zones: ['a', 'b'] },
  { region: -1, service: 'internet', kind: 'internet', owner: 'everybody', domain: 'outside', zones: [] },
] as const
const edges = [
  { source: 4, target: 0, protocol: 'http' },
  { source: 0, target: 1, protocol: 'grpc' },
  { source: 1, target: 3, protocol: 'database' },
  { source: 4, target: 2, protocol: 'http' },
  { source: 0, target: 2, protocol: 'http' },
] as const
const position = { latitude: 0, longitude: 0 }

/** Two regions, four services, five edges: small enough to do the sums by hand. */
export function createSmallWorld(startAt = 0): World & {
  add(edge: number, outcome: (typeof OUTCOMES)[number], requests: number): void
  reset(edge: number): void
  setNow(at: number): void
} {
  let now = startAt
  const counters = {
    requests: new Float64Array(edges.length * OUTCOMES.length),
    latency: new Float64Array(edges.length * (bounds.length + 1)),
    latencySumMs: new Float64Array(edges.length),
    zoneRequests: new Float64Array(2 * 3 * OUTCOMES.length),
    streamStarts: new Float64Array(2),
  }
  return {
    catalog: {
      regions: [
        { id: 'us-east-1', name: 'N. Virginia', position, zones: ['a', 'b', 'c'] },
        { id: 'us-west-2', name: 'Oregon', position, zones: ['a', 'b', 'c'] },
      ],
      nodes,
      edges,
      latencyBucketsMs: bounds,
    },
    get now() {
      return now
    },
    stepMs: 1_000,
    advanceTo(at) {
      now = at
    },
    setNow(at) {
      now = at
    },
    counters,
    gauges: {
      saturation: Float64Array.from([0.5, 0.7, 0.2, 0.1, NaN]),
      instancesReady: Float64Array.from([1, 1, 1, 1, NaN]),
      instancesStarting: new Float64Array(nodes.length),
      instancesPlaced: Float64Array.from([1, 1, 1, 1, NaN]),
      zonesAlive: new Float64Array(2 * 3).fill(1),
      breaker: new Uint8Array(edges.length),
      breakersOpen: Float64Array.from([0, 2, 0, 0, NaN]),
    },
    steer() {},
    keepAtLeast() {},
    add(edge, outcome, requests) {
      const index = edge * OUTCOMES.length + OUTCOMES.indexOf(outcome)
      counters.requests[index] = (counters.requests[index] ?? 0) + requests
      const bucket = edge * (bounds.length + 1)
      counters.latency[bucket] = (counters.latency[bucket] ?? 0) + requests
    },
    reset(edge) {
      counters.requests.fill(0, edge * OUTCOMES.length, (edge + 1) * OUTCOMES.length)
      counters.latency.fill(0, edge * (bounds.length + 1), (edge + 1) * (bounds.length + 1))
    },
  }
}
