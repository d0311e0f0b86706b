import type { RegionId } from '#contract/ids.ts'
import type { EvacuationScope, HookStep, Plan, ScaleStep } from '#contract/evacuation/plan.ts'
import type { InstanceId, PlaneId, SegmentId } from '#contract/evacuation/plane.ts'
import type { Run } from '#contract/evacuation/run.ts'

/**
 * What the fleet shows of the scope's demand: read from the frames. Every number is NaN where it is unknown; where only
 * a region's whole can be told and the scope is a part of it, requests/s are NaN too.
 */
export interface Telemetry {
  observe(scope: EvacuationScope): FleetObservation
}

export interface FleetObservation {
  /** UTC ms. */
  at: number
  regions: readonly RegionObservation[]
  /** The business metric over all regions, and its name and unit for words. */
  business: { name: string; unit: string; value: number; observedAt: number } | null
}

export interface RegionObservation {
  /** A region; for a zone's evacuation the zones of its region, by their ids, stand beside the regions. */
  region: RegionId
  /** Newest sample of the region's totals, UTC ms; NaN when never seen. */
  observedAt: number
  requestsPerSecond: number
  errorShare: number
  p99LatencyMs: number
  /** 1 − headroom of the tightest service. */
  saturation: number
  tightestService: string | null
}

/**
 * Probes from outside that resolve and call as users do, over a sliding window. What was asked before `since` (UTC ms)
 * tells of another position of the planes and is left out.
 */
export interface Probes {
  observe(scope: EvacuationScope, since?: number): ProbeObservation
}

export interface ProbeObservation {
  /** UTC ms of the newest result; NaN when there is none. */
  observedAt: number
  /** Probes of the public name that were answered, by the region that answered. */
  answeredBy: Readonly<Record<RegionId, number>>
  failed: number
}

/** Hooks and readiness: what has to happen around the steps. */
export interface Hooks {
  /** Calls a webhook hook; the same key is the same call. */
  call(input: { step: HookStep; plan: Plan; key: string }, limitMs: number): Promise<HookAnswer>
  /**
   * Instances ready of what a scale step needs, in its order; NaN where unknown. What the plan's other steps need is
   * asked for with it, so that it starts while earlier shifts hold.
   */
  ready(needs: ScaleStep['needs'], plan: Plan): Promise<readonly number[]>
}

export type HookAnswer =
  | { kind: 'done' }
  | { kind: 'under-way' }
  | { kind: 'failed'; why: string }
  | { kind: 'unknown'; why: string }

/** Where runs are kept. Everything is committed when the promise resolves. */
export interface RunStore {
  load(runId: string): Promise<Run | null>
  /** Every run in a phase that is not final. */
  unfinished(): Promise<readonly Run[]>
  /** Writes the run and its new events and audit rows in one transaction; false where another version is stored. */
  save(run: Run, seenVersion: number): Promise<boolean>
  lease: Lease
}

/** One owner a scope of planes, fenced by an epoch that never goes back. */
export interface Lease {
  /** The new epoch, or who holds it. */
  take(input: { scope: LeaseScope; owner: string; runId: string; ttlMs: number }): Promise<LeaseAnswer>
  /** False when it was released or a later epoch exists: stop writing. Run out, and taken by nobody, it is renewed. */
  renew(input: { scope: LeaseScope; epoch: number; ttlMs: number }): Promise<boolean>
  release(input: { scope: LeaseScope; epoch: number }): Promise<void>
}

/** Which planes' settings the lease covers: ids of planes, sorted. */
export type LeaseScope = readonly PlaneId[]
export type LeaseAnswer =
  | { kind: 'taken'; epoch: number }
  | { kind: 'held'; owner: string; runId: string; since: number }

/** What identifies one setting. */
export interface Place {
  plane: PlaneId
  instance: InstanceId
  segment: SegmentId
}

/** Two clocks: what the wall says, which may jump, and one that never goes back, for holds, limits and leases. */
export interface Clocks {
  /** UTC ms. */
  now(): number
  /** ms since some instant, steady. */
  steady(): number
}

export interface Timers {
  /** Calls back once after so many ms of the clock; the returned function calls it off. */
  after(ms: number, call: () => void): () => void
}
