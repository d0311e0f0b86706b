import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { SourceReport } from '#bff/topology/report.ts'
import { FAULT_KINDS } from '#mocks/upstreams/faults.ts'
import { worldConfiguration } from '#mocks/upstreams/world-configuration.ts'
import { createPoller } from '../poller.ts'
import { createVirtualTime } from '../virtual-time-fixture.ts'
import { startLivingWorld, type LivingWorld } from './living-world-fixture.ts'
import { PrometheusSettings } from './settings.ts'
import { createPrometheusSource } from './source.ts'

/** Everything that can be wrong with the upstream, through the poll loop: told in words, survived, nothing blanked. */

let living: LivingWorld
beforeAll(async () => {
  living = await startLivingWorld({ pastSeconds: 700 })
})
afterAll(() => living.stop())

function sourceOf(overrides: object = {}) {
  const configuration = worldConfiguration({ port: living.port })
  const limits = { bytes: 4 * 1024 ** 2, timeout: '600ms' }
  const settings = PrometheusSettings.parse({ ...configuration.sources[0], limits, ...overrides })
  const regions = configuration.regions.map(({ id }) => id)
  return createPrometheusSource({ id: 'world', settings, regions, regionAliases: new Map(), clock: { now: Date.now } })
}

/** The source reads a real server in real time; the loop's own waiting is virtual. */
function setUp() {
  const time = createVirtualTime(Date.now())
  const reports: SourceReport[] = []
  const poller = createPoller({
    source: sourceOf({ limits: { bytes: 4 * 1024 ** 2, timeout: '1500ms' } }),
    clock: time.clock,
    timers: time.timers,
    random: () => 0.5,
    onReport: (report) => reports.push(report),
    onStatus: () => {},
  })
  return {
    poller,
    reports,
    async tryOnce() {
      await time.advance(1_000)
      await poller.tryNow()
    },
  }
}

const MESSAGES = {
  hang: /did not answer within|was not done within/,
  truncate: /cut off or damaged/,
  reset: /broke off/,
  html: /web page/,
  'error-500': /failed with 500: "out of memory"/,
  huge: /more than 4 MB/,
} as const

describe('the API', () => {
  test.each(FAULT_KINDS.filter((kind) => kind !== 'frozen'))(
    '%s: told in words, nothing taken in, and over when it is over',
    async (kind) => {
      const { poller, reports, tryOnce } = setUp()
      await tryOnce()
      expect(poller.status().state).toBe('connected')
      const before = reports.length
      living.server.faults.set({ kind, surface: 'api' })
      await tryOnce()
      living.server.faults.clear()
      expect(poller.status()).toMatchObject({
        state: 'retrying',
        problems: [{ message: expect.stringMatching(MESSAGES[kind]) }],
      })
      expect(poller.status().feeds).toHaveLength(4)
      expect(reports).toHaveLength(before)
      await tryOnce()
      expect(poller.status().state).toBe('connected')
      expect(reports).toHaveLength(before + 1)
    },
  )

  test('frozen: goes on answering, and everything it tells grows older', async () => {
    const { reports, tryOnce } = setUp()
    await tryOnce()
    const frozenAt = Date.now()
    living.server.faults.set({ kind: 'frozen', surface: 'api', region: 'eu-west-1' })
    const observed = (region: string) => reports.at(-1)?.feeds.find((feed) => feed.region === region)?.observedAt ?? NaN
    const goesOn = async () => {
      await tryOnce()
      return observed('us-east-1') > frozenAt + 2_000
    }
    await expect.poll(goesOn, { timeout: 10_000, interval: 200 }).toBe(true)
    expect(observed('eu-west-1')).toBeLessThanOrEqual(frozenAt)
    living.server.faults.clear()
    await tryOnce()
    expect(observed('eu-west-1')).toBeGreaterThan(frozenAt)
  })

  test('one bad query costs its own part only', async () => {
    const { queries } = worldConfiguration({ port: 1 }).sources[0] ?? { queries: {} }
    const outcome = await sourceOf({ queries: { ...queries, errors: 'sum(', p99: 'nonsense(x)' } }).poll({
      signal: AbortSignal.timeout(9_000),
    })
    if (outcome.kind === 'failed') throw new Error(outcome.problem.message)
    const { edges, problems } = outcome.report
    expect(problems.map(({ asked }) => asked)).toEqual(['errors/s', 'latency p99'])
    expect(problems[0]?.message).toMatch(/^Prometheus does not understand the query/)
    expect(edges.length).toBeGreaterThan(900)
    expect(edges[0]).toMatchObject({ errorShare: NaN, p99LatencyMs: NaN })
    expect(edges[0]?.requestsPerSecond).toBeGreaterThan(0)
    expect(edges[0]?.degradedShare).toBeGreaterThanOrEqual(0)
  })
})

describe('the past', () => {
  const span = () => {
    const to = Math.floor(Date.now() / 10_000) * 10_000
    return { from: to - 600_000, to, stepMs: 10_000 }
  }
  async function read(source: ReturnType<typeof sourceOf>, when = span()) {
    const reports: SourceReport[] = []
    for await (const report of source.backfill({ ...when, signal: AbortSignal.timeout(30_000) })) reports.push(report)
    return reports
  }
  const patient = { bytes: 64 * 1024 ** 2, timeout: '20s' }

  test('is told step by step, oldest first, aligned, with ages of its own time', async () => {
    const when = span()
    const reports = await read(sourceOf({ limits: patient }), { ...when, from: when.from - 3_333 })
    expect(reports.map(({ at }) => at)).toEqual(Array.from({ length: 61 }, (_, step) => when.from + step * 10_000))
    for (const { at, edges, feeds } of reports.slice(2)) {
      expect(edges).toHaveLength(952)
      for (const feed of feeds) expect(at - feed.observedAt).toBeLessThanOrEqual(10_000)
    }
  })

  test('says what an instant query says of the same instant', async () => {
    const when = span()
    const last = (await read(sourceOf({ limits: patient }), when)).at(-1)
    const settings = PrometheusSettings.parse({
      ...worldConfiguration({ port: living.port }).sources[0],
      window: '20s',
    })
    const regions = ['us-east-1', 'us-west-2', 'eu-west-1']
    const source = createPrometheusSource({
      id: 'w',
      settings,
      regions,
      regionAliases: new Map(),
      clock: { now: () => when.to },
    })
    const outcome = await source.poll({ signal: AbortSignal.timeout(20_000) })
    if (outcome.kind === 'failed') throw new Error(outcome.problem.message)
    const { edges } = outcome.report
    expect(last?.edges.map((edge) => edge.requestsPerSecond)).toEqual(edges.map((edge) => edge.requestsPerSecond))
    expect(last?.edges.map((edge) => edge.errorShare)).toEqual(edges.map((edge) => edge.errorShare))
  })

  test('comes in smaller pieces where an answer would be too large', async () => {
    const reports = await read(sourceOf({ limits: { bytes: 600_000, timeout: '20s' } }))
    expect(reports).toHaveLength(61)
    expect(reports.at(-1)?.edges).toHaveLength(952)
  })

  test('that cannot be read at all is an error in words', async () => {
    living.server.faults.set({ kind: 'html', surface: 'api' })
    await expect(read(sourceOf())).rejects.toThrow(/web page/)
    living.server.faults.clear()
  })
})
