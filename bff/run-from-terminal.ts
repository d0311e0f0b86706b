import { randomInt } from 'node:crypto'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { destination, pino, type Logger } from 'pino'
import { printFaults } from '#bff/config/configuration-fault.ts'
import type { Configuration } from '#bff/config/configuration.ts'
import { isLoopback, parseListenAddress } from '#bff/config/listen-address.ts'
import { printableAddress } from '#bff/config/printable-value.ts'
import { readConfiguration } from '#bff/config/read-configuration.ts'
import { openStore } from '#bff/store/open-store.ts'
import { systemClock } from './clock.ts'
import { startDemo, type Demo, type DemoWorld } from './demo.ts'
import { isFailure } from './failure.ts'
import type { Spillway, StartInput } from './main.ts'
import { sayToTerminal, type Say } from './say.ts'
import { settingsFrom, type Settings } from './settings-from-environment.ts'

const CLOSE_LIMIT_MS = 10_000
const DEMO_FILL_HOURS = 2
/** The demo is the same for everybody unless a seed is given. */
const DEMO_SEED = 2_015

/** A sentence for the person at the terminal; the process then ends with code 1. */
class StartRefused extends Error {}

export async function runFromTerminal(start: (input: StartInput) => Promise<Spillway>): Promise<void> {
  const say = sayToTerminal(() => systemClock.now())
  const log = pino({ level: process.env['SPILLWAY_LOG_LEVEL'] ?? 'warn' }, destination({ dest: 2, sync: true }))
  let demo: Demo | null = null
  try {
    const settings = settingsFrom(process.env)
    demo = settings.configurationFile === null ? await startWorld(settings, say) : null
    const configuration = configurationFrom(demo?.configurationFile ?? settings.configurationFile ?? '')
    const spillway = await start(await startInput({ configuration, settings, demo, say, log }))
    demo?.startProbes(spillway.address)
    await announce(say, spillway, configuration, demo)
    endOnSignals(spillway, demo, say, log)
  } catch (error) {
    await demo?.stop()
    process.stderr.write(`${sentenceOf(error)}\n`)
    if (!(error instanceof StartRefused) && !isFailure(error)) log.error({ err: error }, 'the start failed')
    // A room that was opened before the failure must not keep the process alive.
    process.exit(1)
  }
}

async function startWorld(settings: Settings, say: Say): Promise<Demo> {
  const { values } = parseArgs({
    options: {
      scenario: { type: 'string' },
      seed: { type: 'string', default: String(DEMO_SEED) },
      services: { type: 'string' },
      connections: { type: 'string' },
    },
  })
  const { scenario, services, connections } = values
  const isFleet = services !== undefined || connections !== undefined
  if (isFleet && scenario !== undefined)
    throw new StartRefused(`--scenario ${scenario}: a made-up fleet tells no story; leave one of the two out`)
  const world: DemoWorld = isFleet
    ? { kind: 'fleet', services, connections }
    : { kind: 'scenario', scenario: scenario ?? 'calm', fillHours: DEMO_FILL_HOURS }
  say.line(
    world.kind === 'fleet'
      ? 'No spillway.yaml here: showing a made-up fleet, the same services and connections in each of three regions.'
      : `No spillway.yaml here: showing the simulated world, scenario "${world.scenario}".`,
  )
  const seed = values.seed === 'random' ? randomInt(2 ** 31) : Number(values.seed)
  if (!Number.isSafeInteger(seed) || seed < 0)
    throw new StartRefused(`--seed ${values.seed}: expected a whole number, or "random"`)
  const demo = await startDemo({
    world,
    seed,
    stateDirectory: settings.stateDirectory,
    onProgress: (share, doing) => say.progress(doing, share),
  }).catch((error: unknown) => {
    // What the world says of why it did not start is for the person at the terminal.
    throw new StartRefused(sentenceOf(error))
  })
  if (isFleet) say.line(`Its past begins ${Math.round(demo.pastMs / 60_000)} min ago.`)
  return demo
}

function configurationFrom(file: string): Configuration {
  const outcome = readConfiguration(file, process.env)
  if (outcome.kind === 'faulty') throw new StartRefused(printFaults(outcome.file, outcome.faults))
  return outcome.configuration
}

async function startInput(input: {
  configuration: Configuration
  settings: Settings
  demo: Demo | null
  say: Say
  log: Logger
}): Promise<StartInput> {
  const { configuration, settings, demo, say, log } = input
  const text = settings.listen ?? configuration.listen
  const listen = parseListenAddress(text)
  if (listen === null) throw new StartRefused(`SPILLWAY_LISTEN=${text}: expected host:port, such as 127.0.0.1:7700`)
  if (configuration.access.mode === 'local' && !isLoopback(listen.host)) {
    throw new StartRefused(
      `Spillway will not listen on ${listen.host}: with access of mode "local" it serves this machine only. Use 127.0.0.1:${listen.port}, or let people sign in (access: in the configuration).`,
    )
  }
  const directory =
    demo === null ? join(settings.stateDirectory, 'fleet') : join(settings.stateDirectory, 'simulated-world')
  if (demo !== null) await forgetLastWorld(directory)
  const simulated = demo === null ? null : { scenario: demo.scenario, pastMs: demo.pastMs }
  return { configuration, listen, directory, simulated, say, log }
}

/** Each demo is a world of its own; opening first makes sure that no other demo lives there now. */
async function forgetLastWorld(directory: string): Promise<void> {
  const store = await openStore({ directory, clock: systemClock })
  await store.close()
  rmSync(directory, { recursive: true, force: true })
}

async function announce(say: Say, spillway: Spillway, configuration: Configuration, demo: Demo | null): Promise<void> {
  const what =
    demo === null
      ? configuration.sources
          .map((source) => `${source.id} (${'url' in source ? printableAddress(source.url) : source.kind})`)
          .join(', ')
      : 'the simulated world'
  say.line(`Spillway is at ${spillway.address}`)
  await announceSignIn(say, spillway, configuration, demo)
  say.line(`Reading ${what}. Stop with Ctrl-C.`)
}

/** The demo lets whoever opens it do everything; of a real fleet, acting asks for signing in. */
async function announceSignIn(
  say: Say,
  spillway: Spillway,
  configuration: Configuration,
  demo: Demo | null,
): Promise<void> {
  const second = configuration.access.mode === 'local' ? configuration.access.people[0] : undefined
  if (demo === null) {
    const link = await spillway.signInLink()
    if (link !== null) say.line(`To act there as ${link.name}, sign in once within ten minutes: ${link.url}`)
  }
  if (second !== undefined) {
    say.line(`A second person, in a private window: npm run sign-in -- ${second.name} (${second.roles.join(', ')})`)
  }
}

function endOnSignals(spillway: Spillway, demo: Demo | null, say: Say, log: Logger): void {
  let ending = false
  const end = async () => {
    if (ending) return
    ending = true
    say.line('Stopping …')
    setTimeout(() => process.exit(1), CLOSE_LIMIT_MS).unref()
    try {
      await spillway.close()
      await demo?.stop()
      process.exit(0)
    } catch (error) {
      log.error({ err: error }, 'stopping failed')
      process.exit(1)
    }
  }
  process.on('SIGINT', () => void end())
  process.on('SIGTERM', () => void end())
}

function sentenceOf(error: unknown): string {
  if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE') {
    return 'That port is taken. Choose another: npm start -- --port 7701'
  }
  return error instanceof Error ? error.message : String(error)
}
