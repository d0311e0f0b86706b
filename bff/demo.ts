import { spawn, type ChildProcess } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { stringify } from 'yaml'
import { z } from 'zod'
import { Role } from '#contract/permissions.ts'
import { ROUTES } from '#contract/routes.ts'
import { createDeploySender, WorldDeploy } from './send-deploys.ts'

/**
 * The simulated world as a process of its own, which speaks Prometheus's protocol on loopback, and an ordinary
 * configuration file that points at it. Whoever starts from that file cannot tell it from a real fleet's.
 */
export interface Demo {
  configurationFile: string
  /** Null for a made-up fleet, which tells none. */
  scenario: string | null
  /** How far back the world has lived, ms. */
  pastMs: number
  /** Vantage points outside begin to look at the world's front door, and deploys to be told of. */
  startProbes(spillway: string): void
  stop(): Promise<void>
}

const PROBE_AGENT = fileURLToPath(new URL('./probes/agent.ts', import.meta.url))
const WORLD_SERVER = fileURLToPath(new URL('../mocks/upstreams/world-server.ts', import.meta.url))
/** Whoever opens the demo may do everything; the others are there for whatever takes two. */
const ACCESS = {
  mode: 'local',
  walkIn: Role.options,
  people: [
    { name: 'Ben', roles: ['viewer', 'approver'] },
    { name: 'Ada', roles: ['viewer', 'crisis-leader', 'approver'] },
    { name: 'Vic', roles: ['viewer'] },
  ],
}
const START_LIMIT_MS = 120_000
const STOP_LIMIT_MS = 3_000
const READY_ASKED_EVERY_MS = 500
/** Of each name and vantage point: two of them see a share to within some points in some ten seconds. */
const PROBES_A_SECOND = 8

const WorldMessage = z.union([
  z.object({
    ready: z.literal(true),
    pastMs: z.number(),
    configuration: z.looseObject({ sources: z.array(z.unknown()) }),
    catalogue: z.object({ services: z.array(z.record(z.string(), z.unknown())) }),
    door: z.url(),
    regions: z.array(z.string()),
    vantages: z.array(z.object({ id: z.string(), secret: z.string() })),
  }),
  z.object({ progress: z.number(), doing: z.string() }),
  z.object({ fault: z.string() }),
  z.object({ deploys: z.array(WorldDeploy) }),
])

/** Which world: a story of the simulated company, or a made-up fleet of some size (services and connections a region). */
export type DemoWorld =
  | { kind: 'scenario'; scenario: string; fillHours: number }
  | { kind: 'fleet'; services: string | undefined; connections: string | undefined }

export async function startDemo(input: {
  world: DemoWorld
  seed: number
  stateDirectory: string
  onProgress: (share: number, doing: string) => void
}): Promise<Demo> {
  const child = spawn(
    process.execPath,
    [WORLD_SERVER, ...argumentsOf({ ...optionsOf(input.world), seed: input.seed, port: 0 })],
    { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] },
  )
  const world = await readiness(child, input.onProgress)
  mkdirSync(input.stateDirectory, { recursive: true, mode: 0o700 })
  const configurationFile = join(input.stateDirectory, 'simulated-world.yaml')
  const catalogueFile = join(input.stateDirectory, 'simulated-catalogue.yaml')
  writeFileSync(catalogueFile, stringify(world.catalogue))
  const { sources, ...rest } = world.configuration
  const catalogue = { id: 'catalogue', kind: 'catalogue', files: [catalogueFile] }
  const configuration = { access: ACCESS, ...rest, sources: [...sources, catalogue] }
  writeFileSync(configurationFile, stringify(configuration), { mode: 0o600 })
  const probes: ChildProcess[] = []
  const deploys = createDeploySender()
  child.on('message', (raw) => {
    const message = WorldMessage.safeParse(raw)
    if (message.success && 'deploys' in message.data) deploys.add(message.data.deploys)
  })
  let isStopping = false
  return {
    configurationFile,
    scenario: input.world.kind === 'scenario' ? input.world.scenario : null,
    pastMs: world.pastMs,
    startProbes(spillway) {
      void ready(spillway, () => isStopping).then((isReady) => {
        if (!isReady) return
        probes.push(...world.vantages.map((vantage) => startProbe(vantage, world, spillway)))
        void deploys.begin({ address: spillway, directory: join(input.stateDirectory, 'simulated-world') })
      })
    },
    async stop() {
      isStopping = true
      await Promise.all([child, ...probes].map(stop))
    },
  }
}

function optionsOf(world: DemoWorld): Record<string, string | number> {
  if (world.kind === 'scenario') return { scenario: world.scenario, 'fill-hours': world.fillHours }
  const { services, connections } = world
  return { ...(services === undefined ? {} : { services }), ...(connections === undefined ? {} : { connections }) }
}

function argumentsOf(options: Readonly<Record<string, string | number>>): string[] {
  return Object.entries(options).flatMap(([name, value]) => [`--${name}`, String(value)])
}

type WorldReady = Extract<z.infer<typeof WorldMessage>, { ready: true }>

/** While its past is read the world answers late, which probes would take for sickness. False where it never is. */
async function ready(spillway: string, isStopping: () => boolean): Promise<boolean> {
  while (!isStopping()) {
    const answer = await fetch(new URL(ROUTES.readyz, spillway)).catch(() => null)
    await answer?.body?.cancel()
    if (answer?.ok === true) return true
    await new Promise((resolve) => setTimeout(resolve, READY_ASKED_EVERY_MS))
  }
  return false
}

/** The agent is the one that runs anywhere else; here it asks the simulated front door. */
function startProbe(vantage: { id: string; secret: string }, world: WorldReady, spillway: string): ChildProcess {
  const options = { to: spillway, vantage: vantage.id, name: world.door, rate: PROBES_A_SECOND, 'window-seconds': 2 }
  const regions = world.regions.flatMap((region) => ['--region', `${region}=${world.door}/${region}`])
  return spawn(process.execPath, [PROBE_AGENT, ...argumentsOf(options), ...regions], {
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    env: { PATH: process.env['PATH'] ?? '', SPILLWAY_PROBE_SECRET: vantage.secret },
  })
}

function readiness(child: ChildProcess, onProgress: (share: number, doing: string) => void): Promise<WorldReady> {
  return new Promise((resolve, reject) => {
    const fail = (why: string) => {
      clearTimeout(limit)
      child.kill('SIGTERM')
      reject(new Error(why))
    }
    const limit = setTimeout(() => fail('The simulated world did not start within two minutes.'), START_LIMIT_MS)
    child.once('error', (error) => fail(`The simulated world could not be started: ${error.message}`))
    child.once('exit', (code) => fail(`The simulated world ended while starting (exit code ${code ?? 'none'}).`))
    child.on('message', (raw) => {
      const message = WorldMessage.safeParse(raw)
      if (!message.success) return
      if ('fault' in message.data) return fail(message.data.fault)
      if ('deploys' in message.data) return
      if ('progress' in message.data) return onProgress(message.data.progress, message.data.doing)
      clearTimeout(limit)
      child.removeAllListeners('exit')
      resolve(message.data)
    })
  })
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  child.kill('SIGTERM')
  const limit = setTimeout(() => child.kill('SIGKILL'), STOP_LIMIT_MS)
  await gone
  clearTimeout(limit)
}
