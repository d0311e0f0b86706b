import { createServer, type Server } from 'node:http'
import { createRequire } from 'node:module'
import type { Readable } from 'node:stream'
import CircuitBreaker from 'opossum'
import { createFaultBoard } from '#mocks/upstreams/faults.ts'
import { createHystrixStreams, hystrixInstances } from '#mocks/upstreams/hystrix/hystrix-streams.ts'
import { closeAtOnce, listenOnLoopback } from '#mocks/upstreams/loopback.ts'
import { createRecorder } from '#mocks/upstreams/recorder.ts'
import { createSmallWorld } from '#mocks/upstreams/small-world-fixture.ts'
import { startJavaServer } from '../java-server-fixture.ts'

/** Whoever serves a `hystrix.stream`, and which of its commands fares how. */
export interface Producer {
  url: string
  /** Succeeds always. */
  healthy: CommandOf
  /** Fails always, so that its circuit is open and refuses nearly every call. */
  refusing: CommandOf
  /** Nobody calls it, or no call of it ever runs. */
  idle: string
  /** Connections that are open now; null where it cannot be told. */
  connections: () => number | null
  /** Null where there is no limit. */
  mostConnections: number | null
  stop(): Promise<void>
}

interface CommandOf {
  command: string
  group: string
  callsPerSecond: number
}

/** The simulated one. */
export async function startSimulatedProducer(): Promise<Producer> {
  const world = withIdleCall(createSmallWorld(Date.now()))
  const recorder = createRecorder(world)
  const faults = createFaultBoard(() => Date.now())
  const streams = createHystrixStreams({ world, recorder, faults, now: () => Date.now() })
  const path = hystrixInstances(world).find(
    ({ service, region }) => service === 'edge-proxy' && region === 'us-east-1',
  )?.path
  const server = createServer((_, response) => streams.answer(path ?? '', response))
  const [healthyEdge, refusingEdge] = [4, 1]
  const beat = () => {
    world.add(healthyEdge, 'good', 20)
    recorder.sample(Date.now())
  }
  // Its circuit has been open for a while.
  for (let second = 60; second > 0; second -= 1) {
    world.add(healthyEdge, 'good', 20)
    if (second > 15) world.add(refusingEdge, 'error', 20)
    recorder.sample(Date.now() - second * 1_000)
  }
  world.gauges.breaker[refusingEdge] = 1
  const timer = setInterval(beat, 1_000)
  const port = await listenOnLoopback(server, 0)
  return {
    url: `http://127.0.0.1:${port}${path}`,
    healthy: { command: 'GetEdgeProxy', group: 'edge-proxy', callsPerSecond: 20 },
    refusing: { command: 'GetApi', group: 'api', callsPerSecond: 20 },
    idle: 'GetStore',
    connections: connectionsOf(server),
    mostConnections: 5,
    async stop() {
      clearInterval(timer)
      await closeAtOnce(server)
    },
  }
}

/** One more call that nobody makes: from the edge to the store. */
function withIdleCall(world: ReturnType<typeof createSmallWorld>): ReturnType<typeof createSmallWorld> {
  const edges = [...world.catalog.edges, { source: 0, target: 3, protocol: 'database' as const }]
  return { ...world, catalog: { ...world.catalog, edges } }
}

/** hystrix-metrics-event-stream 1.5.18. */
export async function startJavaProducer(): Promise<Producer> {
  const server = await startJavaServer({ name: 'hystrix' })
  return {
    url: `${server.url}/hystrix.stream`,
    healthy: { command: 'GetTitle', group: 'catalog', callsPerSecond: 20 },
    refusing: { command: 'GetRatings', group: 'catalog', callsPerSecond: 20 },
    // Forced open: no call of it ever runs.
    idle: 'GetSubtitles',
    connections: () => null,
    mostConnections: 5,
    stop: () => server.stop(),
  }
}

const CALL_EVERY_MS = 50

/** opossum 10 with opossum-hystrix 0.1.1: an event a second, no pings. */
export async function startOpossumProducer(): Promise<Producer> {
  const breakerOf = (name: string, action: () => Promise<string>) =>
    new CircuitBreaker(action, { name, group: 'catalog', timeout: 1_000, resetTimeout: 60_000, volumeThreshold: 5 })
  const healthy = breakerOf('getTitle', () => new Promise((resolve) => setTimeout(resolve, 3, 'answer')))
  const refusing = breakerOf('getRatings', () => Promise.reject(new Error('the callee failed')))
  const idle = breakerOf('getNobody', () => Promise.resolve('answer'))
  const breakers = [healthy, refusing, idle]
  const stats = hystrixStatsOf(breakers)
  const server = createServer((_, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' })
    const send = (text: string) => response.write(text)
    stats.getHystrixStream().on('data', send)
    response.on('close', () => stats.getHystrixStream().off('data', send))
  })
  const timer = setInterval(() => {
    healthy.fire().catch(() => {})
    refusing.fire().catch(() => {})
  }, CALL_EVERY_MS)
  const port = await listenOnLoopback(server, 0)
  const callsPerSecond = 1_000 / CALL_EVERY_MS
  return {
    url: `http://127.0.0.1:${port}/hystrix.stream`,
    healthy: { command: 'getTitle', group: 'catalog', callsPerSecond },
    refusing: { command: 'getRatings', group: 'catalog', callsPerSecond },
    idle: 'getNobody',
    connections: connectionsOf(server),
    mostConnections: null,
    async stop() {
      clearInterval(timer)
      stats.shutdown()
      for (const breaker of breakers) breaker.shutdown()
      await closeAtOnce(server)
    },
  }
}

interface HystrixStats {
  getHystrixStream(): Readable
  shutdown(): void
}

/** opossum-hystrix brings no types: its one export is a class that is made of breakers, and this is what it has. */
function hystrixStatsOf(breakers: readonly CircuitBreaker[]): HystrixStats {
  const Stats: new (breakers: readonly CircuitBreaker[]) => HystrixStats = createRequire(import.meta.url)(
    'opossum-hystrix',
  )
  return new Stats(breakers)
}

function connectionsOf(server: Server): () => number {
  let open = 0
  server.on('request', (_, response) => {
    open += 1
    response.once('close', () => (open -= 1))
  })
  return () => open
}
