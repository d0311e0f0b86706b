import { fork } from 'node:child_process'
import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { WebSocketServer } from 'ws'
import { DEFAULT_FRESHNESS_RULE } from '#contract/freshness.ts'
import { encodeFrame, quantiseFrame } from '#contract/frame-codec/encode-frame.ts'
import type { Frame } from '#contract/frame-codec/frame.ts'
import { namedJsonRows } from '#contract/frame-codec/json-rows-fixture.ts'
import { createSimulatedFleet } from '#contract/frame-codec/simulated-fleet-fixture.ts'
import { DEFAULT_HEALTH_THRESHOLDS } from '#contract/health.ts'
import { ROUTES } from '#contract/routes.ts'
import { atMost, reportFigures } from '#scripts/figures.ts'
import { createStream } from './create-stream.ts'
import { binaryPacket } from './packet.ts'
import { ClientsAnswer, type ClientsCommand } from './fan-out-clients-fixture.ts'
import { rosterOfFleet } from './fleet-roster-fixture.ts'

/**
 * One process that sends a frame of 10,000 connections and 1,000 services each second to 500 clients, which live in
 * another process. First all read; then 50 of them stand still; then the same frame goes to 500 as JSON rows. The
 * frames' side pays for its heartbeats and pings, the JSON side has none.
 */
const CLIENTS = 500
const STALLED = 50
const SECONDS = 12
/** So long they are there for certain. */
const SECONDS_BESIDE_STALLED = 5
const WARM_UP_SECONDS = 8
const JSON_SECONDS = 5
const EVICTED_WITHIN_MS = 10_000

const now = () => performance.timeOrigin + performance.now()
const fleet = createSimulatedFleet({ nodes: 1_000, edges: 10_000, seed: 11 })
const roster = rosterOfFleet(fleet)
const stream = createStream({
  clock: { now: () => Math.round(now()) },
  hello: () => ({ simulated: true, freshness: DEFAULT_FRESHNESS_RULE, health: DEFAULT_HEALTH_THRESHOLDS }),
  roster: () => roster,
  sources: () => [],
  checkOrigin: () => true,
  authenticate: () => ({ kind: 'system', name: 'bench' }),
  // They are all one, and play many.
  limits: { streamsPerPerson: CLIENTS },
})
const frames = Array.from({ length: WARM_UP_SECONDS + 2 * SECONDS + 4 }, () => fleet.next())
let published = 0

const { origin, server } = await listen()
stream.attach(server)
const clients = startClients()

publishNext()
await clients.tell({ kind: 'connect', url: `ws${origin.slice(4)}${ROUTES.stream}`, origin, count: CLIENTS })
await eachSecond(WARM_UP_SECONDS, publishNext)
await clients.tell({ kind: 'report' })
const frameCpuMs = await cpuMsDuring(() => eachSecond(SECONDS, publishNext))
const calm = await clients.tell({ kind: 'report' })

await clients.tell({ kind: 'stall', count: STALLED })
const stall = watchStall()
await eachSecond(SECONDS_BESIDE_STALLED, publishNext)
const besideStalled = await clients.tell({ kind: 'report' })
await eachSecond(SECONDS - SECONDS_BESIDE_STALLED, publishNext)
const { evictedAfterMs, largestBacklogBytes } = stall.end()
await clients.tell({ kind: 'leave' })
await stream.close()

const jsonCpuMs = await measureJson()
clients.end()
server.closeAllConnections()
server.close()

const frameUs = (frameCpuMs * 1_000) / (CLIENTS * SECONDS)
const jsonUs = (jsonCpuMs * 1_000) / (CLIENTS * JSON_SECONDS)
reportFigures([
  atMost({ name: 'fan-out: CPU a client and broadcast ÷ JSON rows', value: frameUs / jsonUs, unit: '×', bound: 1 / 5 }),
  atMost({
    name: `fan-out: the last of ${STALLED} stalled clients is evicted after`,
    value: evictedAfterMs / 1_000,
    unit: 's',
    bound: EVICTED_WITHIN_MS / 1_000,
  }),
  atMost({
    name: 'fan-out: largest backlog of a client ÷ a whole frame',
    value: largestBacklogBytes / wholeFrameBytes(),
    unit: '×',
    bound: 1,
  }),
  atMost({
    name: "fan-out: the others' p99 delay beside stalled ones ÷ without",
    value: quietOf(besideStalled.p99DelaysMs) / quietOf(calm.p99DelaysMs),
    unit: '×',
    bound: 2,
  }),
])
if (!process.argv.includes('--json')) {
  const delays = [calm, besideStalled].map(({ p99DelaysMs }) => quietOf(p99DelaysMs).toFixed(1))
  console.log(`  µs of CPU a client and broadcast: frames ${frameUs.toFixed(1)}, JSON rows ${jsonUs.toFixed(1)}`)
  console.log(`  p99 delay, ms: ${delays[0]} without stalled clients, ${delays[1]} beside them`)
}

/** The lower quartile: a delay is wall time, and what other processes add to it must not decide. */
function quietOf(delaysMs: readonly number[]): number {
  return delaysMs.toSorted((one, other) => one - other)[Math.floor(delaysMs.length / 4)] ?? NaN
}

function publishNext(): void {
  const frame = frames[published++]
  if (frame === undefined) throw new Error('more seconds than frames')
  const at = now()
  stream.publish({ frame: { ...frame, at, worldAt: at }, rosterDelta: null })
}

async function eachSecond(seconds: number, act: () => void): Promise<void> {
  for (let second = 0; second < seconds; second++) {
    act()
    await sleep(1_000)
  }
}

async function cpuMsDuring(run: () => Promise<void>): Promise<number> {
  const before = process.cpuUsage()
  await run()
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1_000
}

function watchStall(): { end(): { evictedAfterMs: number; largestBacklogBytes: number } } {
  const stalledAt = now()
  let evictedAfterMs = Infinity
  let largestBacklogBytes = 0
  const timer = setInterval(() => {
    const figures = stream.figures()
    largestBacklogBytes = Math.max(largestBacklogBytes, figures.largestBacklogBytes)
    if (figures.clients <= CLIENTS - STALLED && evictedAfterMs === Infinity) evictedAfterMs = now() - stalledAt
  }, 50)
  return {
    end() {
      clearInterval(timer)
      return { evictedAfterMs, largestBacklogBytes }
    },
  }
}

/** The same frames as JSON rows, each written once and sent to all by `ws`. */
async function measureJson(): Promise<number> {
  const plain = new WebSocketServer({ server, path: '/json', perMessageDeflate: false })
  await clients.tell({ kind: 'connect', url: `ws${origin.slice(4)}/json`, origin, count: CLIENTS })
  let next = 0
  const cpuMs = await cpuMsDuring(() =>
    eachSecond(JSON_SECONDS, () => {
      const bytes = Buffer.from(jsonRowsOf(frames[next++]))
      for (const client of plain.clients) client.send(bytes, { binary: false })
    }),
  )
  await clients.tell({ kind: 'leave' })
  plain.close()
  return cpuMs
}

function wholeFrameBytes(): number {
  const [frame] = frames
  if (frame === undefined) throw new Error('no frame')
  return binaryPacket(encodeFrame({ frame, codes: quantiseFrame(frame), base: null })).length
}

function jsonRowsOf(frame: Frame | undefined): string {
  if (frame === undefined) throw new Error('more seconds than frames')
  return namedJsonRows(frame)
}

async function listen(): Promise<{ origin: string; server: Server }> {
  const listening = createServer()
  listening.listen(0, '127.0.0.1')
  await once(listening, 'listening')
  const address = listening.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  return { origin: `http://127.0.0.1:${address.port}`, server: listening }
}

function startClients(): { tell(command: ClientsCommand): Promise<ClientsAnswer>; end(): void } {
  const child = fork(new URL('./fan-out-clients-fixture.ts', import.meta.url))
  child.on('exit', (code) => {
    if (code !== 0 && code !== null) throw new Error(`the clients' process ended with ${code}`)
  })
  return {
    async tell(command) {
      const answer = once(child, 'message')
      child.send(command)
      return ClientsAnswer.parse((await answer)[0])
    },
    end: () => child.disconnect(),
  }
}
