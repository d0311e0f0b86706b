import { spawn, type ChildProcess } from 'node:child_process'
import { accessSync } from 'node:fs'
import { delimiter, join } from 'node:path'

/** A real server of the Java world on a free port of loopback, for tests. */
export interface JavaServer {
  readonly url: string
  readonly port: number
  /** What it has written to both its streams so far. */
  log(): string
  /** Ends the process by its own handle. */
  stop(): Promise<void>
}

export type JavaServerName = 'eureka' | 'hystrix' | 'atlas'

interface Program {
  /** Where `npm test` puts it, or who names it. */
  classPath: () => string[]
  mainClass: string
  args: readonly string[]
  /** Answers below 500 (but 404) when the server is ready. */
  readyPath: string
  howToGetIt: string
}

const BUILT = join(import.meta.dirname, '../../.cache/java-servers')
const BUILT_BY = 'run node scripts/find-java-servers.mjs'
const PROGRAMS: Readonly<Record<JavaServerName, Program>> = {
  eureka: {
    classPath: () => builtClassPath('eureka'),
    mainClass: 'spillway.EurekaServer',
    args: [
      '--server.port=0',
      '--server.address=127.0.0.1',
      '--spring.main.banner-mode=off',
      '--logging.level.root=error',
      '--eureka.client.register-with-eureka=false',
      '--eureka.client.fetch-registry=false',
      // Lists are 0.2 s old at most in place of 30, so that tests need not wait; and it knows warm-up, as Netflix's does.
      '--eureka.server.response-cache-update-interval-ms=200',
      '--eureka.instance.registry.default-open-for-traffic-count=0',
      '--eureka.server.wait-time-in-ms-when-sync-empty=0',
    ],
    readyPath: '/eureka/apps',
    howToGetIt: BUILT_BY,
  },
  hystrix: {
    classPath: () => builtClassPath('hystrix'),
    mainClass: 'spillway.HystrixProducer',
    args: [],
    readyPath: '/test/fare',
    howToGetIt: BUILT_BY,
  },
  atlas: {
    classPath: () => [process.env['SPILLWAY_TEST_ATLAS'] ?? ''],
    mainClass: 'com.netflix.atlas.standalone.Main',
    args: [],
    readyPath: '/api/v1/tags',
    howToGetIt: 'name the standalone jar of a release in SPILLWAY_TEST_ATLAS',
  },
}

const READY_LIMIT_MS = 55_000
const STOP_LIMIT_MS = 10_000
const ASK_AGAIN_AFTER_MS = 100

/** For `describe.skipIf`. That a server is missing is said loudly; with CI=true it is an error, but for Atlas. */
export function hasJavaServer(name: JavaServerName): boolean {
  if (PROGRAMS[name].classPath().every(exists)) return true
  const missing = `No real ${name} is ready here (${PROGRAMS[name].howToGetIt})`
  if (process.env['CI'] === 'true' && name !== 'atlas')
    throw new Error(`${missing}; with CI=true its tests must not be skipped.`)
  process.stderr.write(`\n**********\nSKIPPED: ${missing}.\nWhat is tested against it was NOT tested.\n**********\n\n`)
  return false
}

/**
 * Ready when this settles. `port`: of a server that is told its port by its arguments; the others take a free one and
 * print it. `javaOptions`: `-Dhystrix.stream.maxConcurrentConnections=2`.
 */
export async function startJavaServer(input: {
  name: JavaServerName
  port?: number
  args?: readonly string[]
  javaOptions?: readonly string[]
}): Promise<JavaServer> {
  const program = PROGRAMS[input.name]
  const said: string[] = []
  const child = spawn('java', [
    '-Xmx128m',
    '-XX:TieredStopAtLevel=1',
    '-XX:+UseSerialGC',
    ...(input.javaOptions ?? []),
    '-cp',
    program.classPath().join(delimiter),
    program.mainClass,
    ...program.args,
    ...(input.args ?? []),
  ])
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => said.push(text))
  }
  // A program that could not be started has said so in its log.
  child.once('error', (error) => said.push(error.message))
  const log = () => said.join('')
  try {
    const port = await untilReady({ child, log, readyPath: program.readyPath, port: input.port })
    return { url: `http://127.0.0.1:${port}`, port, log, stop: () => end(child) }
  } catch (error) {
    await end(child)
    throw error
  }
}

async function untilReady(input: {
  child: ChildProcess
  log: () => string
  readyPath: string
  port: number | undefined
}): Promise<number> {
  const { child, log } = input
  const until = Date.now() + READY_LIMIT_MS
  while (Date.now() < until) {
    if (child.exitCode !== null || child.pid === undefined)
      throw new Error(`The server ended while starting:\n${log()}`)
    const port = input.port ?? Number(/^PORT (\d+)$/m.exec(log())?.[1] ?? NaN)
    if (!Number.isNaN(port) && (await answers(`http://127.0.0.1:${port}${input.readyPath}`))) return port
    await new Promise((resolve) => setTimeout(resolve, ASK_AGAIN_AFTER_MS))
  }
  throw new Error(`The server was not ready within ${READY_LIMIT_MS / 1_000} s:\n${log()}`)
}

function answers(url: string): Promise<boolean> {
  return fetch(url, { headers: { accept: 'application/json' }, signal: AbortSignal.timeout(2_000) }).then(
    async (response) => {
      await response.body?.cancel()
      return response.status < 500 && response.status !== 404
    },
    () => false,
  )
}

async function end(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  child.kill('SIGTERM')
  const limit = setTimeout(() => child.kill('SIGKILL'), STOP_LIMIT_MS)
  await gone
  clearTimeout(limit)
}

function builtClassPath(name: string): string[] {
  return [join(BUILT, name, 'classes'), join(BUILT, name, 'lib/*')]
}

function exists(path: string): boolean {
  try {
    accessSync(path.replace(/\*$/, ''))
    return path !== ''
  } catch {
    return false
  }
}
