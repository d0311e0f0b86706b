import type { FleetPlan } from './fleet-plan.ts'
import { REGIONS, ZONES_PER_REGION } from './regions.ts'

/** Everything that changes while the fleet runs; allocated once. Rates are per second, shares 0–1. */
export interface FleetState {
  nodes: NodeState
  edges: EdgeState
  regions: RegionState
}

export interface NodeState {
  /** Requests/s gathered for the node so far; what a back-edge adds after its turn waits for the next step. */
  inflow: Float64Array
  load: Float64Array
  /** The part of the load that is replication from other regions. */
  replicated: Float64Array
  /** The part of the load that a cold cache sends on: reads, which are copied nowhere. */
  missed: Float64Array
  /** Instances the autoscaler has brought up … */
  ready: Float64Array
  /** … and those of them that stand in a living zone and are not broken. */
  serving: Float64Array
  starting: Float64Array
  saturation: Float64Array
  /** Of the breakers around its calls, those that are not closed. */
  breakersOpen: Float64Array
  /** Requests waiting. */
  backlog: Float64Array
  /** Its own failures (not its callees'), refusals included. */
  ownFail: Float64Array
  ownPersistentFail: Float64Array
  ownLatencyMs: Float64Array
  /** Of its latency, what it waits for stores. */
  storesMs: Float64Array
  /** Requests/s that go on to callees. */
  served: Float64Array
  /** What a caller that reaches it gets; its callees included. */
  fail: Float64Array
  persistentFail: Float64Array
  degraded: Float64Array
  latencyMs: Float64Array
  /** Slow wandering of error shares and latencies, in standard deviations. */
  errorWander: Float64Array
  latencyWander: Float64Array
}

export interface EdgeState {
  /** Requests/s put on the wire, retries included. */
  attempts: Float64Array
  /** Outcomes of an attempt. */
  errorShare: Float64Array
  timeoutShare: Float64Array
  degradedShare: Float64Array
  medianMs: Float64Array
  /** medianMs ^ shape of the edge. */
  medianPower: Float64Array
  /** Share of calls that failed for good: after retries, or because the circuit is open. */
  finalFail: Float64Array
  /** Smoothed share of failed attempts; decides how much is retried. */
  recentFail: Float64Array
  /** Slow wandering of calls per request, in standard deviations. */
  callWander: Float64Array
  /** 0 closed, 1 open, 2 half-open. */
  breaker: Uint8Array
  /** Failed share over the breaker's window. */
  breakerFail: Float64Array
  /** Seconds since the breaker's last change. */
  breakerSeconds: Float64Array
}

export interface RegionState {
  /** Requests/s geography would send. */
  natural: Float64Array
  /** Requests/s of demand that DNS sends. */
  arrivals: Float64Array
  /** `[from * regions + to]`: share of arrivals handed on by proxy. */
  forwardShare: Float64Array
  /** Attempts/s at the entry: arrivals and the retries of devices. */
  entryAttempts: Float64Array
  recentEntryFail: Float64Array
  /** `[region * zones + zone]`: share of the region's requests sent to the zone. */
  zoneWeight: Float64Array
  /** Share of requests that hit a dead instance, because discovery has not noticed yet. */
  connectFail: Float64Array
  /** Share of the region's instances that stand in living zones. */
  zoneCapacity: Float64Array
  /** Slow wandering of demand. */
  demandWander: Float64Array
  /** Stream starts a second. */
  streamStarts: Float64Array
}

export function createFleetState({ nodeCount, edgeCount }: FleetPlan): FleetState {
  const node = () => new Float64Array(nodeCount)
  const edge = () => new Float64Array(edgeCount)
  const region = () => new Float64Array(REGIONS.length)
  return {
    nodes: {
      inflow: node(),
      load: node(),
      replicated: node(),
      missed: node(),
      ready: node(),
      serving: node(),
      starting: node(),
      saturation: node(),
      breakersOpen: node(),
      backlog: node(),
      ownFail: node(),
      ownPersistentFail: node(),
      ownLatencyMs: node(),
      storesMs: node(),
      served: node(),
      fail: node(),
      persistentFail: node(),
      degraded: node(),
      latencyMs: node(),
      errorWander: node(),
      latencyWander: node(),
    },
    edges: {
      attempts: edge(),
      errorShare: edge(),
      timeoutShare: edge(),
      degradedShare: edge(),
      medianMs: edge(),
      medianPower: edge(),
      finalFail: edge(),
      recentFail: edge(),
      callWander: edge(),
      breaker: new Uint8Array(edgeCount),
      breakerFail: edge(),
      breakerSeconds: edge(),
    },
    regions: {
      natural: region(),
      arrivals: region(),
      forwardShare: new Float64Array(REGIONS.length * REGIONS.length),
      entryAttempts: region(),
      recentEntryFail: region(),
      zoneWeight: new Float64Array(REGIONS.length * ZONES_PER_REGION),
      connectFail: region(),
      zoneCapacity: region().fill(1),
      demandWander: region(),
      streamStarts: region(),
    },
  }
}
