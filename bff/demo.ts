import { spawn, type ChildProcess } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { stringify } from 'yaml'
import { z } from 'zod'
import { Role } from '#contract/permissions.ts'

/**
 * The simulated world as a process of its own, which speaks Prometheus's protocol on loopback, and an ordinary
 * configuration file that points at it. Whoever starts from that file cannot tell it from a real fleet's.
 */
export interface Demo {
  configurationFile: string
  scenario: string
  stop(): Promise<void>
}

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

const WorldMessage = z.union([
  z.object({ ready: z.literal(true), configuration: z.record(z.string(), z.unknown()) }),
  z.object({ progress: z.number(), doing: z.string() }),
  z.object({ fault: z.string() }),
])

export async function startDemo(input: {
  scenario: string
  seed: number
  fillHours: number
  stateDirectory: string
  onProgress: (share: number, doing: string) => void
}): Promise<Demo> {
  const child = spawn(
    process.execPath,
    [
      WORLD_SERVER,
      ...argumentsOf({ scenario: input.scenario, seed: input.seed, 'fill-hours': input.fillHours, port: 0 }),
    ],
    { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] },
  )
  const configuration = await configurationOf(child, input.onProgress)
  mkdirSync(input.stateDirectory, { recursive: true, mode: 0o700 })
  const configurationFile = join(input.stateDirectory, 'simulated-world.yaml')
  writeFileSync(configurationFile, stringify({ access: ACCESS, ...configuration }), { mode: 0o600 })
  return { configurationFile, scenario: input.scenario, stop: () => stop(child) }
}

function argumentsOf(options: Readonly<Record<string, string | number>>): string[] {
  return Object.entries(options).flatMap(([name, value]) => [`--${name}`, String(value)])
}

function configurationOf(
  child: ChildProcess,
  onProgress: (share: number, doing: string) => void,
): Promise<Record<string, unknown>> {
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
      if ('progress' in message.data) return onProgress(message.data.progress, message.data.doing)
      clearTimeout(limit)
      child.removeAllListeners('exit')
      resolve(message.data.configuration)
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
