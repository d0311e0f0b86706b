import { OUTCOMES, type Outcome, type World } from '#mocks/world/world.ts'
import { createQuantile } from '../quantile.ts'
import type { Recorder } from '../recorder.ts'

/** A service's calls to another in one region, over the window a Hystrix command counts in; of all its instances. */
export interface WorldCall {
  /** Row of the edge. */
  edge: number
  callee: string
  breaker: 'closed' | 'open' | 'half-open'
  /** Attempts a second, by how they ended. */
  succeededPerSecond: number
  failedPerSecond: number
  timedOutPerSecond: number
  /** Calls a second that an open circuit kept back. */
  refusedPerSecond: number
  /** ms at these shares of requests; NaN where there were none. */
  latencyMs: (share: number) => number
}

export const WINDOW_MS = 10_000
/** What is looked at of circuits that were open before anybody looked. */
const PAST_MS = 60_000
/** How fast the memory of how often a call is made follows. */
const MEMORY = 0.1
const BREAKERS = ['closed', 'open', 'half-open'] as const

/**
 * What callers know of their calls. The world counts attempts alone; how many an open circuit keeps back is known from
 * how many there were before it opened.
 */
export function createWorldCalls(world: World, recorder: Recorder) {
  const { edges, nodes, latencyBucketsMs } = world.catalog
  const usual = new Float64Array(edges.length)
  const buckets = latencyBucketsMs.length + 1
  let readAt = NaN
  let requests: Float64Array | null = null
  let latency: Float64Array | null = null

  /** Once for all streams: everything of a sample is read when its first stream asks. */
  function read(at: number): void {
    if (readAt === at) return
    readAt = at
    requests = recorder.rates('requests', { at, windowMs: WINDOW_MS, until: at })
    latency = recorder.rates('latency', { at, windowMs: WINDOW_MS, until: at })
    const past = recorder.rates('requests', { at, windowMs: PAST_MS, until: at })
    for (let edge = 0; edge < edges.length; edge += 1) {
      if (world.gauges.breaker[edge] === 0) usual[edge] = follow(usual[edge] ?? 0, attemptsOf(requests, edge))
      else if (usual[edge] === 0) usual[edge] = attemptsOf(past, edge)
    }
  }

  const outcome = (edge: number, name: Outcome) => outcomeOf(requests, edge, name)

  return {
    /** Of this node, by its row. */
    of(node: number, at: number): WorldCall[] {
      read(at)
      return edges.flatMap((edge, row): WorldCall[] => {
        const callee = nodes[edge.target]
        if (edge.source !== node || callee === undefined || edge.protocol === 'messaging') return []
        const breaker = BREAKERS[world.gauges.breaker[row] ?? 0] ?? 'closed'
        const quantile = createQuantile(latencyBucketsMs)
        if (latency !== null) quantile.add(latency, row * buckets)
        return [
          {
            edge: row,
            callee: callee.service,
            breaker,
            succeededPerSecond: outcome(row, 'good') + outcome(row, 'degraded'),
            failedPerSecond: outcome(row, 'error'),
            timedOutPerSecond: outcome(row, 'timeout'),
            refusedPerSecond: breaker === 'closed' ? 0 : Math.max(0, (usual[row] ?? 0) - attemptsOf(requests, row)),
            latencyMs: (share) => quantile.read(share) ?? NaN,
          },
        ]
      })
    },
  }
}

function outcomeOf(rates: Float64Array | null, edge: number, name: Outcome): number {
  return rates?.[edge * OUTCOMES.length + OUTCOMES.indexOf(name)] ?? 0
}

function attemptsOf(rates: Float64Array | null, edge: number): number {
  return OUTCOMES.reduce((sum, name) => sum + outcomeOf(rates, edge, name), 0)
}

function follow(memory: number, now: number): number {
  return memory === 0 ? now : memory + (now - memory) * MEMORY
}
