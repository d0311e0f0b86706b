import fc from 'fast-check'
import type { Frame } from '#contract/frame-codec/frame.ts'
import { DEFAULT_FRESHNESS_RULE } from '#contract/freshness.ts'
import { edgeIdOf } from '#contract/ids.ts'
import type { Roster } from '#contract/roster.ts'
import { createTopology } from '#bff/topology/create-topology.ts'
import type { EdgeReading, SourceReport } from '#bff/topology/report.ts'

export const AT = Date.UTC(2026, 10, 22, 16)
export const REGIONS = ['us-east-1', 'eu-west-1']

/** A frame as the server makes it of such edges. */
export function fleetOf(edges: readonly EdgeReading[], worldAheadMs = 0): { roster: Roster; frame: Frame } {
  const worldAt = AT + worldAheadMs
  const report: SourceReport = {
    source: 'prometheus',
    at: worldAt,
    feeds: ['global', ...REGIONS].map((region) => ({ region, observedAt: worldAt - 3_000, periodMs: 15_000 })),
    edges: [...edges],
    nodes: [],
    zones: [],
    business: [],
    problems: [],
  }
  const regions = REGIONS.map((id) => ({ id, name: id === 'us-east-1' ? 'N. Virginia' : id }))
  const topology = createTopology({ epoch: 'e', regions, freshness: DEFAULT_FRESHNESS_RULE })
  topology.accept(report)
  const { frame } = topology.takeFrame({ seq: 1, at: AT, worldAt })
  return { frame, roster: topology.roster() }
}

export function edgeOf(over: Partial<EdgeReading> = {}): EdgeReading {
  const key = { sourceRegion: 'global', source: 'internet', targetRegion: 'us-east-1', target: 'api' }
  const latency = { p50LatencyMs: NaN, p90LatencyMs: NaN, p99LatencyMs: 12 }
  const volume = { requestsPerSecond: 100, errorShare: 0.1, degradedShare: 0 }
  const told = { feedRegion: 'us-east-1', entry: true, observedAt: AT - 3_000 }
  return { ...key, protocol: 'http', ...volume, ...latency, ...told, ...over }
}

const service = fc.constantFrom('api', 'db', 'search', 'play.back', 'unknown')
const protocol = fc.constantFrom('http', 'grpc', 'unknown')
const region = fc.constantFrom(...REGIONS)
const within = fc
  .tuple(region, service, service)
  .map(([one, source, target]) => ({ sourceRegion: one, source, targetRegion: one, target }))
const entering = fc
  .tuple(fc.constantFrom('internet', 'cdn'), region, service)
  .map(([source, one, target]) => ({ sourceRegion: 'global', source, targetRegion: one, target }))
const outside = fc.constant({ sourceRegion: 'global', source: 'internet', targetRegion: 'global', target: 'cdn' })
const crossing = fc.constantFrom(
  { sourceRegion: 'us-east-1', source: 'unknown', targetRegion: 'eu-west-1', target: 'api' },
  { sourceRegion: 'eu-west-1', source: 'unknown', targetRegion: 'us-east-1', target: 'db' },
)
const requests = fc.oneof(fc.constantFrom(0, NaN), fc.double({ min: 0.001, max: 1e6, noNaN: true }))
const share = fc.oneof(fc.constantFrom(0, NaN), fc.double({ min: 0, max: 0.5, noNaN: true }))

/** Connections as the format can tell them apart: one protocol a pair, callers of other regions without a name. */
export const arbitraryEdges: fc.Arbitrary<EdgeReading[]> = fc.uniqueArray(
  fc
    .tuple(fc.oneof(within, entering, outside, crossing), protocol, requests, share, share)
    .map(([key, how, requestsPerSecond, errorShare, degradedShare]) =>
      edgeOf({
        ...key,
        protocol: how,
        requestsPerSecond,
        errorShare,
        degradedShare,
        feedRegion: key.targetRegion,
        entry: key.source === 'internet',
        observedAt: AT - 3_000,
      }),
    ),
  { maxLength: 40, selector: (edge) => edgeIdOf({ ...edge, protocol: 'unknown' }) },
)
