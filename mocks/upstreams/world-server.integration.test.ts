import { fork, type ChildProcess } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { afterEach, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { ConfiguredSource } from '#bff/config/configuration.ts'
import { PrometheusSettings } from '#bff/sources/prometheus/settings.ts'
import { WireQueryAnswer } from '#bff/sources/prometheus/wire.ts'
import { FAULTS_PATH } from './upstream-server.ts'
import { STREAM_STARTS_QUERY, WORLD_QUERIES } from './world-queries.ts'

const SERVER = fileURLToPath(new URL('world-server.ts', import.meta.url))
const Ready = z.object({
  ready: z.literal(true),
  port: z.number(),
  pastMs: z.number(),
  configuration: z.object({ sources: z.array(z.unknown()) }),
})
const Progress = z.object({ progress: z.number().min(0).max(1), doing: z.string().min(1) })

let child: ChildProcess | null = null
afterEach(() => {
  child?.kill('SIGKILL')
  child = null
})

function start(...options: string[]) {
  const running = fork(SERVER, options, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
  child = running
  const messages: unknown[] = []
  running.on('message', (message) => messages.push(message))
  const exit = new Promise<number | null>((resolve) => running.once('exit', (code) => resolve(code)))
  const ready = new Promise<z.infer<typeof Ready>>((resolve, reject) => {
    running.on('message', (message) => {
      const parsed = Ready.safeParse(message)
      if (parsed.success) resolve(parsed.data)
    })
    running.once('exit', (code) => reject(new Error(`ended with ${code}`)))
  })
  ready.catch(() => {})
  return { running, messages, exit, ready }
}

describe('the world as a process of its own', () => {
  test('lives through its past, says how far it is, then serves it and goes on', async () => {
    const { ready, messages } = start('--seed', '3', '--fill-hours', '0.1')
    const { port, configuration } = await ready
    const steps = messages.flatMap((message) => {
      const parsed = Progress.safeParse(message)
      return parsed.success ? [parsed.data.progress] : []
    })
    expect(steps.at(-1)).toBe(1)
    expect(steps).toEqual(steps.toSorted((a, b) => a - b))
    expect(configuration.sources.map((source) => ConfiguredSource.parse(source).kind)).toEqual([
      'prometheus',
      'pcp',
      'hystrix',
      'eureka',
      'alertmanager',
    ])
    const rateAt = async (secondsAgo: number) => {
      const form = {
        query: STREAM_STARTS_QUERY.replace('$window', '20s'),
        time: String(Date.now() / 1_000 - secondsAgo),
      }
      const response = await fetch(`http://127.0.0.1:${port}/api/v1/query`, {
        method: 'POST',
        body: new URLSearchParams(form),
      })
      const { data } = WireQueryAnswer.parse(await response.json())
      return data.resultType === 'vector' ? data.result.map(({ value }) => Number(value?.[1])) : []
    }
    for (const secondsAgo of [0, 60, 300]) {
      const rates = await rateAt(secondsAgo)
      expect(rates).toHaveLength(3)
      expect(Math.min(...rates)).toBeGreaterThan(0)
    }
    const clock = async () =>
      Number(
        /^spillway_world_clock_seconds (\S+)/m.exec(
          await (await fetch(`http://127.0.0.1:${port}/metrics`)).text(),
        )?.[1],
      )
    const before = await clock()
    await expect.poll(clock, { timeout: 10_000 }).toBeGreaterThan(before)
  })

  test('is a made-up fleet of the size asked for, and speaks the same questions', async () => {
    const { port, configuration, pastMs } = await start('--services', '40', '--connections', '90', '--seed', '5').ready
    expect(configuration.sources.map((source) => PrometheusSettings.safeParse(source).success)).toEqual([true])
    expect(pastMs).toBe(30 * 60_000)
    const rowsAt = async (secondsAgo: number) => {
      const form = {
        query: WORLD_QUERIES.requests.replace('$window', '20s'),
        time: String(Date.now() / 1_000 - secondsAgo),
      }
      const address = `http://127.0.0.1:${port}/api/v1/query`
      const response = await fetch(address, { method: 'POST', body: new URLSearchParams(form) })
      const { data } = WireQueryAnswer.parse(await response.json())
      return data.resultType === 'vector' ? data.result : []
    }
    for (const secondsAgo of [1, 600]) {
      const rows = await rowsAt(secondsAgo)
      const inside = rows.filter(
        ({ metric }) => metric['caller_region'] === 'us-west-2' && metric['callee_region'] === 'us-west-2',
      )
      expect(inside).toHaveLength(90)
      expect(rows.every(({ value }) => Number(value?.[1]) >= 0)).toBe(true)
      const carrying = rows.filter(({ value }) => Number(value?.[1]) > 0)
      expect(carrying.length).toBeGreaterThan(rows.length * 0.9)
    }
  })

  test('can be broken and mended over the wire', async () => {
    const { port } = await start('--fill-hours', '0.01').ready
    const control = `http://127.0.0.1:${port}${FAULTS_PATH}`
    const page = async () => (await fetch(`http://127.0.0.1:${port}/api/v1/status/buildinfo`)).status
    expect(await page()).toBe(200)
    expect(
      (await fetch(control, { method: 'POST', body: JSON.stringify({ kind: 'error-500', surface: 'api' }) })).status,
    ).toBe(200)
    expect(await page()).toBe(500)
    expect((await fetch(control, { method: 'POST', body: '{"kind":"boredom"}' })).status).toBe(400)
    expect((await fetch(control, { method: 'DELETE' })).status).toBe(200)
    expect(await page()).toBe(200)
  })

  test('ends when whoever started it goes', async () => {
    const { ready, exit, running } = start('--fill-hours', '0.01')
    await ready
    running.disconnect()
    expect(await exit).toBe(0)
  })

  test('ends when told', async () => {
    const { ready, exit, running } = start('--fill-hours', '0.01')
    await ready
    running.kill('SIGTERM')
    expect(await exit).toBe(0)
  })

  test.each([
    [['--services', '0'], /--services 0: expected a whole number from 1 to 5,000/],
    [
      ['--services', '10', '--connections', '8'],
      /--connections 8: expected a whole number from 9 to 45 with 10 services/,
    ],
    [['--scenario', 'apocalypse'], /there is no scenario "apocalypse"; there are: calm/],
    [['--fill-hours', 'many'], /--fill-hours: expected a number, found "many"/],
  ])('%j is refused in words', async (options, message) => {
    const { exit, messages } = start(...options)
    expect(await exit).toBe(1)
    expect(messages).toContainEqual({ fault: expect.stringMatching(message) })
  })
})
