import type { ServiceId, SourceId } from '#contract/ids.ts'
import type { Breaker } from '#contract/services/breaker.ts'
import type { ForeignAlert } from '#contract/services/foreign-alert.ts'
import type { Instance } from '#contract/services/instance.ts'
import type { AlertReading, BreakerReading, InstanceReading } from '#bff/topology/facts.ts'

/** What crosses the wire knows no NaN: unknown is null there. */

export function breakerOf(
  { name: _name, ...reading }: BreakerReading,
  whose: { source: SourceId; service: ServiceId; target: ServiceId | null },
): Breaker {
  return {
    ...reading,
    ...whose,
    openInstances: known(reading.openInstances),
    instances: known(reading.instances),
    requestsPerSecond: known(reading.requestsPerSecond),
    errorShare: known(reading.errorShare),
    failuresPerSecond: known(reading.failuresPerSecond),
    timeoutsPerSecond: known(reading.timeoutsPerSecond),
    shortCircuitedPerSecond: known(reading.shortCircuitedPerSecond),
    rejectionsPerSecond: known(reading.rejectionsPerSecond),
    fallbacksPerSecond: known(reading.fallbacksPerSecond),
    concurrency: known(reading.concurrency),
    concurrencyLimit: known(reading.concurrencyLimit),
    p50LatencyMs: known(reading.p50LatencyMs),
    p90LatencyMs: known(reading.p90LatencyMs),
    p99LatencyMs: known(reading.p99LatencyMs),
    observedAt: instant(reading.observedAt),
  }
}

export function instanceOf(
  { name: _name, ...reading }: InstanceReading,
  whose: { source: SourceId; service: ServiceId },
): Instance {
  return {
    ...reading,
    ...whose,
    upSince: instant(reading.upSince),
    renewedAt: instant(reading.renewedAt),
    observedAt: instant(reading.observedAt),
  }
}

export function alertOf(
  { title, ...reading }: AlertReading,
  whose: { source: SourceId; service: ServiceId | null },
): ForeignAlert {
  return {
    ...reading,
    ...whose,
    name: title,
    labels: { ...reading.labels },
    silencedBy: [...reading.silencedBy],
    inhibitedBy: [...reading.inhibitedBy],
    receivers: [...reading.receivers],
    startedAt: Math.round(reading.startedAt),
    endedAt: instant(reading.endedAt),
    observedAt: instant(reading.observedAt),
  }
}

export function known(value: number): number | null {
  return Number.isFinite(value) ? value : null
}

export function instant(ms: number): number | null {
  return Number.isFinite(ms) && ms >= 0 ? Math.round(ms) : null
}
