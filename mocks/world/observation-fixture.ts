import { OUTCOMES, type World } from './world.ts'

/** What the counters say between two moments, the way a metrics system would work it out. */
export interface Observation {
  seconds: number
  /** Requests/s and shares of the edge at this row. */
  edge(row: number): Traffic
  /** All that calls the service, INTERNET included. */
  node(row: number): Traffic
  entry(region: number): Traffic
  /** Requests/s of a zone. */
  zone(region: number, zone: number): Traffic
  /** Stream starts/s by region. */
  streamStarts: readonly number[]
}

export interface Traffic {
  requests: number
  requestsPerSecond: number
  /** Failures and timeouts. */
  errorShare: number
  degradedShare: number
  /** From the buckets, interpolated; NaN for zones. */
  p99LatencyMs: number
}

export function nodeRow(world: World, region: number, service: string): number {
  return world.catalog.nodes.findIndex((node) => node.region === region && node.service === service)
}

export function entryRow(world: World, region: number): number {
  const { nodes, edges } = world.catalog
  return edges.findIndex(
    ({ source, target }) => nodes[source]?.service === 'internet' && nodes[target]?.region === region,
  )
}

/** Lets this much time pass and tells what happened in it. */
export function observe(world: World, milliseconds: number): Observation {
  const before = copyOf(world)
  const from = world.now
  world.advanceTo(from + milliseconds)
  const seconds = (world.now - from) / 1_000
  const after = copyOf(world)
  const requests = after.requests.map((value, index) => value - (before.requests[index] ?? 0))
  const latency = after.latency.map((value, index) => value - (before.latency[index] ?? 0))
  const zones = after.zoneRequests.map((value, index) => value - (before.zoneRequests[index] ?? 0))
  const bounds = world.catalog.latencyBucketsMs

  function traffic(rows: readonly number[], column: Float64Array, buckets: boolean): Traffic {
    const counts = OUTCOMES.map((_, outcome) =>
      rows.reduce((sum, row) => sum + (column[row * OUTCOMES.length + outcome] ?? 0), 0),
    )
    const [good = 0, degraded = 0, error = 0, timeout = 0] = counts
    const total = good + degraded + error + timeout
    return {
      requests: total,
      requestsPerSecond: total / seconds,
      errorShare: total > 0 ? (error + timeout) / total : 0,
      degradedShare: total > 0 ? degraded / total : 0,
      p99LatencyMs: buckets ? quantile(rows, 0.99) : NaN,
    }
  }

  function quantile(rows: readonly number[], share: number): number {
    const width = bounds.length + 1
    const counts = Array.from({ length: width }, (_, bucket) =>
      rows.reduce((sum, row) => sum + (latency[row * width + bucket] ?? 0), 0),
    )
    let left = share * counts.reduce((sum, count) => sum + count, 0)
    for (const [bucket, count] of counts.entries()) {
      const low = bounds[bucket - 1] ?? 0
      if (left <= count) return low + ((bounds[bucket] ?? low) - low) * (count > 0 ? left / count : 0)
      left -= count
    }
    return NaN
  }

  return {
    seconds,
    edge: (row) => traffic([row], requests, true),
    node: (row) =>
      traffic(
        world.catalog.edges.flatMap(({ target }, edge) => (target === row ? [edge] : [])),
        requests,
        true,
      ),
    entry: (region) => traffic([entryRow(world, region)], requests, true),
    zone: (region, zone) => traffic([region * 3 + zone], zones, false),
    streamStarts: Array.from(
      after.streamStarts,
      (value, region) => (value - (before.streamStarts[region] ?? 0)) / seconds,
    ),
  }
}

function copyOf({ counters }: World) {
  return {
    requests: counters.requests.slice(),
    latency: counters.latency.slice(),
    zoneRequests: counters.zoneRequests.slice(),
    streamStarts: counters.streamStarts.slice(),
  }
}

/** FNV-1a over every counter's bytes. */
export function hashOf({ counters }: World): string {
  let hash = 0x811c9dc5
  for (const column of Object.values(counters)) {
    for (const byte of new Uint8Array(column.buffer)) hash = Math.imul(hash ^ byte, 0x01000193)
  }
  return (hash >>> 0).toString(16)
}

/** A Sunday afternoon in Europe, late morning in America. */
export const SOME_SUNDAY = Date.UTC(2026, 10, 22, 16)
