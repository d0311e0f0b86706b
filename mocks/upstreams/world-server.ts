import { randomBytes } from 'node:crypto'
import { parseArgs } from 'node:util'
import { scenarioByName } from '#mocks/scenarios/scenario-by-name.ts'
import { worldScenarioOf } from '#mocks/scenarios/scenario.ts'
import { createWorld, type SimulatedWorld } from '#mocks/world/create-world.ts'
import { createUpstreamServer, type UpstreamServer } from './upstream-server.ts'
import { worldConfiguration, worldIstioConfiguration } from './world-configuration.ts'

/**
 * The simulated world as a process of its own: lives through its past as fast as the machine can, then second by
 * second, and speaks as real systems do on one loopback port. Started by others; ends when they do.
 *
 *   node mocks/upstreams/world-server.ts --scenario calm --seed 1 --port 0 --fill-hours 2 --speed 1
 */

/** A multiple of the recording's coarse step, so that its samples lie where range queries ask for them. */
const FILL_STEP_MS = 10_000
/** The newest minutes are recorded second by second, as rates over short windows need. */
const FINE_PAST_MS = 150_000
const SECOND_MS = 1_000
const PROGRESS_EVERY_MS = 250

const { values } = parseArgs({
  options: {
    scenario: { type: 'string', default: 'calm' },
    seed: { type: 'string' },
    port: { type: 'string', default: '0' },
    'fill-hours': { type: 'string', default: '2' },
    /** Seconds of the world a second of the wall, after the past is filled. */
    speed: { type: 'string', default: '1' },
    /** Seconds after which the scenario begins; its own choice when absent. */
    'begin-after': { type: 'string' },
  },
})

try {
  await run()
} catch (error) {
  tell({ fault: error instanceof Error ? error.message : String(error) })
  process.exitCode = 1
  process.disconnect?.()
}

async function run(): Promise<void> {
  const scenario = scenarioByName(values.scenario)
  const beginAfterLiveMs =
    values['begin-after'] === undefined ? scenario.beginAfterLiveMs : numberOf('begin-after') * SECOND_MS
  const liveAt = Math.floor(Date.now() / SECOND_MS) * SECOND_MS
  const startAt = Math.floor((liveAt - numberOf('fill-hours') * 3_600_000) / FILL_STEP_MS) * FILL_STEP_MS
  const world = createWorld({
    seed: values.seed === undefined ? scenario.seed : numberOf('seed'),
    startAt,
    scenario: worldScenarioOf({ ...scenario, beginAfterLiveMs }, { liveAt }),
  })
  const speed = numberOf('speed')
  // The wall's second that the world has been run to.
  const wall = { at: liveAt }
  const aheadMs = () => world.now - wall.at
  const vantages = ['fra-1', 'gru-1'].map((id) => ({ id, secret: randomBytes(16).toString('hex') }))
  const planeSecret = randomBytes(16).toString('hex')
  const server = createUpstreamServer({ world, now: Date.now, aheadMs, planeSecret })
  await fill(world, server, liveAt)
  const port = await server.listen(numberOf('port'))
  const stopBeating = onEachSecond(() => keepUp({ world, server, speed, wall }))
  endWithParent(async () => {
    stopBeating()
    await server.close()
  })
  tell({
    ready: true,
    port,
    configuration: worldConfiguration({ port, planeSecret, vantages }),
    door: `http://127.0.0.1:${port}/edge`,
    regions: world.catalog.regions.map(({ id }) => id),
    vantages,
    istioConfiguration: worldIstioConfiguration({ port }),
  })
}

async function fill(world: SimulatedWorld, server: UpstreamServer, until: number): Promise<void> {
  const startAt = world.now
  const doing = 'living through the past hours of the simulated world'
  let toldAt = -Infinity
  server.recorder.sample(world.now)
  while (world.now < until) {
    const isFine = until - world.now <= FINE_PAST_MS
    world.advanceTo(Math.min(until, world.now + (isFine ? SECOND_MS : FILL_STEP_MS)))
    server.recorder.sample(world.now)
    if (isFine) server.edge.sample()
    if (performance.now() - toldAt < PROGRESS_EVERY_MS) continue
    toldAt = performance.now()
    tell({ progress: (world.now - startAt) / Math.max(1, until - startAt), doing })
    // Lets the message out, and a signal in.
    await new Promise((resolve) => setImmediate(resolve))
  }
  tell({ progress: 1, doing })
}

/**
 * Right at the turn of each second: rate() bears a newest sample that is a tenth of the period late, and reads some
 * per cent too little beyond.
 */
function onEachSecond(act: () => void): () => void {
  let timer: NodeJS.Timeout
  const plan = () => {
    timer = setTimeout(
      () => {
        act()
        plan()
      },
      SECOND_MS - (Date.now() % SECOND_MS),
    )
  }
  plan()
  return () => clearTimeout(timer)
}

/** Seconds that were missed (a machine asleep, a busy core) are lived through one by one. */
function keepUp(live: { world: SimulatedWorld; server: UpstreamServer; speed: number; wall: { at: number } }): void {
  const { world, server, speed, wall } = live
  const now = Math.floor(Date.now() / SECOND_MS) * SECOND_MS
  while (wall.at < now) {
    wall.at += SECOND_MS
    world.advanceTo(world.now + SECOND_MS * speed)
    server.recorder.sample(wall.at)
    server.edge.sample()
  }
}

function endWithParent(close: () => Promise<void>): void {
  let isEnding = false
  const end = () => {
    if (isEnding) return
    isEnding = true
    void close().then(() => process.exit(0))
  }
  process.once('SIGTERM', end)
  process.once('SIGINT', end)
  process.once('disconnect', end)
}

function numberOf(option: 'seed' | 'port' | 'fill-hours' | 'speed' | 'begin-after'): number {
  const number = Number(values[option])
  if (Number.isFinite(number) && number >= 0) return number
  throw new RangeError(`--${option}: expected a number, found "${values[option]}"`)
}

/** To whoever forked this process; as lines of JSON where nobody did. */
function tell(message: object): void {
  if (process.send === undefined) process.stdout.write(`${JSON.stringify(message)}\n`)
  else process.send(message)
}
