import { randomBytes } from 'node:crypto'
import { parseArgs } from 'node:util'
import { scenarioByName } from '#mocks/scenarios/scenario-by-name.ts'
import { worldScenarioOf } from '#mocks/scenarios/scenario.ts'
import { createWorld } from '#mocks/world/create-world.ts'
import { createGeneratedWorld } from '#mocks/world/generated/create-generated-world.ts'
import { fleetSizeOf, type FleetSize } from '#mocks/world/generated/fleet-size.ts'
import type { WorldDeploy } from '#mocks/world/happenings.ts'
import type { World } from '#mocks/world/world.ts'
import { paceOf, type FleetPace } from './fleet-pace.ts'
import { ALERT_RULES, worldAlertSource, type WorldAlertmanager } from './alertmanager/world-alertmanager.ts'
import { worldEurekaSource } from './eureka/world-eureka-source.ts'
import { HYSTRIX_RULES, worldHystrixSource } from './hystrix/world-hystrix-source.ts'
import { worldHostSource } from './pmproxy/world-host-source.ts'
import { createUpstreamServer, type UpstreamServer } from './upstream-server.ts'
import { worldCatalogue } from './world-catalogue.ts'
import { worldConfiguration, worldIstioConfiguration } from './world-configuration.ts'

/**
 * The simulated world as a process of its own: lives through its past as fast as the machine can, then second by
 * second, and speaks as real systems do on one loopback port. Started by others; ends when they do.
 *
 *   node mocks/upstreams/world-server.ts --scenario calm --seed 1 --port 0 --fill-hours 2 --speed 1
 *   node mocks/upstreams/world-server.ts --services 1000 --connections 4000 --seed 1
 */

/** A multiple of the recording's coarse step, so that its samples lie where range queries ask for them. */
const FILL_STEP_MS = 10_000
/** The newest minutes are recorded second by second, as rates over short windows need. */
const FINE_PAST_MS = 150_000
const SECOND_MS = 1_000
const HOUR_MS = 3_600_000
const USUAL_PAST_HOURS = 2
const PROGRESS_EVERY_MS = 250

const { values } = parseArgs({
  options: {
    scenario: { type: 'string', default: 'calm' },
    seed: { type: 'string' },
    port: { type: 'string' },
    'fill-hours': { type: 'string' },
    /** Seconds of the world a second of the wall, after the past is filled. */
    speed: { type: 'string' },
    /** A made-up fleet instead of a scenario: services, and connections between them, of each region. */
    services: { type: 'string' },
    connections: { type: 'string' },
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
  const liveAt = Math.floor(Date.now() / SECOND_MS) * SECOND_MS
  const { world, pace, pastMs, deploys } = openWorld(liveAt)
  const speed = numberOf('speed', 1)
  // The wall's moment that the world has been run to.
  const wall = { at: liveAt }
  const aheadMs = () => world.now - wall.at
  // A made-up fleet is watched, not steered.
  const vantages = pace === null ? ['fra-1', 'gru-1'].map((id) => ({ id, secret: newSecret() })) : []
  const planeSecret = newSecret()
  const remembers = pace ?? {}
  const server = createUpstreamServer({ world, now: Date.now, aheadMs, planeSecret, remembers, deploys: () => deploys })
  const periodMs = pace?.periodMs ?? SECOND_MS
  // A made-up fleet has nobody who wrote rules for it.
  const alerts = pace === null ? server.alertmanager : null
  await fill({ world, server, alerts }, { until: liveAt, periodMs })
  const port = await server.listen(numberOf('port', 0))
  let toldDeploys = 0
  const tellDeploys = () => {
    const fresh = deploys.slice(toldDeploys)
    toldDeploys += fresh.length
    if (fresh.length > 0) tell({ deploys: fresh.map((deploy) => ({ ...deploy, at: deploy.at - aheadMs() })) })
  }
  const stopBeating = onEach(periodMs, () => {
    keepUp({ world, server, alerts, speed, wall, periodMs })
    tellDeploys()
  })
  endWithParent(async () => {
    stopBeating()
    await server.close()
  })
  tell({
    ready: true,
    port,
    pastMs,
    configuration:
      pace === null
        ? withSources(worldConfiguration({ port, planeSecret, vantages }), [
            worldHostSource({ world, port }),
            worldHystrixSource({ world, port }),
            worldEurekaSource({ port }),
            worldAlertSource({ port }),
          ])
        : worldConfiguration({ port, period: `${periodMs / SECOND_MS}s` }),
    catalogue: worldCatalogue(world.catalog),
    door: `http://127.0.0.1:${port}/edge`,
    regions: world.catalog.regions.map(({ id }) => id),
    vantages,
    istioConfiguration: worldIstioConfiguration({ port }),
  })
}

/** A made-up fleet tells of traffic alone. */
function withSources<Configuration extends { sources: readonly object[] }>(
  configuration: Configuration,
  further: readonly object[],
) {
  return {
    ...configuration,
    sources: [...configuration.sources, ...further],
    identity: { rules: [...HYSTRIX_RULES, ...ALERT_RULES] },
  }
}

/** `pace` is that of a made-up fleet; null for the company of the scenarios. */
function openWorld(liveAt: number): {
  world: World
  pace: FleetPace | null
  pastMs: number
  /** What has gone out so far; grows. */
  deploys: readonly WorldDeploy[]
} {
  const startBefore = (pastMs: number) => Math.floor((liveAt - pastMs) / FILL_STEP_MS) * FILL_STEP_MS
  if (values.services !== undefined || values.connections !== undefined) {
    const size = sizeOf()
    const pace = paceOf(size)
    const pastMs = numberOf('fill-hours', pace.pastMs / HOUR_MS) * HOUR_MS
    const world = createGeneratedWorld({ ...size, seed: numberOf('seed', 1), startAt: startBefore(pastMs) })
    return { world, pace, pastMs, deploys: [] }
  }
  const scenario = scenarioByName(values.scenario, values.seed === undefined ? undefined : numberOf('seed', 0))
  const beginAfterLiveMs = numberOf('begin-after', scenario.beginAfterLiveMs / SECOND_MS) * SECOND_MS
  const pastMs = numberOf('fill-hours', USUAL_PAST_HOURS) * HOUR_MS
  const world = createWorld({
    seed: numberOf('seed', scenario.seed),
    startAt: startBefore(pastMs),
    scenario: worldScenarioOf({ ...scenario, beginAfterLiveMs }, { liveAt }),
  })
  return { world, pace: null, pastMs, deploys: world.deploys }
}

/** What is not a number is told by the size itself, which says what it expected. */
function sizeOf(): FleetSize {
  const { services, connections } = values
  return fleetSizeOf({
    ...(services === undefined ? {} : { services: Number(services) }),
    ...(connections === undefined ? {} : { connections: Number(connections) }),
  })
}

function newSecret(): string {
  return randomBytes(16).toString('hex')
}

interface Living {
  world: World
  server: UpstreamServer
  alerts: WorldAlertmanager | null
}

async function fill(
  { world, server, alerts }: Living,
  { until, periodMs }: { until: number; periodMs: number },
): Promise<void> {
  const startAt = world.now
  const doing = 'living through the past hours of the simulated world'
  let toldAt = -Infinity
  server.recorder.sample(world.now)
  while (world.now < until) {
    const isFine = until - world.now <= FINE_PAST_MS
    world.advanceTo(Math.min(until, world.now + (isFine ? periodMs : FILL_STEP_MS)))
    server.recorder.sample(world.now)
    if (isFine) {
      server.edge.sample()
      alerts?.sample(world.now)
    }
    if (performance.now() - toldAt < PROGRESS_EVERY_MS) continue
    toldAt = performance.now()
    tell({ progress: (world.now - startAt) / Math.max(1, until - startAt), doing })
    // Lets the message out, and a signal in.
    await new Promise((resolve) => setImmediate(resolve))
  }
  tell({ progress: 1, doing })
}

/**
 * Right at the turn of each second (or longer period): rate() bears a newest sample that is a tenth of the period late, and reads some
 * per cent too little beyond.
 */
function onEach(periodMs: number, act: () => void): () => void {
  let timer: NodeJS.Timeout
  const plan = () => {
    timer = setTimeout(
      () => {
        act()
        plan()
      },
      periodMs - (Date.now() % periodMs),
    )
  }
  plan()
  return () => clearTimeout(timer)
}

/** Seconds that were missed (a machine asleep, a busy core) are lived through one by one. */
function keepUp(live: Living & { speed: number; wall: { at: number }; periodMs: number }): void {
  const { world, server, alerts, speed, wall, periodMs } = live
  const now = Math.floor(Date.now() / periodMs) * periodMs
  while (wall.at < now) {
    const until = Math.min(now, Math.floor(wall.at / periodMs + 1) * periodMs)
    world.advanceTo(world.now + (until - wall.at) * speed)
    wall.at = until
    server.recorder.sample(wall.at)
    server.edge.sample()
    alerts?.sample(wall.at)
  }
  server.registry.observe()
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

function numberOf(option: 'seed' | 'port' | 'fill-hours' | 'speed' | 'begin-after', usual: number): number {
  if (values[option] === undefined) return usual
  const number = Number(values[option])
  if (Number.isFinite(number) && number >= 0) return number
  throw new RangeError(`--${option}: expected a number, found "${values[option]}"`)
}

/** To whoever forked this process; as lines of JSON where nobody did. */
function tell(message: object): void {
  if (process.send === undefined) process.stdout.write(`${JSON.stringify(message)}\n`)
  else process.send(message)
}
