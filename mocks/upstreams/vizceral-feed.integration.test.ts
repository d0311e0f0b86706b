import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { DEFAULT_FRESHNESS_RULE } from '#contract/freshness.ts'
import type { SourceReport } from '#bff/topology/report.ts'
import { createTopology } from '#bff/topology/create-topology.ts'
import { VizceralSettings } from '#bff/sources/vizceral/settings.ts'
import { createVizceralSource } from '#bff/sources/vizceral/source.ts'
import type { TrafficSource } from '#bff/sources/source.ts'
import { createWorld, type SimulatedWorld } from '#mocks/world/create-world.ts'
import { SOME_SUNDAY } from '#mocks/world/observation-fixture.ts'
import { FAULT_KINDS } from './faults.ts'
import { createVizceralFeed, GRAPH_PATH, type VizceralFeed } from './vizceral-feed.ts'

const signal = new AbortController().signal
let world: SimulatedWorld
let feed: VizceralFeed
let source: TrafficSource

beforeEach(async () => {
  world = createWorld({ seed: 3, startAt: SOME_SUNDAY })
  feed = createVizceralFeed({ world, now: () => world.now })
  live(30)
  const url = `http://127.0.0.1:${await feed.listen(0)}${GRAPH_PATH}`
  const settings = VizceralSettings.parse({ id: 'promviz', kind: 'vizceral', url, limits: { timeout: '500ms' } })
  const regions = world.catalog.regions.map(({ id }) => id)
  const clock = { now: () => world.now }
  source = createVizceralSource({ id: 'promviz', settings, regions, regionAliases: new Map(), clock })
})
afterEach(() => feed.close())

function live(seconds: number): void {
  for (let second = 0; second < seconds; second += 1) {
    world.advanceTo(world.now + 1_000)
    feed.recorder.sample(world.now)
  }
}

async function poll(): Promise<SourceReport> {
  const outcome = await source.poll({ signal })
  if (outcome.kind === 'failed') throw new Error(outcome.problem.message)
  return outcome.report
}

describe('the world through its Vizceral feed', () => {
  test('what enters each region is what entered it', async () => {
    const before = countsOfEntries(world)
    live(10)
    const after = countsOfEntries(world)
    const report = await poll()
    const regions = world.catalog.regions.map(({ id, name }) => ({ id, name }))
    const topology = createTopology({ epoch: 'e', regions, freshness: DEFAULT_FRESHNESS_RULE })
    topology.accept(report)
    const { frame } = topology.takeFrame({ seq: 1, at: world.now, worldAt: world.now })
    frame.regionTotals.forEach((total, region) => {
      const requests = sum(after[region]) - sum(before[region])
      expect(total.requestsPerSecond).toBeCloseTo(requests / 10, 0)
      const failures = sum(after[region]?.slice(2)) - sum(before[region]?.slice(2))
      expect(total.errorShare).toBeCloseTo(failures / requests, 3)
      expect(total.missingEdges).toEqual([])
    })
    expect(report.problems).toEqual([])
  })

  test('every service and every call within a region is told once, and nothing is made up', async () => {
    const report = await poll()
    const { nodes, edges, regions } = world.catalog
    expect(report.nodes.filter(({ region }) => region !== 'global')).toHaveLength(
      nodes.filter(({ region }) => region >= 0).length,
    )
    const within = edges.filter(({ source: from, target }) => nodes[from]?.region === nodes[target]?.region)
    const outside = edges.filter(
      ({ source: from, target }) => nodes[from]?.region === -1 && (nodes[target]?.region ?? -1) >= 0,
    )
    const pairsOfRegions = regions.length * (regions.length - 1)
    expect(report.edges).toHaveLength(within.length + outside.length + pairsOfRegions)
    expect(report.edges.every(({ p99LatencyMs }) => Number.isNaN(p99LatencyMs))).toBe(true)
  })

  test('a region that freezes grows old while the others go on', async () => {
    await poll()
    const frozenAt = world.now
    feed.faults.set({ kind: 'frozen', surface: 'api', region: 'us-east-1' })
    live(60)
    const report = await poll()
    const ages = Object.fromEntries(report.feeds.map(({ region, observedAt }) => [region, world.now - observedAt]))
    expect(ages).toMatchObject({ 'us-east-1': world.now - frozenAt, 'us-west-2': 0, 'eu-west-1': 0 })
  })

  test.each(FAULT_KINDS.filter((kind) => kind !== 'frozen'))(
    '%s: told in words, and over when it is over',
    async (kind) => {
      feed.faults.set({ kind, surface: 'api' })
      const outcome = await source.poll({ signal })
      expect(outcome.kind === 'failed' ? outcome.problem.message : 'answered').toMatch(
        /^http:\/\/127\.0\.0\.1:\d+\/graph .+[.?]$/,
      )
      feed.faults.clear()
      expect((await poll()).edges.length).toBeGreaterThan(0)
    },
  )

  test('the doctor finds nothing to say against it', async () => {
    expect((await source.examine({ signal })).filter(({ outcome }) => outcome !== 'ok')).toEqual([])
  })
})

/** Counts by outcome of what INTERNET sent into each region. */
function countsOfEntries({ catalog, counters }: SimulatedWorld): Float64Array[] {
  return catalog.regions.map((_, region) => {
    const row = catalog.edges.findIndex(
      (edge) => catalog.nodes[edge.source]?.service === 'internet' && catalog.nodes[edge.target]?.region === region,
    )
    return counters.requests.slice(row * 4, row * 4 + 4)
  })
}

function sum(values: Float64Array | undefined): number {
  return (values ?? new Float64Array()).reduce((total, value) => total + value, 0)
}
