import type { EdgeKey, RegionId, SourceId } from '#contract/ids.ts'
import type { FactKind } from '#contract/services/identity.ts'
import type { InstanceStatusSet, SetInstanceStatus } from '#contract/services/instance.ts'
import type { DeliveryCount } from '#contract/services/delivery.ts'
import type { SourceKind, SourceProblem } from '#contract/source-status.ts'
import type { SourceReport } from '#bff/topology/report.ts'
import type { HostSource } from './host-source.ts'
import type { AlertSilencer } from './alert-silencer.ts'

/** One line of `npm run doctor`. */
export interface DoctorFinding {
  source: SourceId
  /** What was asked: `edge requests/s`. */
  asked: string
  outcome: 'ok' | 'warning' | 'failed'
  /** What came back, how fresh, what is missing and what to do, in words. */
  answer: string
  /** Newest sample's age in ms; null where it does not apply. */
  ageMs: number | null
  /** Lines to be copied, such as a recording rule; printed below the table. */
  advice?: string
}

/**
 * A system that is read from: for traffic, for other facts, or both. `poll` fails only for the whole (connection, refused, unreadable); a part that is
 * missing is a problem in the report.
 */
export interface TrafficSource {
  readonly id: SourceId
  readonly kind: SourceKind
  /** What it can tell. Only reports of sources that tell of traffic make rows of the fleet. */
  readonly tells: readonly FactKind[]
  readonly preset: string
  /** Without credentials. */
  readonly url: string
  /** Into that system, for a person; absent where it has no page. */
  readonly link?: string
  /** How often a new sample can be expected, ms: never polled faster. */
  readonly periodMs: number
  readonly regions: readonly RegionId[]
  poll(input: { signal: AbortSignal }): Promise<PollOutcome>
  /** Past reports from oldest to newest, one a step; for filling history at start. */
  backfill(input: { from: number; to: number; stepMs: number; signal: AbortSignal }): AsyncIterable<SourceReport>
  /** p50 and p90 of a few connections over the last while; absent where this source never can tell. */
  latency?: (question: LatencyQuestion) => Promise<LatencyAnswer>
  /** The machines under instances; absent where it does not tell of hosts. */
  hosts?: HostSource
  examine(input: { signal: AbortSignal }): Promise<DoctorFinding[]>
  /** Takes one instance out of service or lets it serve again, and reads it back; absent where it cannot. */
  setInstanceStatus?: (order: InstanceOrder) => Promise<InstanceStatusSet>
  /** Keeps alerts from being told; absent where it is no alerting system. */
  silencer?: AlertSilencer
  /** Takes what that system itself delivers between polls; absent where it does not, or nobody agreed on a secret. */
  hook?: SourceHook
  /** Lets go of what it holds between polls (streams); nothing is asked of it afterwards. */
  close?: () => Promise<void>
}

export interface SourceHook {
  /** In time that tells nothing of where they differ. */
  isSecret(given: string): boolean
  take(body: unknown): DeliveryOutcome
}

export type DeliveryOutcome =
  /** `report` holds what is known with it. */
  | { kind: 'taken'; count: DeliveryCount; report: SourceReport }
  /** It is no delivery of that system's; at which place. */
  | { kind: 'unreadable'; place: string }

export interface InstanceOrder {
  /** The service and the instance as the registry writes them. */
  name: string
  instance: string
  to: SetInstanceStatus['to']
  signal: AbortSignal
}

export interface LatencyQuestion {
  connections: readonly EdgeKey[]
  /** UTC ms, on the clock of what is observed; multiples of the step, both included. */
  from: number
  to: number
  stepMs: number
  signal: AbortSignal
}

export type LatencyAnswer =
  | {
      kind: 'told'
      /** Of the connections that anything was told of: per step, ms, NaN where unknown. */
      rows: readonly { connection: EdgeKey; p50LatencyMs: readonly number[]; p90LatencyMs: readonly number[] }[]
      /** What each value looks back over, ms. */
      windowMs: number
    }
  | { kind: 'failed'; message: string }

export type PollOutcome =
  | { kind: 'answered'; report: SourceReport }
  | { kind: 'failed'; problem: SourceProblem; retryAfterMs?: number }
