import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { worldAtlasSource } from '#mocks/upstreams/atlas/world-atlas-source.ts'
import type { SourceReport } from '#bff/topology/report.ts'
import { hasJavaServer } from '../java-server-fixture.ts'
import { startRealAtlas, startSimulatedAtlas, STEP_MS, type AtlasServer } from './atlas-servers-fixture.ts'
import { AtlasSettings } from './settings.ts'
import { createAtlasSource } from './source.ts'

/**
 * What the console relies on, held to the simulated Atlas and to a real one that was told of the same minute: what one of
 * them does and the other does not would be found here.
 */

const REGIONS = ['us-east-1', 'us-west-2']
const { signal } = new AbortController()

describe('the simulated Atlas', () => holdsTo(() => startSimulatedAtlas()))
describe.skipIf(!hasJavaServer('atlas'))('a real one', () => holdsTo(startRealAtlas))

function sourceOf(server: AtlasServer, over: object = {}, nowMs = server.newestMs + 1_000) {
  const settings = AtlasSettings.parse({ ...worldAtlasSource(server), ...over })
  const clock = { now: () => nowMs }
  return createAtlasSource({ id: 'atlas', settings, regions: REGIONS, regionAliases: new Map(), clock })
}

async function reportOf(source: ReturnType<typeof sourceOf>): Promise<SourceReport> {
  const outcome = await source.poll({ signal })
  if (outcome.kind === 'failed') throw new Error(outcome.problem.message)
  return outcome.report
}

async function problemsOf(source: ReturnType<typeof sourceOf>): Promise<string> {
  const outcome = await source.poll({ signal })
  if (outcome.kind === 'failed') return outcome.problem.message
  return outcome.report.problems.map(({ message }) => message).join(' ')
}

function holdsTo(start: () => Promise<AtlasServer>): void {
  let server: AtlasServer
  let report: SourceReport
  beforeAll(async () => {
    server = await start()
    // What was just published is found once the index has been made anew.
    await vi.waitUntil(async () => (await reportOf(sourceOf(server))).edges.length === 5, {
      timeout: 20_000,
      interval: 200,
    })
    report = await reportOf(sourceOf(server))
  }, 90_000)
  afterAll(() => server?.stop())
  const edgeTo = (source: string, target: string, region = 'us-east-1') =>
    report.edges.find((edge) => edge.source === source && edge.target === target && edge.targetRegion === region)

  test('tells every connection with its rate and its failures', () => {
    expect(report.problems).toEqual([])
    expect(report.edges).toHaveLength(5)
    expect(edgeTo('edge-proxy', 'api')).toMatchObject({
      sourceRegion: 'us-east-1',
      feedRegion: 'us-east-1',
      protocol: 'grpc',
      entry: false,
      errorShare: 0,
      degradedShare: NaN,
    })
    expect(edgeTo('edge-proxy', 'api')?.requestsPerSecond).toBeCloseTo(50, 6)
    expect(edgeTo('api', 'store')?.errorShare).toBeCloseTo(0.5, 6)
    expect(edgeTo('edge-proxy', 'edge-proxy', 'us-west-2')).toMatchObject({ sourceRegion: 'us-east-1' })
  })

  test('tells what comes in from outside, as the servers see it', () => {
    const entry = edgeTo('internet', 'edge-proxy')
    expect(entry).toMatchObject({ sourceRegion: 'global', entry: true })
    expect(entry?.requestsPerSecond).toBeCloseTo(100, 6)
    expect(entry?.errorShare).toBeCloseTo(0.1, 6)
    expect(report.nodes).toContainEqual(expect.objectContaining({ service: 'internet', kind: 'internet' }))
    const zones = report.zones.filter(({ region }) => region === 'us-east-1')
    expect(zones.map(({ zone }) => zone).toSorted()).toEqual(['a', 'b'])
    expect(zones[0]?.requestsPerSecond).toBeCloseTo(50, 6)
    expect(zones[0]?.errorShare).toBeCloseTo(0.1, 6)
  })

  test('tells how full services are, and where their instances stand', () => {
    expect(report.nodes.find(({ service }) => service === 'api')?.saturation).toBeCloseTo(0.7, 6)
    expect(report.serviceZones).toContainEqual({ region: 'us-east-1', service: 'edge-proxy', zones: ['a'] })
  })

  test('believes no step that is not over for everybody, and is as old as the one it tells', async () => {
    const told = server.newestMs - STEP_MS
    expect(new Set(report.edges.map(({ observedAt }) => observedAt))).toEqual(new Set([told]))
    expect(report.feeds).toContainEqual({ region: 'us-east-1', observedAt: told, periodMs: 15_000 })
    // Nothing has been published since: the same is told, as old as it is.
    const later = await reportOf(sourceOf(server, {}, server.newestMs + 31_000))
    expect(edgeTo('api', 'store')?.errorShare).toBeCloseTo(0.5, 6)
    expect(Math.max(...later.edges.map(({ observedAt }) => observedAt))).toBeLessThanOrEqual(server.newestMs)
  })

  test('tells in words that steps came coarser than they were asked for', async () => {
    // Atlas has steps of 12 s and of 20 s, but none of 13 s.
    expect(await problemsOf(sourceOf(server, { period: '13s' }))).toMatch(/answered in steps of \d+s in place of 13s/)
  })

  test('an expression that is none costs its own part only', async () => {
    const source = sourceOf(server, { queries: { errors: 'name,foo,:equals' } })
    const { edges, problems } = await reportOf(source)
    expect(problems).toEqual([
      expect.objectContaining({
        asked: 'errors/s',
        message: expect.stringMatching(/^Atlas does not understand the expression: ".*unknown word ':equals'"/),
      }),
    ])
    expect(edges).toHaveLength(5)
    expect(edges.find(({ source }) => source === 'api')?.errorShare).toBeNaN()
  })

  test('an expression without data is no row and no problem', async () => {
    const source = sourceOf(server, { queries: { requests: 'name,no.such.metric,:eq,:sum,(,nf.app,),:by' }, entry: [] })
    expect(await reportOf(source)).toMatchObject({ edges: [], problems: [] })
  })

  test('tells the past step by step, aligned, with ages of its own', async () => {
    const reports: SourceReport[] = []
    const [from, to] = [server.newestMs - 2 * STEP_MS, server.newestMs]
    for await (const one of sourceOf(server).backfill({ from, to, stepMs: STEP_MS, signal })) reports.push(one)
    expect(reports.map(({ at }) => at)).toEqual([from, from + STEP_MS, to])
    for (const { at, edges, feeds } of reports) {
      expect(edges).toHaveLength(5)
      for (const feed of feeds) expect(at - feed.observedAt).toBe(STEP_MS)
    }
  })

  test('the doctor tells what came, how old it is, and what lacks', async () => {
    const found = await sourceOf(server, { tags: { zone: 'nf.zonne' } }).examine({ signal })
    const said = (asked: string) => found.filter((one) => one.asked === asked)
    expect(said('requests/s')).toMatchObject([{ outcome: 'ok', answer: '3 lines.', ageMs: expect.any(Number) }])
    expect(said('tags').at(-1)).toMatchObject({ outcome: 'warning', answer: expect.stringContaining('nf.zonne') })
    expect(said('latency')).toMatchObject([{ answer: expect.stringMatching(/ms on average; the longest call took/) }])
    expect(said('regions')).toMatchObject([{ outcome: 'ok' }])
  })
}

describe('what only the simulated one can be made to do', () => {
  let server: Awaited<ReturnType<typeof startSimulatedAtlas>>
  beforeAll(async () => void (server = await startSimulatedAtlas()))
  afterAll(() => server?.stop())

  test('percentiles are milliseconds here, and of no requests unknown', async () => {
    const { edges } = await reportOf(sourceOf(server))
    expect(edges.find(({ target }) => target === 'api')?.p99LatencyMs).toBeCloseTo(9.9, 6)
  })

  test('no picture is drawn, and the clock is that of nobody’s summer', async () => {
    server.asked.length = 0
    await reportOf(sourceOf(server))
    for (const params of server.asked) {
      expect(params.get('hints')).toBe('no-image')
      expect(params.get('tz')).toBe('UTC')
      expect(params.get('w')).toBe('1440')
    }
  })

  test('more lines than it answers with are told, with what to raise', async () => {
    server.quirks.mostLines = 2
    expect(await problemsOf(sourceOf(server))).toMatch(/too many lines: 3 > 2.*max-lines/)
    server.quirks.mostLines = 1_000
  })
})
