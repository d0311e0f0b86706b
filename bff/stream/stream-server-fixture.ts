import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { SourceReport } from '#bff/topology/report.ts'
import { createTopology, type Topology } from '#bff/topology/create-topology.ts'
import { DEFAULT_FRESHNESS_RULE } from '#contract/freshness.ts'
import { DEFAULT_HEALTH_THRESHOLDS } from '#contract/health.ts'
import { ROUTES } from '#contract/routes.ts'
import { createOriginCheck } from './check-origin.ts'
import { createStream, type Stream, type StreamInput } from './create-stream.ts'
import type { StreamTimers } from './stream-limits.ts'

/** A real server on loopback with a real stream over a real topology of a few rows; time turned by the test. */
export interface StreamServer {
  url: string
  origin: string
  stream: Stream
  topology: Topology
  clock: TurnedClock
  /** Tells the topology of so many requests a second into the edge of the region, and publishes the next frame. */
  publish(requestsPerSecond?: number, change?: (report: SourceReport) => void): number
  close(): Promise<void>
}

/** A clock that stands until it is turned; what is due then runs in its order. */
export interface TurnedClock extends StreamTimers {
  now(): number
  turn(ms: number): void
}

export function createTurnedClock(startAt = Date.UTC(2026, 10, 22, 14)): TurnedClock {
  let now = startAt
  let due: { at: number; act: () => void; everyMs: number | null }[] = []
  const add = (act: () => void, ms: number, everyMs: number | null) => {
    const entry = { at: now + ms, act, everyMs }
    due.push(entry)
    return () => {
      due = due.filter((one) => one !== entry)
    }
  }
  return {
    now: () => now,
    every: (ms, tick) => add(tick, ms, ms),
    after: (ms, act) => add(act, ms, null),
    turn(ms) {
      const until = now + ms
      for (;;) {
        const [next] = due.filter((entry) => entry.at <= until).toSorted((one, other) => one.at - other.at)
        if (next === undefined) break
        now = Math.max(now, next.at)
        if (next.everyMs === null) due = due.filter((entry) => entry !== next)
        else next.at += next.everyMs
        next.act()
      }
      now = until
    },
  }
}

export async function startStreamServer(
  input: Partial<Pick<StreamInput, 'authenticate' | 'checkOrigin' | 'limits' | 'sources'>> & {
    epoch?: string
    port?: number
  } = {},
): Promise<StreamServer> {
  const clock = createTurnedClock()
  const topology = createTopology({
    epoch: input.epoch ?? 'one',
    regions: [{ id: 'us-east-1', name: 'US East' }],
    freshness: DEFAULT_FRESHNESS_RULE,
  })
  const stream = createStream({
    clock,
    timers: clock,
    hello: () => ({
      simulated: true,
      scenario: 'calm',
      freshness: DEFAULT_FRESHNESS_RULE,
      health: DEFAULT_HEALTH_THRESHOLDS,
    }),
    roster: topology.roster,
    sources: input.sources ?? (() => []),
    checkOrigin: input.checkOrigin ?? createOriginCheck({}),
    authenticate: input.authenticate ?? (() => ({ kind: 'local-operator', name: 'tester', roles: ['viewer'] })),
    ...(input.limits === undefined ? {} : { limits: input.limits }),
  })
  const server = createServer((_, response) => response.writeHead(404).end())
  stream.attach(server)
  await new Promise<void>((resolve) => server.listen(input.port ?? 0, '127.0.0.1', resolve))
  const host = `127.0.0.1:${portOf(server.address())}`
  let seq = 0
  return {
    url: `ws://${host}${ROUTES.stream}`,
    origin: `http://${host}`,
    stream,
    topology,
    clock,
    publish(requestsPerSecond = 100, change = () => undefined) {
      seq++
      // Each report has newer samples than the one before, though the clock may stand.
      const report = entryReport(clock.now() + seq, requestsPerSecond)
      change(report)
      topology.accept(report)
      stream.publish(topology.takeFrame({ seq, at: clock.now(), worldAt: clock.now() }))
      return seq
    },
    async close() {
      const closed = stream.close()
      clock.turn(1_000)
      await closed
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

function portOf(address: AddressInfo | string | null): number {
  return typeof address === 'object' && address !== null ? address.port : 0
}

export function entryReport(at: number, requestsPerSecond: number): SourceReport {
  return {
    source: 'prometheus',
    at,
    feeds: [{ region: 'us-east-1', observedAt: at, periodMs: 5_000 }],
    edges: [edgeReading(at, requestsPerSecond, 'api')],
    nodes: [],
    zones: [],
    business: [],
    problems: [],
  }
}

export function edgeReading(at: number, requestsPerSecond: number, target: string): SourceReport['edges'][number] {
  return {
    sourceRegion: 'global',
    source: 'internet',
    targetRegion: 'us-east-1',
    target,
    protocol: 'http',
    feedRegion: 'us-east-1',
    entry: true,
    requestsPerSecond,
    errorShare: 0,
    degradedShare: NaN,
    p99LatencyMs: 40,
    observedAt: at,
  }
}
