import { fork } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { atLeast, atMost, median, reportFigures } from '#scripts/figures.ts'
import { reportOf, sourceOfInstances } from './source-fixture.ts'

/** One process that reads 300 streams of 20 commands, twice a second each: 12,000 events and 22 MB a second. */
const STREAMS = 300
const COMMANDS = 20
const WARM_UP_SECONDS = 6
const SECONDS = 15

const child = fork(fileURLToPath(new URL('load-server-fixture.ts', import.meta.url)), [String(COMMANDS)])
const [message] = await once(child, 'message')
const { port } = z.object({ port: z.number() }).parse(message)
const source = sourceOfInstances(
  Array.from({ length: STREAMS }, (_, index) => ({
    url: `http://127.0.0.1:${port}/${index}/hystrix.stream`,
    service: `service-${index % 10}`,
    region: 'us-east-1',
    instance: `i-${index}`,
  })),
)

async function eachSecond(seconds: number): Promise<{ told: number; pollMs: number[] }> {
  let told = 0
  const pollMs: number[] = []
  for (let second = 0; second < seconds; second += 1) {
    const before = process.cpuUsage()
    const { facts } = await reportOf(source)
    const { user, system } = process.cpuUsage(before)
    pollMs.push((user + system) / 1_000)
    told = (facts?.breakers ?? []).reduce((sum, { instances }) => sum + instances, 0)
    await sleep(1_000)
  }
  return { told, pollMs }
}

await eachSecond(WARM_UP_SECONDS)
const cpu = process.cpuUsage()
const began = performance.now()
const { told, pollMs } = await eachSecond(SECONDS)
const { user, system } = process.cpuUsage(cpu)
const cpuMs = (user + system) / 1_000
const seconds = (performance.now() - began) / 1_000
const residentMb = process.memoryUsage().rss / 1024 ** 2
await source.close?.()
child.disconnect()

const of = `${STREAMS} streams of ${COMMANDS} commands`
reportFigures([
  atLeast({ name: `hystrix: commands told, ${of}`, value: told, unit: '', bound: STREAMS * COMMANDS }),
  atMost({ name: `hystrix: CPU a second, ${of}`, value: cpuMs / seconds, unit: 'ms', bound: 400 }),
  atMost({ name: `hystrix: CPU a second and stream`, value: cpuMs / seconds / STREAMS, unit: 'ms', bound: 1.4 }),
  atMost({ name: `hystrix: CPU of summing up once, ${of}`, value: median(pollMs), unit: 'ms', bound: 60 }),
  atMost({ name: `hystrix: memory, ${of}`, value: residentMb, unit: 'MB', bound: 600 }),
])
