import type { RegionId, ServiceId } from '#contract/ids.ts'

/** When a disturbance acts: offsets in ms from the scenario's start; without `untilMs` it stays. */
export interface Span {
  fromMs: number
  untilMs?: number
  /** Grows from nothing to its full strength over this long; at once when absent. */
  rampMs?: number
  /** Evenly when absent; a slow start grows with the square of the time, as a rollout does that gains confidence. */
  ramp?: 'even' | 'slow-start'
}

/**
 * One thing that goes wrong (or is done) in the world. Shares are 0–1. Where `service` may be absent, absence means
 * every service of the region.
 */
export type Perturbation = Span &
  (
    | {
        kind: 'error-share'
        region: RegionId
        service?: ServiceId
        share: number
        /** Which part of these errors comes back on a retry, because it hangs on the request: 0–1. */
        persistentShare: number
      }
    /** Own work takes this many times as long; capacity stays. */
    | { kind: 'latency-factor'; region: RegionId; service?: ServiceId; factor: number }
    /** This share of the ready instances stops serving. */
    | { kind: 'capacity-loss'; region: RegionId; service?: ServiceId; share: number }
    /** Zones by their place in the catalogue; callers keep trying them until discovery has noticed. */
    | { kind: 'zone-loss'; region: RegionId; zones: readonly number[]; share: number }
    /**
     * A zone half works and its health checks do not see it, so nobody routes around it: this share of its capacity is
     * gone, and of the requests sent there this share is lost.
     */
    | { kind: 'zone-degraded'; region: RegionId; zone: number; capacityShare: number; lossShare: number }
    /**
     * This share of a service's instances answers everything with an error, at once. Who balances by open connections
     * sends such an instance `pull` times its share. Whole instances, one at least; the next attempt may meet a good one.
     */
    | { kind: 'failing-instances'; region: RegionId; service: ServiceId; share: number; pull: number }
    /** Calls of one service to another are retried this often, up to `budget` times the calls, whatever a breaker says. */
    | { kind: 'retry-policy'; region: RegionId; service: ServiceId; target: ServiceId; retries: number; budget: number }
    /**
     * Processes keep memory they no longer need: at the load their team plans for they are full after `fillsInMs`, are
     * killed and serve again after `restartMs`. See leaks.ts.
     */
    | { kind: 'memory-leak'; region: RegionId; service: ServiceId; fillsInMs: number; restartMs: number }
    /** A cache forgets this share of what it holds at `fromMs`; it is filled again within about `warmMs`. See caches.ts. */
    | { kind: 'cache-loss'; region: RegionId; service: ServiceId; share: number; warmMs: number }
    /** Requests from one region to the other (or within one) vanish; their callers time out. `internet` is a source too. */
    | { kind: 'partition'; from: RegionId | 'internet'; to: RegionId; lossShare: number }
    /** No instance is ordered or given back. */
    | { kind: 'autoscaler-frozen'; region: RegionId }
    /** Demand of the countries named (ISO codes), or of all, times this factor. */
    | { kind: 'demand-factor'; factor: number; countries?: readonly string[] }
    /** A marker: says that a version went out; what it breaks is told by other perturbations. */
    | { kind: 'deploy'; region: RegionId; service: ServiceId; version: string; author: string }
    /** The processes of a service restart once: the counters they keep begin at zero. */
    | { kind: 'counter-reset'; region: RegionId; service: ServiceId }
  )

/** What a world is put through. */
export interface WorldScenario {
  /** UTC ms on the world's clock that offsets count from. */
  startsAt: number
  perturbations: readonly Perturbation[]
}

/** How strong a disturbance is at this offset: 0 outside its span, 1 when fully there. */
export function strengthAt(span: Span, offsetMs: number): number {
  if (offsetMs < span.fromMs || offsetMs >= (span.untilMs ?? Infinity)) return 0
  const rampMs = span.rampMs ?? 0
  const passed = rampMs <= 0 ? 1 : Math.min(1, (offsetMs - span.fromMs) / rampMs)
  return span.ramp === 'slow-start' ? passed * passed : passed
}
