import { expect, test } from 'vitest'
import { DEFAULT_FRESHNESS_RULE } from '#contract/freshness.ts'
import type { TrafficSource } from '#bff/sources/source.ts'
import { createTopology } from '#bff/topology/create-topology.ts'
import type { SourceReport } from '#bff/topology/report.ts'
import { fillHistory } from './fill-history.ts'
import { createFleet } from './fleet.ts'

const START = 1_795_000_000_000
const STEP = 10_000

function report(source: string, at: number, requestsPerSecond: number): SourceReport {
  return {
    source,
    at,
    feeds: [{ region: 'us-east-1', observedAt: at, periodMs: STEP }],
    edges: [
      {
        sourceRegion: 'global',
        source: 'internet',
        targetRegion: 'us-east-1',
        target: `edge-of-${source}`,
        protocol: 'http',
        requestsPerSecond,
        errorShare: 0,
        degradedShare: 0,
        p99LatencyMs: 3,
        observedAt: at,
        feedRegion: 'us-east-1',
        entry: true,
      },
    ],
    nodes: [],
    zones: [],
    business: [],
    problems: [],
  }
}

function sourceWithPast(id: string, past: () => AsyncGenerator<SourceReport>): TrafficSource {
  return {
    id,
    kind: 'prometheus',
    tells: ['traffic'],
    preset: 'custom',
    url: 'http://127.0.0.1:1',
    periodMs: STEP,
    regions: ['us-east-1'],
    poll: async () => ({ kind: 'failed', problem: { asked: 'all', message: 'not asked here', at: START } }),
    backfill: past,
    examine: async () => [],
  }
}

async function* every(id: string, count: number, value: (step: number) => number) {
  for (let step = 0; step < count; step += 1) yield report(id, START + step * STEP, value(step))
}

async function fill(sources: TrafficSource[], signal = new AbortController().signal) {
  const topology = createTopology({
    epoch: 'test',
    regions: [{ id: 'us-east-1', name: 'N. Virginia' }],
    freshness: DEFAULT_FRESHNESS_RULE,
  })
  const totals: number[] = []
  const problems: string[] = []
  const progress: number[] = []
  const outcome = await fillHistory({
    sources,
    fleet: createFleet(topology),
    record: ({ frame }) => totals.push(frame.regionTotals[0]?.requestsPerSecond ?? NaN),
    from: START,
    to: START + 4 * STEP,
    stepMs: STEP,
    onProgress: (share) => progress.push(share),
    onProblem: (message) => problems.push(message),
    signal,
  })
  return { outcome, totals, problems, progress }
}

test('the past goes through the topology step by step, oldest first', async () => {
  const { outcome, totals, progress } = await fill([sourceWithPast('a', () => every('a', 5, (step) => 100 + step))])
  expect(totals).toEqual([100, 101, 102, 103, 104])
  expect(outcome).toEqual({ frames: 5, cutShort: false })
  expect(progress.at(-1)).toBe(1)
})

test('a source whose past breaks off costs its own part only, and says so', async () => {
  const broken = sourceWithPast('b', async function* () {
    yield report('b', START, 1)
    throw new Error('it went away')
  })
  const { totals, problems } = await fill([sourceWithPast('a', () => every('a', 5, () => 10)), broken])
  expect(totals).toHaveLength(5)
  expect(totals[0]).toBe(11)
  expect(problems).toEqual(['The past of b could not be read: it went away'])
})

test('nothing is made up where no source has a past', async () => {
  const { totals } = await fill([sourceWithPast('a', () => every('a', 0, () => 0))])
  expect(totals).toEqual([])
})

test('it ends when the time for it is over', async () => {
  const { outcome } = await fill([sourceWithPast('a', () => every('a', 5, () => 1))], AbortSignal.abort())
  expect(outcome).toEqual({ frames: 0, cutShort: true })
})
