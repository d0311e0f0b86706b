import { describe, expect, it } from 'vitest'
import { DEFAULT_FRESHNESS_RULE, unknownAfterMs } from '#contract/freshness.ts'
import { DEFAULT_HEALTH_THRESHOLDS } from '#contract/health.ts'
import { Traffic, type TrafficQuery } from '#contract/traffic.ts'
import { createTopology } from './create-topology.ts'
import type { SourceReport } from './report.ts'
import { EAST, edge, node, NOON, PERIOD_MS, REGIONS, report, WEST } from './report-fixture.ts'
import { describeTraffic } from './traffic.ts'

interface Told {
  reports: SourceReport[]
  query?: TrafficQuery
  /** Since the samples. */
  ageMs?: number
}

/** Through the schema, as it goes out. */
function trafficOf({ reports, query = {}, ageMs = 0 }: Told): Traffic {
  const topology = createTopology({ epoch: 'e', regions: REGIONS, freshness: DEFAULT_FRESHNESS_RULE })
  for (const each of reports) topology.accept(each)
  const { frame } = topology.takeFrame({ seq: 4, at: NOON + 500, worldAt: NOON })
  const traffic = describeTraffic({
    roster: topology.roster(),
    frame,
    query,
    now: NOON + 500 + ageMs,
    simulated: true,
    thresholds: DEFAULT_HEALTH_THRESHOLDS,
    freshness: DEFAULT_FRESHNESS_RULE,
  })
  return Traffic.parse(JSON.parse(JSON.stringify(traffic)))
}

const bothRegions = [
  edge('internet>us-east-1/api', { requestsPerSecond: 300, errorShare: 0.02, degradedShare: NaN }),
  edge('internet>us-west-2/api', { requestsPerSecond: 100, errorShare: 0 }),
  edge('us-east-1/api>us-east-1/db', { requestsPerSecond: 900, errorShare: 0.2 }),
  edge('us-east-1/api>us-west-2/identity', { requestsPerSecond: 9 }),
]

describe('traffic in words', () => {
  it('says of each region what enters it', () => {
    const traffic = trafficOf({ reports: [report({ edges: bothRegions, nodes: [node('us-east-1/db')] })] })
    expect(traffic).toMatchObject({ seq: 4, simulated: true, requestsPerSecond: 400, missing: [] })
    expect(traffic.regions[0]).toEqual({
      id: EAST,
      name: 'US East',
      requestsPerSecond: 300,
      errorShare: 0.02,
      degradedShare: null,
      p99LatencyMs: 40,
      health: 'degraded',
      freshness: { state: 'live', observedAt: NOON, ageSeconds: 0 },
      trafficShare: 0.75,
      headroomShare: 0.5,
      tightestService: 'db',
      missing: [],
    })
    expect(traffic.regions[1]).toMatchObject({ health: 'healthy', trafficShare: 0.25, headroomShare: null })
    expect(traffic.services).toBeUndefined()
    expect(traffic.edges).toBeUndefined()
  })

  it('knows nothing before anything is reported', () => {
    const traffic = trafficOf({ reports: [] })
    expect(traffic).toMatchObject({ requestsPerSecond: null, missing: [EAST, WEST], zones: [], business: [] })
    expect(traffic.regions[0]).toMatchObject({
      requestsPerSecond: null,
      health: 'unknown',
      freshness: { state: 'unknown', observedAt: null, ageSeconds: null },
      trafficShare: null,
      tightestService: null,
    })
  })

  it.each([
    ['live', 1_240, 1.2],
    ['late', 2 * PERIOD_MS + 1, 10],
    ['stale', 20_000, 20],
    ['unknown', unknownAfterMs(PERIOD_MS) + 1, unknownAfterMs(PERIOD_MS) / 1_000],
  ])('counts ages as of the answer: %s', (state, ageMs, ageSeconds) => {
    const { regions } = trafficOf({ reports: [report({ edges: bothRegions })], ageMs })
    expect(regions[0]?.freshness).toEqual({ state, observedAt: NOON, ageSeconds })
  })

  it('gives no shares of a world that is not all known, and names what the sum lacks', () => {
    const edges = [
      edge('internet>us-east-1/api', { requestsPerSecond: 300 }),
      edge('internet>us-east-1/web', { requestsPerSecond: NaN, observedAt: NaN }),
    ]
    const traffic = trafficOf({ reports: [report({ edges })] })
    expect(traffic).toMatchObject({ requestsPerSecond: 300, missing: [EAST, WEST] })
    expect(traffic.regions[0]).toMatchObject({
      requestsPerSecond: 300,
      trafficShare: null,
      missing: ['global/internet>us-east-1/web:http'],
    })
  })

  it('says of a region that is lost when it was last seen', () => {
    const long = NOON - 3_600_000
    const edges = [edge('internet>us-east-1/api', { observedAt: long })]
    const { regions } = trafficOf({ reports: [report({ at: long, edges })] })
    expect(regions[0]).toMatchObject({
      requestsPerSecond: null,
      health: 'unknown',
      freshness: { state: 'unknown', observedAt: long, ageSeconds: 3_600 },
    })
  })
})

describe('the services and edges of a region', () => {
  const NOTICE = { severity: 'critical' as const, text: 'pages somebody' }
  const reports = [
    report({
      edges: bothRegions,
      nodes: [
        node('us-east-1/db', {
          kind: 'datastore',
          owner: 'storage',
          saturation: 0.25,
          breakersOpen: 2,
          notices: [NOTICE],
        }),
      ],
    }),
  ]

  it('are told when it is asked for', () => {
    const { services, edges } = trafficOf({ reports, query: { region: EAST } })
    expect(services?.map(({ service }) => service)).toEqual(['api', 'db'])
    expect(services?.[1]).toMatchObject({
      region: EAST,
      kind: 'datastore',
      owner: 'storage',
      requestsPerSecond: 900,
      saturation: 0.25,
      breakersOpen: 2,
      notices: [NOTICE],
      health: 'failing',
      freshness: { state: 'live' },
    })
    expect(services?.[0]).toMatchObject({ owner: null, saturation: null, breakersOpen: null, notices: [] })
    expect(
      edges?.map(({ sourceRegion, source, targetRegion, target }) => [sourceRegion, source, targetRegion, target]),
    ).toEqual([
      ['global', 'internet', EAST, 'api'],
      [EAST, 'api', EAST, 'db'],
      [EAST, 'api', WEST, 'identity'],
    ])
  })

  it('carry their own age', () => {
    const older = NOON - 30_000
    const late = [edge('internet>us-east-1/api'), edge('us-east-1/api>us-east-1/db', { observedAt: older })]
    const { edges } = trafficOf({ reports: [report({ edges: late })], query: { region: EAST } })
    expect(edges?.map(({ freshness }) => freshness)).toEqual([
      { state: 'live', observedAt: NOON, ageSeconds: 0 },
      { state: 'stale', observedAt: older, ageSeconds: 30 },
    ])
  })

  it('are none of a region nobody knows', () => {
    expect(trafficOf({ reports, query: { region: 'mars' } })).toMatchObject({ services: [], edges: [] })
  })

  it('leave out what is gone', () => {
    const later = NOON + 20 * PERIOD_MS + 1
    const topology = createTopology({ epoch: 'e', regions: REGIONS, freshness: DEFAULT_FRESHNESS_RULE })
    topology.accept(report({ edges: bothRegions }))
    topology.accept(report({ at: later, edges: [edge('internet>us-east-1/api', { observedAt: later })] }))
    const { frame } = topology.takeFrame({ seq: 1, at: later, worldAt: later })
    const { services, edges } = describeTraffic({
      roster: topology.roster(),
      frame,
      query: { region: EAST },
      now: later,
      simulated: false,
      thresholds: DEFAULT_HEALTH_THRESHOLDS,
      freshness: DEFAULT_FRESHNESS_RULE,
    })
    expect(services?.map(({ service }) => service)).toEqual(['api'])
    expect(edges?.map(({ target }) => target)).toEqual(['api', 'identity'])
  })
})

describe('zones and business metrics', () => {
  it('are told with their ages', () => {
    const traffic = trafficOf({
      reports: [
        report({
          zones: [{ region: EAST, zone: 'us-east-1a', requestsPerSecond: 5, errorShare: NaN, observedAt: NOON }],
          business: [
            {
              id: 'stream-starts',
              name: 'stream starts',
              unit: '/s',
              region: EAST,
              value: 4,
              observedAt: NOON - 2_000,
            },
          ],
        }),
      ],
    })
    expect(traffic.zones).toEqual([{ region: EAST, zone: 'us-east-1a', requestsPerSecond: 5, errorShare: null }])
    expect(traffic.business).toEqual([
      {
        id: 'stream-starts',
        name: 'stream starts',
        unit: '/s',
        value: 4,
        byRegion: [
          { region: EAST, value: 4 },
          { region: WEST, value: null },
        ],
        freshness: { state: 'live', observedAt: NOON - 2_000, ageSeconds: 2 },
      },
    ])
  })
})
