import { describe, expect, test } from 'vitest'
import {
  istioCallerOnlyFailures,
  istioDestinationRequests,
  upSampleTimeWithin,
} from '#bff/sources/prometheus/wire-queries.ts'
import { WireError, WireQueryAnswer } from '#bff/sources/prometheus/wire.ts'
import { createExposition, PRESETS } from './exposition.ts'
import { createFaultBoard } from './faults.ts'
import { metricFamilies } from './metric-families.ts'
import { createPrometheusApi } from './prometheus-api.ts'
import { createQueryEngine } from './query-engine.ts'
import { createRecorder } from './recorder.ts'
import { createSmallWorld } from './small-world-fixture.ts'
import { UP_SELECTOR, WORLD_QUERIES } from './world-queries.ts'

const mesh = { regionLabel: 'destination_cluster', sourceRegionLabel: 'source_cluster', namespaces: 'omit' } as const

function setUp() {
  const world = createSmallWorld()
  const recorder = createRecorder(world)
  const wall = { now: 0 }
  const faults = createFaultBoard(() => wall.now)
  const engine = createQueryEngine({ world, recorder, faults, aheadMs: () => 0 })
  const api = createPrometheusApi(engine, metricFamilies(world).values())
  for (let second = 0; second <= 60; second += 1) {
    world.add(0, 'good', 100)
    world.add(1, 'good', 9)
    world.add(1, 'error', 3)
    world.add(1, 'timeout', 2)
    recorder.sample(second * 1_000)
  }
  wall.now = 60_000
  const ask = (path: string, params: Record<string, string>) =>
    api.answer({ path, params: new URLSearchParams(params), now: wall.now })
  const vector = (query: string, time = '60') => {
    const answer = WireQueryAnswer.parse(JSON.parse(ask('/api/v1/query', { query, time })?.text ?? ''))
    return answer.data.resultType === 'vector' ? answer.data.result : []
  }
  return { world, recorder, faults, wall, ask, vector }
}

describe('a query', () => {
  test('of the configuration is answered from the recording', () => {
    const rows = setUp().vector(WORLD_QUERIES.requests.replace('$window', '10s'))
    expect(rows).toHaveLength(5)
    expect(rows[0]).toEqual({
      metric: {
        caller: 'internet',
        callee: 'edge-proxy',
        caller_region: 'global',
        callee_region: 'us-east-1',
        protocol: 'http',
      },
      value: [60, '100'],
    })
  })

  test('of the mesh counts each request once, whoever reports it', () => {
    const { vector } = setUp()
    const valueOf = (query: string) =>
      vector(query.replaceAll('$window', '10s')).flatMap(({ metric, value }) =>
        metric['source_canonical_service'] === 'edge-proxy' && metric['destination_service_name'] === 'api'
          ? [Number(value?.[1])]
          : [],
      )
    const told = valueOf(istioDestinationRequests(mesh))
    const callerOnly = valueOf(istioCallerOnlyFailures(mesh))
    expect([...told, ...callerOnly].reduce((sum, value) => sum + value, 0)).toBeCloseTo(14)
  })

  test('is answered for any instant of the past, and with nothing beyond it', () => {
    const { vector } = setUp()
    const query = WORLD_QUERIES.requests.replace('$window', '10s')
    expect(vector(query, '30.5')[0]?.value).toEqual([30.5, '100'])
    expect(vector(query, '1000')).toEqual([])
  })

  test('of a frozen region: no samples, no up, rates to the end of the window, and the last scrape of the past', () => {
    const { vector, faults, recorder, wall } = setUp()
    faults.set({ kind: 'frozen', surface: 'api', region: 'us-east-1' })
    for (let second = 61; second <= 66; second += 1) recorder.sample(second * 1_000)
    wall.now = 66_000
    const calleeRegions = (query: string, time: string) =>
      new Set(vector(query, time).map(({ metric }) => metric['callee_region']))
    expect(calleeRegions(WORLD_QUERIES.sampleTime, '66')).toEqual(new Set(['us-west-2']))
    expect(calleeRegions(WORLD_QUERIES.requests.replace('$window', '10s'), '66')).toEqual(
      new Set(['us-east-1', 'us-west-2']),
    )
    const up = upSampleTimeWithin({
      selector: UP_SELECTOR,
      regionLabel: 'scrape_region',
      withinMs: 3_600_000,
      resolutionMs: 15_000,
    })
    const scraped = Object.fromEntries(
      vector(up, '66').map(({ metric, value }) => [metric['scrape_region'], value?.[1]]),
    )
    expect(scraped).toEqual({ 'us-east-1': '60', 'us-west-2': '66', global: '66' })
    for (let second = 67; second <= 80; second += 1) recorder.sample(second * 1_000)
    expect(calleeRegions(WORLD_QUERIES.requests.replace('$window', '10s'), '80')).toEqual(new Set(['us-west-2']))
  })
})

describe("anything else gets Prometheus's own error form", () => {
  test.each<[string, string, Record<string, string>, RegExp]>([
    ['a query nobody sends', '/api/v1/query', { query: 'sum(rate(go_goroutines[5m])) / 2' }, /parameter "query"/],
    ['no query', '/api/v1/query', {}, /parameter "query"/],
    ['a time that is none', '/api/v1/query', { query: WORLD_QUERIES.saturation, time: 'noon' }, /parameter "time"/],
    [
      'an end before its start',
      '/api/v1/query_range',
      { query: 'up', start: '9', end: '1', step: '1' },
      /must not be before/,
    ],
    ['no step', '/api/v1/query_range', { query: 'up', start: '1', end: '9', step: '0' }, /parameter "step"/],
    ['too many points', '/api/v1/query_range', { query: 'up', start: '0', end: '11001', step: '1' }, /11,000 points/],
  ])('%s', (_what, path, params, message) => {
    const answer = setUp().ask(path, params)
    expect(answer?.status).toBe(400)
    expect(WireError.parse(JSON.parse(answer?.text ?? ''))).toMatchObject({
      errorType: 'bad_data',
      error: expect.stringMatching(message),
    })
  })
})

describe('the exposition', () => {
  const LINE = /^[a-zA-Z_:][\w:]*(?:\{(?:[a-zA-Z_]\w*="(?:[^"\\\n]|\\.)*",?)*\})? (?:NaN|[+-]?Inf|[\d.e+-]+)$/

  test.each(PRESETS)('%s is text that Prometheus reads, with no series twice', (preset) => {
    const exposition = createExposition(setUp().world)
    const text = exposition.write({ preset, region: null }) ?? ''
    const lines = text
      .trimEnd()
      .split('\n')
      .filter((line) => !line.startsWith('#'))
    expect(lines.filter((line) => !LINE.test(line))).toEqual([])
    const series = lines.map((line) => line.slice(0, line.lastIndexOf(' ')))
    expect(new Set(series).size).toBe(series.length)
  })

  test.each(PRESETS)('%s: the regions together are the whole', (preset) => {
    const exposition = createExposition(setUp().world)
    const seriesOf = (region: string | null) =>
      (exposition.write({ preset, region }) ?? '')
        .split('\n')
        .filter((line) => line !== '' && !line.startsWith('#') && !line.includes('clock'))
    const parts = ['us-east-1', 'us-west-2', 'global'].flatMap(seriesOf)
    expect(parts.toSorted()).toEqual(seriesOf(null).toSorted())
  })

  test('buckets are cumulative and end with the count', () => {
    const text = createExposition(setUp().world).write({ preset: 'custom', region: null }) ?? ''
    const values = [
      ...text.matchAll(/latency_ms_(?:bucket|count)\{caller="edge-proxy",callee="api"[^}]*\} (\S+)/g),
    ].map(([, value]) => Number(value))
    expect(values).toEqual([854, 854, 854, 854])
  })

  test('there are no others', () => {
    const exposition = createExposition(setUp().world)
    expect(exposition.write({ preset: 'linkerd', region: null })).toBeNull()
    expect(exposition.write({ preset: 'custom', region: 'mars-1' })).toBeNull()
  })
})
