import type { Roster } from '#contract/roster.ts'
import type { AlertReading, BreakerReading, Facts, InstanceReading } from '#bff/topology/facts.ts'
import type { SourceReport } from '#bff/topology/report.ts'
import type { Teller } from './held-facts.ts'

export const NOW = 1_795_000_000_000

export function tellerOf(over: Partial<Teller> = {}): Teller {
  return { id: 'eureka', kind: 'eureka', link: null, periodMs: 30_000, ...over }
}

export function instanceReading(over: Partial<InstanceReading> = {}): InstanceReading {
  return {
    id: 'i-1',
    region: 'us-east-1',
    zone: 'us-east-1a',
    name: 'API',
    status: 'up',
    override: null,
    version: 'v1',
    group: null,
    host: null,
    address: null,
    port: 7_001,
    upSince: NOW - 3_600_000,
    renewedAt: NOW - 10_000,
    suspect: false,
    actionable: true,
    observedAt: NOW - 10_000,
    ...over,
  }
}

export function breakerReading(over: Partial<BreakerReading> = {}): BreakerReading {
  return {
    region: 'us-east-1',
    name: 'API',
    command: 'GetLicense',
    group: 'license',
    target: null,
    state: 'closed',
    openInstances: 0,
    instances: 1,
    requestsPerSecond: 10,
    errorShare: 0,
    failuresPerSecond: 0,
    timeoutsPerSecond: 0,
    shortCircuitedPerSecond: 0,
    rejectionsPerSecond: 0,
    fallbacksPerSecond: 0,
    concurrency: 1,
    concurrencyLimit: 10,
    p50LatencyMs: 5,
    p90LatencyMs: 9,
    p99LatencyMs: NaN,
    worstInstance: 'i-1',
    reason: null,
    observedAt: NOW - 1_000,
    ...over,
  }
}

export function alertReading(over: Partial<AlertReading> = {}): AlertReading {
  return {
    key: 'f00d',
    title: 'HighErrors',
    severity: 'critical',
    state: 'firing',
    region: 'us-east-1',
    name: 'api-prod',
    summary: 'api answers 7 % with errors',
    labels: { alertname: 'HighErrors' },
    startedAt: NOW - 60_000,
    endedAt: NaN,
    silencedBy: [],
    inhibitedBy: [],
    group: null,
    receivers: [],
    link: null,
    runbook: null,
    observedAt: NOW - 5_000,
    ...over,
  }
}

/** A report that tells nothing but these facts, of samples of this instant. */
export function reportOf(facts: Facts, over: { source?: string; observedAt?: number } = {}): SourceReport {
  const { source = 'eureka', observedAt = NOW - 10_000 } = over
  return {
    source,
    at: NOW,
    feeds: ['us-east-1', 'eu-west-1'].map((region) => ({ region, observedAt, periodMs: 30_000 })),
    edges: [],
    nodes: [],
    zones: [],
    business: [],
    problems: [],
    facts,
  }
}

/** Two regions with api and license, and the internet before them. */
export function rosterOf(services: readonly string[] = ['api', 'license']): Roster {
  const regions = ['us-east-1', 'eu-west-1']
  return {
    epoch: 'e1',
    version: 1,
    regions: regions.map((id) => ({ id, name: id })),
    zones: [],
    feeds: [{ source: 'mesh', region: 'us-east-1', periodMs: 1_000 }],
    businessMetrics: [],
    nodes: [
      { region: 'global', service: 'internet', name: 'INTERNET', kind: 'internet', feed: 0 },
      ...regions.flatMap((region) =>
        services.map((service) => ({ region, service, name: service, kind: 'service' as const, feed: 0 })),
      ),
    ],
    edges: [],
  }
}
