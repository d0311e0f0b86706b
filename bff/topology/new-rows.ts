import { CDN, INTERNET, type ServiceId } from '#contract/ids.ts'
import type { NodeKind } from '#contract/roster.ts'
import type { EdgeReading } from './report.ts'
import type { EdgeRow, FeedRow, NodeRow } from './rows.ts'

/** Rows of which only the key is known yet. */

export function newNode(key: Pick<NodeRow, 'index' | 'region' | 'service' | 'feed'>): NodeRow {
  return {
    ...key,
    name: key.service,
    kind: kindOf(key.service),
    owner: undefined,
    domain: undefined,
    notices: [],
    zones: new Map(),
    gone: false,
    mentionedAt: NaN,
    holder: null,
    saturation: NaN,
    breakersOpen: NaN,
    saturationAt: NaN,
    mark: null,
    incoming: 0,
  }
}

export function newEdge(input: {
  index: number
  source: NodeRow
  target: NodeRow
  reading: EdgeReading
  feed: FeedRow
}): EdgeRow {
  return {
    index: input.index,
    source: input.source,
    target: input.target,
    protocol: input.reading.protocol,
    entry: input.reading.entry,
    feed: input.feed,
    gone: false,
    mentionedAt: NaN,
    requestsPerSecond: NaN,
    errorShare: NaN,
    degradedShare: NaN,
    p99LatencyMs: NaN,
    observedAt: NaN,
  }
}

function kindOf(service: ServiceId): NodeKind {
  if (service === INTERNET) return 'internet'
  return service === CDN ? 'cdn' : 'service'
}
