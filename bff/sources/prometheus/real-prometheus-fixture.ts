import { spawn, type ChildProcess } from 'node:child_process'
import { accessSync, constants, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'

/** A real Prometheus on a free loopback port, for tests: it scrapes each second and forgets everything at the end. */
export interface RealPrometheus {
  readonly url: string
  readonly port: number
  /** Ends the process by its pid; its data stay, so that `start` goes on where it was. */
  stop(): Promise<void>
  start(): Promise<void>
  /** Stops for good and removes the data. */
  dispose(): Promise<void>
}

export interface ScrapeTarget {
  job: string
  port: number
  path?: string
  params?: Readonly<Record<string, string>>
  labels?: Readonly<Record<string, string>>
}

const READY_LIMIT_MS = 20_000
const STOP_LIMIT_MS = 10_000

/** The binary named by SPILLWAY_TEST_PROMETHEUS, or `prometheus` on the PATH. */
export function findPrometheus(): string | undefined {
  const named = process.env['SPILLWAY_TEST_PROMETHEUS']
  const candidates =
    named === undefined || named === ''
      ? (process.env['PATH'] ?? '').split(delimiter).map((directory) => join(directory, 'prometheus'))
      : [named]
  const found = candidates.find(isExecutable)
  if (found !== undefined) return found
  const missing =
    'No Prometheus is installed here (Debian: apt-get install prometheus; or SPILLWAY_TEST_PROMETHEUS=/path/to/it)'
  if (process.env['CI'] === 'true') throw new Error(`${missing}; with CI=true its tests must not be skipped.`)
  process.stderr.write(
    `\n**********\nSKIPPED: ${missing}.\nWhat is tested against a real Prometheus was NOT tested.\n**********\n\n`,
  )
  return undefined
}

/** Undefined where no Prometheus is installed; that is said loudly, and is an error with CI=true. */
export async function startPrometheus(input: {
  targets: readonly ScrapeTarget[]
}): Promise<RealPrometheus | undefined> {
  const binary = findPrometheus()
  if (binary === undefined) return undefined
  const directory = mkdtempSync(join(tmpdir(), 'spillway-prometheus-'))
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  // JSON is YAML.
  writeFileSync(join(directory, 'prometheus.yml'), JSON.stringify(configuration(input.targets)))
  let child: ChildProcess | null = null

  async function start(): Promise<void> {
    const log: string[] = []
    const running = spawn(binary ?? '', [
      `--config.file=${join(directory, 'prometheus.yml')}`,
      `--storage.tsdb.path=${join(directory, 'data')}`,
      `--web.listen-address=127.0.0.1:${port}`,
      '--log.level=warn',
    ])
    running.stderr?.setEncoding('utf8').on('data', (text: string) => log.push(text))
    child = running
    await waitUntilReady(url, running, log)
  }
  async function stop(): Promise<void> {
    const running = child
    child = null
    if (running !== null) await end(running)
  }
  try {
    await start()
  } catch (error) {
    await stop()
    rmSync(directory, { recursive: true, force: true })
    throw error
  }
  return {
    url,
    port,
    start,
    stop,
    async dispose() {
      await stop()
      rmSync(directory, { recursive: true, force: true })
    },
  }
}

/** Labels with two underscores before them are what a target's address, path and parameters are made of. */
function configuration(targets: readonly ScrapeTarget[]): object {
  const jobs = [...new Set(targets.map(({ job }) => job))]
  return {
    global: { scrape_interval: '1s', scrape_timeout: '1s', evaluation_interval: '1s' },
    scrape_configs: jobs.map((job) => ({
      job_name: job,
      static_configs: targets
        .filter((target) => target.job === job)
        .map((target) => ({
          targets: [`127.0.0.1:${target.port}`],
          labels: {
            __metrics_path__: target.path ?? '/metrics',
            ...Object.fromEntries(
              Object.entries(target.params ?? {}).map(([name, value]) => [`__param_${name}`, value]),
            ),
            instance: `${job}-${Object.values(target.params ?? {}).join('-')}`,
            ...target.labels,
          },
        })),
    })),
  }
}

async function waitUntilReady(url: string, child: ChildProcess, log: readonly string[]): Promise<void> {
  const until = Date.now() + READY_LIMIT_MS
  while (Date.now() < until) {
    if (child.exitCode !== null) throw new Error(`Prometheus ended while starting:\n${log.join('')}`)
    const isReady = await fetch(`${url}/-/ready`).then(
      (response) => response.ok,
      () => false,
    )
    if (isReady) return
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  throw new Error(`Prometheus was not ready within ${READY_LIMIT_MS / 1_000} s:\n${log.join('')}`)
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  child.kill('SIGTERM')
  const limit = setTimeout(() => child.kill('SIGKILL'), STOP_LIMIT_MS)
  await gone
  clearTimeout(limit)
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0))
    })
  })
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}
