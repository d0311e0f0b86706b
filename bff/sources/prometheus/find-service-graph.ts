import type { Clock } from '#bff/clock.ts'
import type { PrometheusClient } from './client.ts'
import type { ServiceGraphMetrics, ServiceGraphSettings } from './service-graph-settings.ts'
import { instant, seriesOf } from './series.ts'
import { bucketBoundsOf, currentSeriesOf, SERVICE_GRAPH_SELECTOR } from './wire-service-graph-queries.ts'

/**
 * What the service graph's metrics are called here. The connector's names pass through exporters that put a namespace
 * before them and a unit or `_total` behind them, so they are looked for among all names. Several sets may be there
 * (two collectors, a renamed one): the set of which most series are kept now is meant, unless a prefix is configured.
 * The unit is read off the buckets' bounds, for early collectors kept milliseconds under a name that says seconds.
 */
export interface FoundServiceGraph {
  /** Whole, but for `prefix`; empty where nothing was found. */
  metrics: ServiceGraphMetrics
  /** Other sets that are there, by their prefixes. */
  others: string[]
}

/** Names of longer ago are of metrics that were renamed. */
const NAMES_OF_MS = 60 * 60_000

/** Null where Prometheus did not answer: whatever is asked next will say why. */
export async function findServiceGraph(input: {
  settings: ServiceGraphSettings
  client: PrometheusClient
  clock: Clock
  signal: AbortSignal
}): Promise<FoundServiceGraph | null> {
  const { settings, client, clock } = input
  // Looking must not take longer than a poll may, for a poll follows.
  const signal = AbortSignal.any([input.signal, AbortSignal.timeout(settings.limits.timeout)])
  const configured = settings.metrics
  const names = await client.metricNames({
    among: { match: SERVICE_GRAPH_SELECTOR, sinceMs: clock.now() - NAMES_OF_MS },
    signal,
  })
  if (names.kind === 'failed') return null
  const sets = serviceGraphsAmong(names.value)
  const ask = async (query: string) => {
    const answer = await client.query({ query, atMs: clock.now(), signal })
    return answer.kind === 'failed' ? null : seriesOf(answer.value.result, instant(clock.now())).series
  }
  const [set, ...rest] = await byCurrentSeries(sets, configured.prefix, ask)
  const own = set ?? {}
  const found = { ...own, ...told(configured) }
  const latency = found.serverLatency ?? found.clientLatency
  if (found.requests === undefined || latency === undefined || latency === null || found.latencyUnit !== undefined) {
    return { metrics: found, others: rest.map(({ prefix = '' }) => prefix) }
  }
  const bounds = await ask(bucketBoundsOf(latency))
  if (bounds === null) return null
  const latencyUnit = unitOf(
    latency,
    bounds.map(({ labels }) => Number(labels['le'])),
  )
  return { metrics: { ...found, latencyUnit }, others: rest.map(({ prefix = '' }) => prefix) }
}

/** The sets of names, each with a prefix of its own; what a set lacks is null. */
export function serviceGraphsAmong(names: readonly string[]): ServiceGraphMetrics[] {
  const sets = new Map<string, ServiceGraphMetrics>()
  for (const name of names) {
    const [, prefix, part] = NAME.exec(name) ?? []
    const key = part === undefined ? undefined : partOf(part)
    if (prefix === undefined || key === undefined) continue
    const set = sets.get(prefix) ?? { prefix, failed: null, serverLatency: null, clientLatency: null }
    sets.set(prefix, { ...set, [key]: name })
  }
  return [...sets.values()].filter(({ requests }) => requests !== undefined)
}

const NAME = /^(.*?)traces_service_graph_request(.*)$/

function partOf(rest: string): 'requests' | 'failed' | 'serverLatency' | 'clientLatency' | undefined {
  if (/^(?:_total)*$/.test(rest)) return 'requests'
  if (/^_failed(?:_total)*$/.test(rest)) return 'failed'
  // The first collectors kept one histogram, of servers.
  if (/^_(?:server|duration)(?:_seconds|_milliseconds)?_bucket$/.test(rest)) return 'serverLatency'
  return /^_client(?:_seconds|_milliseconds)?_bucket$/.test(rest) ? 'clientLatency' : undefined
}

/** No histogram of seconds begins with a bucket this wide, and none of milliseconds with a narrower one. */
const LEAST_BOUND_IN_MS = 1

/** By the least bound, whatever the name says; by the name where there are no bounds. */
export function unitOf(name: string, bounds: readonly number[]): 'ms' | 's' {
  const positive = bounds.filter((bound) => Number.isFinite(bound) && bound > 0)
  if (positive.length === 0) return name.includes('_milliseconds') ? 'ms' : 's'
  return Math.min(...positive) >= LEAST_BOUND_IN_MS ? 'ms' : 's'
}

type Asked = (
  query: string,
) => Promise<readonly { labels: Readonly<Record<string, string>>; values: number[] }[] | null>

async function byCurrentSeries(
  sets: readonly ServiceGraphMetrics[],
  prefix: string | undefined,
  ask: Asked,
): Promise<readonly ServiceGraphMetrics[]> {
  if (prefix !== undefined) return sets.filter((set) => set.prefix === prefix)
  if (sets.length < 2) return sets
  const rows = (await ask(currentSeriesOf(sets.flatMap(({ requests = '' }) => [requests])))) ?? []
  const counts = new Map(rows.map(({ labels, values }) => [labels['__name__'] ?? '', values[0] ?? 0]))
  const countOf = ({ requests = '' }: ServiceGraphMetrics) => counts.get(requests) ?? 0
  return sets.toSorted((one, other) => countOf(other) - countOf(one))
}

function told(metrics: ServiceGraphMetrics): ServiceGraphMetrics {
  return Object.fromEntries(Object.entries(metrics).filter(([, value]) => value !== undefined))
}
