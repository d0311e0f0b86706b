import { describe, expect, it } from 'vitest'
import { edgeIdOf } from '#contract/ids.ts'
import { LATENCY_SPAN_MS, LATENCY_STEP_MS as STEP } from '#contract/latency.ts'
import type { LatencyAnswer, LatencyQuestion, TrafficSource } from '#bff/sources/source.ts'
import { createTopology } from '#bff/topology/create-topology.ts'
import { edge, NOON, REGIONS, report } from '#bff/topology/report-fixture.ts'
import { DEFAULT_FRESHNESS_RULE } from '#contract/freshness.ts'
import { createLatencyBook } from './create-latency.ts'

interface AskedSource {
  source: TrafficSource
  asked: LatencyQuestion[]
  /** What it answers; each connection's milliseconds by its id unless told otherwise. */
  answer: (question: LatencyQuestion) => LatencyAnswer | Promise<LatencyAnswer>
}

/** Tells of each connection as many ms as its caller's name has letters, tenfold for p90. */
function telling(question: LatencyQuestion): LatencyAnswer {
  const steps = (question.to - question.from) / question.stepMs + 1
  const same = (value: number) => Array.from({ length: steps }, () => value)
  return {
    kind: 'told',
    windowMs: 60_000,
    rows: question.connections.map((connection) => ({
      connection,
      p50LatencyMs: same(connection.source.length),
      p90LatencyMs: same(connection.source.length * 10),
    })),
  }
}

function sourceOf(id: string, over: Partial<TrafficSource> = {}): AskedSource {
  const one: AskedSource = {
    asked: [],
    answer: telling,
    source: {
      id,
      kind: 'prometheus',
      tells: ['traffic'],
      preset: 'istio',
      url: 'http://prometheus:9090',
      periodMs: 5_000,
      regions: [],
      poll: () => Promise.reject(new Error('never polled here')),
      backfill: () => {
        throw new Error('never read here')
      },
      examine: async () => [],
      latency: async (question) => {
        one.asked.push(question)
        return one.answer(question)
      },
      ...over,
    },
  }
  return one
}

function setting(sources: AskedSource[]) {
  const topology = createTopology({ epoch: 'e', regions: REGIONS, freshness: DEFAULT_FRESHNESS_RULE })
  topology.accept(
    report({
      source: 'one',
      edges: [
        edge('us-east-1/api>us-east-1/db'),
        edge('us-east-1/gateway>us-east-1/db'),
        edge('us-east-1/api>us-east-1/db', { protocol: 'grpc' }),
      ],
    }),
  )
  topology.accept(report({ source: 'two', edges: [edge('us-west-2/playback-api>us-east-1/db')] }))
  topology.takeFrame({ seq: 1, at: NOON, worldAt: NOON })
  const time = { now: NOON }
  const book = createLatencyBook({
    sources: sources.map(({ source }) => source),
    roster: () => topology.roster(),
    clock: { now: () => time.now },
    worldNow: () => time.now,
  })
  return { book, time }
}

const DB = { region: 'us-east-1', service: 'db' }
const known = (column: readonly (number | null)[]) => column.filter((value) => value !== null)

describe('p50 and p90 of what somebody looks at', () => {
  it('are asked of each source for its own connections alone, and the slowest counts', async () => {
    const [one, two] = [sourceOf('one'), sourceOf('two', { preset: 'custom' })]
    const { book } = setting([one, two])
    const answer = await book.latency(DB)
    expect(one.asked[0]?.connections.map(edgeIdOf)).toEqual([
      'us-east-1/api>us-east-1/db:http',
      'us-east-1/gateway>us-east-1/db:http',
      'us-east-1/api>us-east-1/db:grpc',
    ])
    expect(two.asked[0]?.connections.map(edgeIdOf)).toEqual(['us-west-2/playback-api>us-east-1/db:http'])
    expect(new Set(answer.p50LatencyMs)).toEqual(new Set(['playback-api'.length]))
    expect(new Set(answer.p90LatencyMs)).toEqual(new Set(['playback-api'.length * 10]))
    expect([answer.at.length, answer.at.at(-1), answer.connections]).toEqual([LATENCY_SPAN_MS / STEP, NOON, 4])
    expect(answer.toldBy).toEqual([
      { source: 'one', preset: 'istio', connections: 3, windowMs: 60_000, problem: null },
      { source: 'two', preset: 'custom', connections: 1, windowMs: 60_000, problem: null },
    ])
  })

  it('of a connection are its own, by protocol where that is named', async () => {
    const one = sourceOf('one')
    const { book } = setting([one])
    await book.latency({ source: 'us-east-1/api', target: 'us-east-1/db:grpc' })
    await book.latency({ source: 'us-east-1', target: 'us-east-1/db' })
    expect(one.asked.map(({ connections }) => connections.length)).toEqual([1, 3])
  })

  it('are asked whole once, then only what is new, and not at all sooner than that', async () => {
    const one = sourceOf('one')
    const { book, time } = setting([one])
    await Promise.all([book.latency(DB), book.latency(DB)])
    time.now += 2_000
    await book.latency(DB)
    expect(one.asked.map(({ from, to }) => [from, to])).toEqual([[NOON - LATENCY_SPAN_MS + STEP, NOON]])
    time.now = NOON + 60_000
    const answer = await book.latency(DB)
    expect(one.asked[1]).toMatchObject({ from: NOON - 2 * STEP, to: NOON + 60_000 })
    expect(known(answer.p50LatencyMs)).toHaveLength(LATENCY_SPAN_MS / STEP)
  })

  it('are not asked for of a past: what was kept is told, and nothing else', async () => {
    const one = sourceOf('one')
    const { book, time } = setting([one])
    const nothing = await book.latency({ ...DB, to: NOON })
    expect([one.asked.length, known(nothing.p50LatencyMs), nothing.isLive]).toEqual([0, [], false])
    await book.latency(DB)
    time.now += 600_000
    const kept = await book.latency({ ...DB, to: NOON + 300_000 })
    expect(one.asked).toHaveLength(1)
    expect(known(kept.p50LatencyMs)).toHaveLength((LATENCY_SPAN_MS - 300_000) / STEP)
    expect(kept.p50LatencyMs.at(-1)).toBeNull()
  })

  it('that a source does not tell are unknown and said so, and are asked for again', async () => {
    const [one, two] = [sourceOf('one'), sourceOf('two')]
    const silent = { ...two, source: { ...two.source } }
    delete silent.source.latency
    const { book, time } = setting([one, silent])
    one.answer = () => ({ kind: 'failed', message: 'It refuses connections.' })
    const failed = await book.latency(DB)
    expect(known(failed.p50LatencyMs)).toEqual([])
    expect(failed.toldBy.map(({ problem }) => problem)).toEqual([
      'It refuses connections.',
      'This source does not tell p50 and p90.',
    ])
    one.answer = telling
    time.now += 60_000
    const back = await book.latency(DB)
    expect(known(back.p50LatencyMs)).toHaveLength(LATENCY_SPAN_MS / STEP)
    expect(back.toldBy[0]?.problem).toBeNull()
  })

  it('hold up no other source, and no more than two questions at once', async () => {
    const one = sourceOf('one')
    let underWay = 0
    let most = 0
    one.answer = async (question) => {
      most = Math.max(most, (underWay += 1))
      await new Promise((resolve) => setTimeout(resolve, 5))
      underWay -= 1
      return telling(question)
    }
    const { book } = setting([one])
    const ends = ['us-east-1/api', 'us-east-1/gateway', 'us-east-1', 'us-west-2']
    await Promise.all(
      ends.flatMap((source) => ['us-east-1', 'us-east-1/db'].map((target) => book.latency({ source, target }))),
    )
    expect([most, one.asked.length]).toEqual([2, 6])
  })

  it('of something nobody knows are no question', async () => {
    const one = sourceOf('one')
    const { book } = setting([one])
    const answer = await book.latency({ region: 'us-east-1', service: 'nobody' })
    expect([one.asked.length, answer.connections, answer.toldBy]).toEqual([0, 0, []])
  })
})
