import type { BreakerReading } from '#bff/topology/facts.ts'
import { shareOf } from './edge-readings.ts'
import { clusterReader } from './envoy-naming.ts'
import type { EnvoySettings } from './envoy-settings.ts'
import { valuesBy, type ReadingFacts } from './reading-facts.ts'
import type { WireLabels } from './wire.ts'

/**
 * Envoy's circuit breakers: limits of connections, requests, waiting requests and retries, kept by every proxy towards
 * every cluster. They are open while a limit is reached; there is no half-open, and errors do not open them (hosts that
 * err are ejected: cluster-nodes).
 */

/** Undefined where it is not asked or these proxies keep no such statistics. */
export function readClusterBreakers(
  facts: ReadingFacts & { settings: EnvoySettings },
): readonly BreakerReading[] | undefined {
  const { settings, read, step } = facts
  const rows = read('cluster:proxies').filter(({ present }) => present[step] === 1)
  if (rows.length === 0) return undefined
  const measures = measuresOf(facts)
  const targetOf = clusterReader(settings)
  return rows.flatMap(({ labels, values }): BreakerReading[] => {
    const caller = labels[settings.callerLabel]
    const cluster = labels[settings.clusterLabel] ?? ''
    const target = targetOf(cluster)
    if (caller === undefined || caller === '' || target === null) return []
    const found = facts.regions.find(labels[settings.regionLabel])
    if (found.kind === 'foreign') return []
    const region = found.kind === 'known' ? found.region : null
    const [open, proxies] = [measures.open(labels), values[step] ?? NaN]
    return [
      {
        ...measures.traffic(labels),
        region,
        name: caller,
        command: cluster,
        group: null,
        target: target.namespace === null ? target.name : `${target.name}.${target.namespace}.svc`,
        state: Number.isNaN(open) ? 'unknown' : open > 0 ? 'open' : 'closed',
        openInstances: open,
        instances: proxies,
        reason: open > 0 ? reasonOf(measures.limits(labels), open, proxies) : null,
        observedAt: region === null ? NaN : facts.observedAtOf(region),
      },
    ]
  })
}

function measuresOf(facts: ReadingFacts & { settings: EnvoySettings }) {
  const { read, step } = facts
  const keyOf = edgeKey(facts.settings)
  const limits = new Map<string, string[]>()
  for (const { labels, present } of read('cluster:reached-limits')) {
    const limit = LIMIT.exec(labels['__name__'] ?? '')?.[1]
    if (present[step] !== 1 || limit === undefined) continue
    limits.set(keyOf(labels), [...(limits.get(keyOf(labels)) ?? []), LIMIT_WORDS[limit] ?? limit])
  }
  const requestsOf = valuesBy(facts, 'requests', keyOf)
  const errorsOf = valuesBy(facts, 'errors', keyOf, 'none-if-answered')
  const overflowsOf = valuesBy(facts, 'cluster:overflows', keyOf, 'none-if-kept')
  const activeOf = valuesBy(facts, 'cluster:active', keyOf)
  const p99Of = valuesBy(facts, 'p99', keyOf)
  return {
    open: valuesBy(facts, 'cluster:open-proxies', keyOf),
    limits: (labels: WireLabels) => [...new Set(limits.get(keyOf(labels)) ?? [])],
    traffic(labels: WireLabels) {
      const [requests, errors] = [requestsOf(labels), errorsOf(labels)]
      return {
        requestsPerSecond: requests,
        errorShare: shareOf(errors, requests),
        failuresPerSecond: errors,
        timeoutsPerSecond: NaN,
        shortCircuitedPerSecond: NaN,
        rejectionsPerSecond: overflowsOf(labels),
        fallbacksPerSecond: NaN,
        concurrency: activeOf(labels),
        concurrencyLimit: NaN,
        p50LatencyMs: NaN,
        p90LatencyMs: NaN,
        // Of all proxies' buckets together, which can be added up.
        p99LatencyMs: p99Of(labels),
        worstInstance: null,
      }
    },
  }
}

const LIMIT = /_circuit_breakers_(?:default|high)_(\w+)_open$/
const LIMIT_WORDS: Readonly<Record<string, string>> = {
  cx: 'connections',
  cx_pool: 'connection pools',
  rq: 'requests under way',
  rq_pending: 'waiting requests',
  rq_retry: 'retries',
}

function reasonOf(limits: readonly string[], open: number, proxies: number): string {
  const what = limits.length === 0 ? 'a limit' : `the limit of ${limits.join(' and ')}`
  return `${open} of ${proxies} proxies reached ${what}`
}

function edgeKey({ callerLabel, clusterLabel, regionLabel }: EnvoySettings): (labels: WireLabels) => string {
  return (labels) => `${labels[callerLabel]}\n${labels[clusterLabel]}\n${labels[regionLabel]}`
}
