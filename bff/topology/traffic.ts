import type { EdgeColumns, Frame, NodeColumns } from '#contract/frame-codec/frame.ts'
import { freshnessOf, type FreshnessRule } from '#contract/freshness.ts'
import { healthOf, type HealthThresholds } from '#contract/health.ts'
import { edgeIdOf, type EdgeKey, type RegionId } from '#contract/ids.ts'
import type { Roster, RosterEdge, RosterNode } from '#contract/roster.ts'
import type { Age, EdgeTraffic, RegionTraffic, ServiceTraffic, Traffic, TrafficQuery } from '#contract/traffic.ts'
import { describeBusiness, describeZones, orNull } from './traffic-parts.ts'

export interface DescribeTrafficInput {
  roster: Roster
  frame: Frame
  query: TrafficQuery
  /** The server's clock, UTC ms. */
  now: number
  simulated: boolean
  thresholds: HealthThresholds
  freshness: FreshnessRule
}

/** The frame in words, for `GET /api/v1/traffic`. What is unknown is null; totals are the frame's own. */
export function describeTraffic(input: DescribeTrafficInput): Traffic {
  const { roster, frame, query, simulated } = input
  const age = createAges(input)
  const regions = describeRegions(input, age)
  return {
    at: Math.round(frame.at),
    worldAt: Math.round(frame.worldAt),
    seq: frame.seq,
    simulated,
    requestsPerSecond: orNull(sumOfKnown(frame.regionTotals.map((total) => total.requestsPerSecond))),
    missing: regions.filter(isPartlyUnknown).map(({ id }) => id),
    regions,
    zones: describeZones(roster, frame),
    business: describeBusiness({ roster, frame, age }),
    ...(query.region === undefined
      ? {}
      : { services: describeServices(input, query.region, age), edges: describeEdges(input, query.region, age) }),
  }
}

type AgeOf = (sample: { observedAt: number; periodMs: number }) => Age

/** Ages as of `now`, on the world's clock, which went on since the frame was taken. */
function createAges({ frame, now, freshness: rule }: DescribeTrafficInput): AgeOf {
  const worldNow = frame.worldAt + Math.max(0, now - frame.at)
  return ({ observedAt, periodMs }) => {
    const state = freshnessOf({ observedAt, periodMs, now: worldNow, rule })
    if (Number.isNaN(observedAt)) return { state, observedAt: null, ageSeconds: null }
    const ageMs = Math.max(0, worldNow - observedAt)
    return { state, observedAt: Math.max(0, Math.round(observedAt)), ageSeconds: Math.round(ageMs / 100) / 10 }
  }
}

interface Measured {
  requestsPerSecond: number
  errorShare: number
  degradedShare: number
  p99LatencyMs: number
}

function describeMeasures(measured: Measured, thresholds: HealthThresholds) {
  return {
    requestsPerSecond: orNull(measured.requestsPerSecond),
    errorShare: orNull(measured.errorShare),
    degradedShare: orNull(measured.degradedShare),
    p99LatencyMs: orNull(measured.p99LatencyMs),
    health: healthOf(measured, thresholds),
  }
}

function describeRegions({ roster, frame, thresholds }: DescribeTrafficInput, age: AgeOf): RegionTraffic[] {
  const totals = frame.regionTotals
  const isWhole = totals.every((total) => !Number.isNaN(total.requestsPerSecond) && total.missingEdges.length === 0)
  const world = isWhole ? sumOfKnown(totals.map((total) => total.requestsPerSecond)) : NaN
  return totals.flatMap((total, index) => {
    const region = roster.regions[index]
    if (region === undefined) return []
    return {
      id: region.id,
      name: region.name,
      ...describeMeasures(total, thresholds),
      freshness: age(newestOf({ roster, frame, region: region.id, observedAt: total.observedAt })),
      trafficShare: world > 0 ? total.requestsPerSecond / world : null,
      headroomShare: orNull(total.headroomShare),
      tightestService: roster.nodes[total.tightestNode]?.service ?? null,
      missing: total.missingEdges.flatMap((row) => edgeKeyOf(roster, roster.edges[row]) ?? []).map(edgeIdOf),
    }
  })
}

/** Of a region of which nothing is known any more, its feeds still tell when it was last seen. */
function newestOf(input: { roster: Roster; frame: Frame; region: RegionId; observedAt: number }): {
  observedAt: number
  periodMs: number
} {
  const { roster, frame, region } = input
  let { observedAt } = input
  let periodMs = NaN
  for (const [index, feed] of roster.feeds.entries()) {
    if (feed.region !== region) continue
    if (!(periodMs >= feed.periodMs)) periodMs = feed.periodMs
    const seenAt = frame.feedObservedAt[index] ?? NaN
    if (Number.isNaN(input.observedAt) && !(observedAt >= seenAt)) observedAt = seenAt
  }
  return Number.isNaN(periodMs) ? { observedAt, periodMs: FEEDLESS_PERIOD_MS } : { observedAt, periodMs }
}

/** Of an entry that a feed of another region reports. */
const FEEDLESS_PERIOD_MS = 10_000

function isPartlyUnknown(region: RegionTraffic): boolean {
  return region.requestsPerSecond === null || region.missing.length > 0
}

function describeServices(input: DescribeTrafficInput, region: RegionId, age: AgeOf): ServiceTraffic[] {
  const { roster, frame, thresholds } = input
  return roster.nodes.flatMap((node, row) => {
    if (node.region !== region || node.gone === true) return []
    return {
      region: node.region,
      service: node.service,
      name: node.name,
      kind: node.kind,
      owner: node.owner ?? null,
      ...describeMeasures(measuredAt(frame.nodes, row), thresholds),
      freshness: age(sampleOf(input, node, frame.nodes.lagMs[row])),
      saturation: orNull(frame.nodes.saturation[row]),
      breakersOpen: orNull(frame.nodes.breakersOpen[row]),
      notices: node.notices ?? [],
    }
  })
}

function describeEdges(input: DescribeTrafficInput, region: RegionId, age: AgeOf): EdgeTraffic[] {
  const { roster, frame, thresholds } = input
  return roster.edges.flatMap((edge, row) => {
    const key = edgeKeyOf(roster, edge)
    if (key === undefined || edge.gone === true) return []
    if (key.sourceRegion !== region && key.targetRegion !== region) return []
    return {
      ...key,
      ...describeMeasures(measuredAt(frame.edges, row), thresholds),
      freshness: age(sampleOf(input, edge, frame.edges.lagMs[row])),
    }
  })
}

function measuredAt(columns: EdgeColumns | NodeColumns, row: number): Measured {
  return {
    requestsPerSecond: columns.requestsPerSecond[row] ?? NaN,
    errorShare: columns.errorShare[row] ?? NaN,
    degradedShare: columns.degradedShare[row] ?? NaN,
    p99LatencyMs: columns.p99LatencyMs[row] ?? NaN,
  }
}

function sampleOf(
  { roster, frame }: DescribeTrafficInput,
  row: RosterNode | RosterEdge,
  lagMs: number | undefined,
): { observedAt: number; periodMs: number } {
  return {
    observedAt: (frame.feedObservedAt[row.feed] ?? NaN) - (lagMs ?? NaN),
    periodMs: roster.feeds[row.feed]?.periodMs ?? FEEDLESS_PERIOD_MS,
  }
}

function edgeKeyOf(roster: Roster, edge: RosterEdge | undefined): EdgeKey | undefined {
  const source = edge === undefined ? undefined : roster.nodes[edge.source]
  const target = edge === undefined ? undefined : roster.nodes[edge.target]
  if (edge === undefined || source === undefined || target === undefined) return undefined
  return {
    sourceRegion: source.region,
    source: source.service,
    targetRegion: target.region,
    target: target.service,
    protocol: edge.protocol,
  }
}

function sumOfKnown(values: readonly number[]): number {
  const known = values.filter((value) => !Number.isNaN(value))
  return known.length === 0 ? NaN : known.reduce((sum, value) => sum + value, 0)
}
