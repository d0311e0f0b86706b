import type { RegionId, ZoneId } from '#contract/ids.ts'
import type { AlertSeverity, ForeignAlertState } from '#contract/services/foreign-alert.ts'
import type { BreakerState } from '#contract/services/breaker.ts'
import type { InstanceStatus } from '#contract/services/instance.ts'
import type { Ownership } from '#contract/services/ownership.ts'

/**
 * What a source knows of the fleet beyond traffic. Names stand as the source writes them: who is meant is decided by
 * the identity rules, in one place, so that what joins nothing can be shown. A list is whole and replaces that source's
 * earlier one; a list that is absent was not told this time, and the earlier one ages. Numbers are NaN where unknown.
 */
export interface Facts {
  breakers?: readonly BreakerReading[]
  instances?: readonly InstanceReading[]
  alerts?: readonly AlertReading[]
  owners?: readonly OwnerReading[]
}

export interface BreakerReading {
  /** Null where the source does not tell. */
  region: RegionId | null
  /** Who holds it, as the source writes it. */
  name: string
  command: string
  group: string | null
  /** Whom it stands before, as the source writes it; null where it does not. */
  target: string | null
  /** The worst among its instances. */
  state: BreakerState
  openInstances: number
  instances: number
  requestsPerSecond: number
  /** 0–1, short circuits and rejections included. */
  errorShare: number
  failuresPerSecond: number
  timeoutsPerSecond: number
  shortCircuitedPerSecond: number
  rejectionsPerSecond: number
  fallbacksPerSecond: number
  concurrency: number
  concurrencyLimit: number
  /** Of the worst instance, ms: percentiles are never averaged or summed. */
  p50LatencyMs: number
  p90LatencyMs: number
  p99LatencyMs: number
  worstInstance: string | null
  /** In words; null where nothing is to be said. */
  reason: string | null
  /** UTC ms of the newest sample, on the source's clock. */
  observedAt: number
}

export interface InstanceReading {
  id: string
  region: RegionId | null
  zone: ZoneId | null
  /** The service, as the source writes it: `PLAYBACK-API`. */
  name: string
  status: InstanceStatus
  override: InstanceStatus | null
  version: string | null
  group: string | null
  host: string | null
  address: string | null
  port: number | null
  /** UTC ms; NaN where not told. */
  upSince: number
  renewedAt: number
  suspect: boolean
  actionable: boolean
  observedAt: number
}

export interface AlertReading {
  key: string
  /** The alert's own name: `HighErrorRate`. */
  title: string
  severity: AlertSeverity
  state: ForeignAlertState
  region: RegionId | null
  /** The service, as its labels write it; null where they name none. */
  name: string | null
  summary: string
  labels: Readonly<Record<string, string>>
  startedAt: number
  /** NaN while it fires. */
  endedAt: number
  silencedBy: readonly string[]
  inhibitedBy: readonly string[]
  group: string | null
  receivers: readonly string[]
  link: string | null
  runbook: string | null
  observedAt: number
}

/** `service` of the ownership is found by the name. */
export interface OwnerReading extends Omit<Ownership, 'service'> {
  name: string
}
