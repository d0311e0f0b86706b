import type { ServerResponse } from 'node:http'
import type { World } from '#mocks/world/world.ts'
import { answer } from '../answer.ts'
import type { FaultBoard, FaultKind } from '../faults.ts'
import { instanceIdOf } from '../instance-id-of.ts'
import type { Recorder } from '../recorder.ts'
import { commandEvent, commandOf, poolEvent } from './command-events.ts'
import { createWorldCalls } from './world-calls.ts'

/**
 * `hystrix.stream` of some of the world's instances, each at a path of its own: commands and pools every half second,
 * `ping:` in between, five connections an instance at most, 503 beyond.
 */
export interface HystrixStreams {
  answer(path: string, response: ServerResponse): void
}

export interface HystrixInstance {
  path: string
  region: string
  service: string
  instance: string
}

export const HYSTRIX_PATH = '/hystrix/'
export const MOST_CONNECTIONS = 5
const EVERY_MS = 500
/** Callers at which the stories of the scenarios are seen. */
export const HYSTRIX_SERVICES = ['edge-proxy', 'api', 'device-gateway', 'playback-api', 'playback-session'] as const
/** Of each service and region. */
const INSTANCES = 2
const SLOWEST = 1.25

interface Seat extends HystrixInstance {
  /** Row of the node. */
  node: number
  /** Which of its service's instances. */
  place: number
  connections: number
}

export function createHystrixStreams(input: {
  world: World
  recorder: Recorder
  faults: FaultBoard
  /** The wall's clock, UTC ms. */
  now: () => number
}): HystrixStreams {
  const { world, recorder, faults, now } = input
  const calls = createWorldCalls(world, recorder)
  const seats = new Map(seatsOf(world).map((seat) => [seat.path, seat] as const))

  function batchOf(seat: Seat): string {
    const at = faults.visibleUntil(seat.region, now())
    const ready = Math.max(1, world.gauges.instancesReady[seat.node] ?? 1)
    const share = { share: 1 / ready, slowness: seat.place === 0 ? 1 : SLOWEST, now: at }
    const known = calls.of(seat.node, recorder.newestAt(at, at))
    const groups = new Set(known.map(({ callee }) => commandOf(callee).group))
    const events = [
      ...known.map((call) => commandEvent(call, share)),
      ...Array.from(groups, (group) => poolEvent(group, at)),
    ]
    return events.map((event) => `data: ${JSON.stringify(event)}\n\n`).join('')
  }

  return {
    answer(path, response) {
      const seat = seats.get(path)
      if (seat === undefined) return answer(response, { status: 404, type: 'text/plain', text: 'no such instance\n' })
      if (seat.connections >= MOST_CONNECTIONS) {
        // As Jetty: whoever takes nothing but a stream is told nothing.
        const isTold = /text\/plain|\*\/\*/.test(response.req.headers.accept ?? '*/*')
        const text = isTold ? `MaxConcurrentConnections reached: ${MOST_CONNECTIONS}` : ''
        return answer(response, { status: 503, type: 'text/plain', text })
      }
      seat.connections += 1
      const end = serve({ response, batch: () => batchOf(seat), fault: () => faults.faultOf('hystrix', seat.region) })
      response.once('close', () => {
        seat.connections -= 1
        end()
      })
    },
  }
}

/** Where the streams are, for who reads them. */
export function hystrixInstances(world: World): HystrixInstance[] {
  return seatsOf(world).map(({ path, region, service, instance }) => ({ path, region, service, instance }))
}

function seatsOf(world: World): Seat[] {
  const wanted: ReadonlySet<string> = new Set(HYSTRIX_SERVICES)
  return world.catalog.nodes.flatMap((node, row) => {
    const region = world.catalog.regions[node.region]
    if (region === undefined || !wanted.has(node.service)) return []
    return Array.from({ length: INSTANCES }, (_, place) => {
      const instance = instanceIdOf(node, place)
      return {
        path: `${HYSTRIX_PATH}${region.id}/${instance}/hystrix.stream`,
        region: region.id,
        service: node.service,
        instance,
        node: row,
        place,
        connections: 0,
      }
    })
  })
}

/** Sends until the connection is gone; what ends it. */
function serve(stream: { response: ServerResponse; batch: () => string; fault: () => FaultKind | null }): () => void {
  const { response, batch, fault } = stream
  const send = () => {
    if (sendBroken(response, fault(), batch)) return
    if (!response.headersSent) response.writeHead(200, { 'content-type': 'text/event-stream;charset=UTF-8' })
    // Whoever reads too slowly misses some, as of a real one.
    if (!response.writableNeedDrain) response.write(`${batch()}ping: \n\n`)
  }
  const timer = setInterval(send, EVERY_MS)
  send()
  return () => clearInterval(timer)
}

/** True where a fault decided what is sent, or that nothing is. */
function sendBroken(response: ServerResponse, fault: FaultKind | null, batch: () => string): boolean {
  const open = () =>
    response.headersSent || response.writeHead(200, { 'content-type': 'text/event-stream;charset=UTF-8' })
  switch (fault) {
    case null:
    case 'frozen':
      return false
    case 'hang':
      return true
    case 'truncate': {
      open()
      const text = batch()
      response.end(text.slice(0, text.length / 2))
      return true
    }
    case 'reset': {
      open()
      const text = batch()
      response.write(text.slice(0, text.length / 2), () => response.socket?.resetAndDestroy())
      return true
    }
    case 'html':
    case 'error-500':
      if (response.headersSent) response.end()
      else if (fault === 'html') answer(response, { status: 200, type: 'text/html', text: '<html>Sign in</html>' })
      else answer(response, { status: 500, type: 'text/plain', text: 'out of order\n' })
      return true
    case 'huge':
      open()
      // One event without an end.
      if (!response.writableNeedDrain) response.write(`data: ${'x'.repeat(1024 ** 2)}`)
      return true
  }
}
