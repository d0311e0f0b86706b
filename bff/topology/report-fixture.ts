import { GLOBAL_REGION, INTERNET } from '#contract/ids.ts'
import type { BusinessReading, EdgeReading, NodeReading, SourceReport, ZoneReading } from './report.ts'

/** Reports as short as a test can say them. */
export const NOON = Date.UTC(2026, 10, 22, 12)
export const EAST = 'us-east-1'
export const WEST = 'us-west-2'
export const REGIONS = [
  { id: EAST, name: 'US East' },
  { id: WEST, name: 'US West' },
]
export const PERIOD_MS = 5_000

interface ReportInput {
  source?: string
  at?: number
  /** Regions this source reports on; both when absent. */
  feeds?: readonly string[]
  feedObservedAt?: number
  periodMs?: number
  edges?: EdgeReading[]
  nodes?: NodeReading[]
  zones?: ZoneReading[]
  business?: BusinessReading[]
}

export function report(input: ReportInput = {}): SourceReport {
  const { source = 'prometheus', at = NOON, feeds = [EAST, WEST], periodMs = PERIOD_MS } = input
  return {
    source,
    at,
    feeds: feeds.map((region) => ({ region, observedAt: input.feedObservedAt ?? at, periodMs })),
    edges: input.edges ?? [],
    nodes: input.nodes ?? [],
    zones: input.zones ?? [],
    business: input.business ?? [],
    problems: [],
  }
}

/** `edge('internet>us-east-1/api', …)`, or `edge('us-east-1/api>us-west-2/identity', …)`. */
export function edge(path: string, input: Partial<EdgeReading> = {}): EdgeReading {
  const [from = '', to = ''] = path.split('>')
  const source = nodeKey(from)
  const target = nodeKey(to)
  return {
    sourceRegion: source.region,
    source: source.service,
    targetRegion: target.region,
    target: target.service,
    protocol: 'http',
    feedRegion: target.region === GLOBAL_REGION ? EAST : target.region,
    entry: source.service === INTERNET,
    requestsPerSecond: 100,
    errorShare: 0,
    degradedShare: 0,
    p99LatencyMs: 40,
    observedAt: NOON,
    ...input,
  }
}

export function node(path: string, input: Partial<NodeReading> = {}): NodeReading {
  const key = nodeKey(path)
  return { ...key, feedRegion: key.region, kind: 'service', saturation: 0.5, observedAt: NOON, ...input }
}

function nodeKey(path: string): { region: string; service: string } {
  const [region = '', service] = path.split('/')
  return service === undefined ? { region: GLOBAL_REGION, service: region } : { region, service }
}
