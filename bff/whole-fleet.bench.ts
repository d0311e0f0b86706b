import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { monitorEventLoopDelay, performance } from 'node:perf_hooks'
import { setTimeout as sleep } from 'node:timers/promises'
import { pino } from 'pino'
import { z } from 'zod'
import { ROUTES } from '#contract/routes.ts'
import { SourceStatus } from '#contract/source-status.ts'
import { parseConfiguration } from '#bff/config/read-configuration.ts'
import { atLeast, atMost, median, reportFigures } from '#scripts/figures.ts'
import { startSpillway } from './main.ts'
import { FLEET, FLEET_QUERIES, FLEET_REGIONS } from './whole-fleet-fixture.ts'

/**
 * The whole server on a large fleet: 2,000 services with 20,000 instances in a registry, 30,000 series a poll from a
 * Prometheus, 300 streams of 20 commands, one process. How late is its event loop? A loop that is 100 ms late is a stream
 * that stutters and a button that waits.
 */
const STREAMS = 300
const COMMANDS = 20
const SECONDS = 50
/** A neighbour that takes the machine for a moment spoils one span, not the figure: what has piled up is read at once. */
const SPANS = 5
const SETTLE_SECONDS = 15
const RESOLUTION_MS = 10

const fleet = start('whole-fleet-server-fixture.ts')
const producers = start('sources/hystrix/load-server-fixture.ts', String(COMMANDS))
const Started = z.object({ port: z.number() })
const [{ port }, { port: streamsPort }] = await Promise.all(
  [fleet, producers].map(async (child) => Started.parse((await once(child, 'message'))[0])),
).then(([one = { port: 0 }, other = { port: 0 }]) => [one, other] as const)

const home = mkdtempSync(join(tmpdir(), 'spillway-bench-'))
const outcome = parseConfiguration('spillway.yaml', JSON.stringify(configuration()), {})
if (outcome.kind === 'faulty') throw new Error(JSON.stringify(outcome.faults))
const spillway = await startSpillway({
  configuration: outcome.configuration,
  listen: { host: '127.0.0.1', port: 0 },
  directory: home,
  simulated: null,
  say: { line: () => {}, progress: () => {} },
  log: pino({ level: 'silent' }),
})

const statuses = async () => {
  const body: unknown = await (await fetch(`${spillway.address}${ROUTES.sources}`)).json()
  return z.object({ sources: SourceStatus.array() }).parse(body).sources
}
await until(async () => (await statuses()).every(({ lastAnswerAt }) => lastAnswerAt !== null))
await sleep(SETTLE_SECONDS * 1_000)

const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS })
const cpu = process.cpuUsage()
const began = performance.now()
const spans: number[][] = []
delay.enable()
for (let span = 0; span < SPANS; span += 1) {
  const work = watchTurns()
  await sleep((SECONDS / SPANS) * 1_000)
  spans.push(work.end())
}
delay.disable()
const { user, system } = process.cpuUsage(cpu)
const seconds = (performance.now() - began) / 1_000
const residentMb = process.memoryUsage().rss / 1024 ** 2
const connected = (await statuses()).filter(({ state }) => state === 'connected').length

await spillway.close()
fleet.disconnect()
producers.disconnect()
rmSync(home, { recursive: true, force: true })

const of = `${FLEET.services} services, ${FLEET.services * FLEET.instancesEach} instances, ${STREAMS} streams`
reportFigures([
  atLeast({ name: 'whole fleet: sources connected', value: connected, unit: '', bound: 3 }),
  atMost({ name: `whole fleet: event loop held up, p99 (${of})`, value: usual(0.99), unit: 'ms', bound: 100 }),
  atMost({ name: 'whole fleet: event loop held up, p99.9', value: usual(0.999), unit: 'ms', bound: 200 }),
  atMost({ name: 'whole fleet: CPU a second', value: (user + system) / 1_000 / seconds, unit: 'ms', bound: 1_500 }),
  atMost({ name: 'whole fleet: memory', value: residentMb, unit: 'MB', bound: 2_000 }),
])

// By the wall the neighbours of a busy machine count as well, so that no bound can be set on it.
process.stderr.write(`  by the wall: p99 ${late(delay.percentile(99))} ms, longest ${late(delay.max)} ms\n`)

/** Of each turn of a short timer, the CPU time that this thread spent in it: what it is late by on a machine of its own. */
function watchTurns(): { end(): number[] } {
  const turns: number[] = []
  let before = threadCpuMs()
  const timer = setInterval(() => {
    const now = threadCpuMs()
    turns.push(now - before)
    before = now
  }, RESOLUTION_MS)
  return {
    end() {
      clearInterval(timer)
      return turns.toSorted((one, other) => one - other)
    },
  }
}

/** In the middle one of the spans. */
function usual(share: number): number {
  return median(spans.map((turns) => shareOf(turns, share)))
}

function threadCpuMs(): number {
  const { user, system } = process.threadCpuUsage()
  return (user + system) / 1_000
}

function shareOf(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN
}

function configuration(): object {
  const url = `http://127.0.0.1:${port}`
  return {
    version: 1,
    regions: FLEET_REGIONS.map((id) => ({ id })),
    sources: [
      {
        id: 'prometheus',
        kind: 'prometheus',
        url,
        preset: 'custom',
        period: '5s',
        latencyUnit: 'ms',
        queries: FLEET_QUERIES,
      },
      { id: 'eureka', kind: 'eureka', url, period: '10s' },
      {
        id: 'hystrix',
        kind: 'hystrix',
        instances: Array.from({ length: STREAMS }, (_, index) => ({
          url: `http://127.0.0.1:${streamsPort}/${index}/hystrix.stream`,
          service: `service-${String(index % 10).padStart(4, '0')}`,
          region: FLEET_REGIONS[index % 2],
          instance: `i-${index}`,
        })),
      },
    ],
  }
}

function start(file: string, ...args: string[]): ChildProcess {
  return fork(join(import.meta.dirname, file), args)
}

/** What `monitorEventLoopDelay` measures is the whole turn of its timer, in ns; of it, what came late. */
function late(nanoseconds: number): string {
  return Math.max(0, nanoseconds / 1e6 - RESOLUTION_MS).toFixed(0)
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  for (let second = 0; second < 90; second += 1) {
    if (await holds()) return
    await sleep(1_000)
  }
  throw new Error('the sources never answered')
}
