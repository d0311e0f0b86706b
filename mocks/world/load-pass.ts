import type { Disturbances } from './disturbances.ts'
import { lossIndex } from './disturbances.ts'
import { ORIGIN_PER_ENTRY, RETRY_BUDGET, type FleetPlan } from './fleet-plan.ts'
import type { FleetState } from './fleet-state.ts'
import { QUEUE_BOUND, waitInServiceTimes } from './queueing.ts'
import { REGIONS } from './regions.ts'

/**
 * Load runs down the call graph: from the demand at the entries, callers before callees. A node's load is what its
 * callers put on the wire; what it can serve of it follows from its instances and its queue; what it serves it turns
 * into calls. Failed attempts of the moments before are retried within a budget, so trouble amplifies load; an open
 * breaker keeps calls off the wire, so it sheds load.
 */
export function passLoadDown(plan: FleetPlan, state: FleetState, disturbances: Disturbances, dtSeconds: number): void {
  enterDemand(plan, state, disturbances)
  replicate(plan, state, disturbances)
  const { order, nodes } = plan
  for (let place = 0; place < order.length; place += 1) {
    const node = order[place]
    workOn(plan, state, disturbances, node, dtSeconds)
    callOn(plan, state, disturbances, node, nodes.region[node])
  }
}

/** A failed request at the entry makes its device ask again this often on average. */
const DEVICE_RETRIES = 0.35
/** Requests the CDN serves for each request at an entry. */
const CDN_PER_ENTRY = 0.6
/** Part of its usual calls a half-open breaker lets through. */
export const PROBE_SHARE = 0.05
/** Calls per request wander by this share, and never by more than four times it. */
export const CALL_WANDER = 0.012

function enterDemand(plan: FleetPlan, { nodes, edges, regions }: FleetState, { loss }: Disturbances): void {
  const count = REGIONS.length
  let total = 0
  for (let region = 0; region < count; region += 1) {
    const arrivals = regions.arrivals[region]
    total += arrivals
    const attempts = arrivals * (1 + DEVICE_RETRIES * regions.recentEntryFail[region])
    regions.entryAttempts[region] = attempts
    edges.attempts[plan.entryEdge[region]] = attempts
    const reached = attempts * (1 - regions.connectFail[region]) * (1 - loss[lossIndex(-1, region)])
    nodes.inflow[plan.edgeProxy[region]] += reached
    for (let to = 0; to < count; to += 1) {
      if (to === region) continue
      const forwarded = reached * regions.forwardShare[region * count + to]
      edges.attempts[plan.proxyEdge[region][to]] = forwarded
      nodes.inflow[plan.edgeProxy[to]] += forwarded * (1 - regions.connectFail[to]) * (1 - loss[lossIndex(region, to)])
    }
    const origin = arrivals * ORIGIN_PER_ENTRY
    edges.attempts[plan.originEdge[region]] = origin
    const arrived = origin * (1 - regions.connectFail[region]) * (1 - loss[lossIndex(-1, region)])
    nodes.inflow[plan.edges.target[plan.originEdge[region]]] += arrived
  }
  edges.attempts[plan.cdnEdge] = total * CDN_PER_ENTRY
}

/** Writes of the step before are copied; copies are not copied again. */
function replicate(plan: FleetPlan, { nodes, edges }: FleetState, { loss }: Disturbances): void {
  const { replications } = plan
  const { source, target } = plan.edges
  for (const { edge, writeShare } of replications) {
    const own = Math.max(0, nodes.load[source[edge]] - nodes.replicated[source[edge]])
    edges.attempts[edge] = own * writeShare
  }
  for (const { edge } of replications) nodes.replicated[target[edge]] = 0
  for (const { edge, from, to } of replications) {
    const arrived = edges.attempts[edge] * (1 - loss[lossIndex(from, to)])
    nodes.replicated[target[edge]] += arrived
    nodes.inflow[target[edge]] += arrived
  }
}

const BASE_ERROR_SHARE = 0.0002
const BASE_PERSISTENT_PART = 0.3

/** One node's queue, refusals and own latency. */
function workOn(
  plan: FleetPlan,
  { nodes, regions }: FleetState,
  disturbances: Disturbances,
  node: number,
  dtSeconds: number,
): void {
  const load = nodes.inflow[node]
  nodes.inflow[node] = 0
  nodes.load[node] = load
  const alive = disturbances.capacityShare[node] * regions.zoneCapacity[plan.nodes.region[node]]
  const serving = Math.round(nodes.ready[node] * alive)
  nodes.serving[node] = serving
  const capacity = serving * plan.nodes.capacityPerInstance[node]
  const serviceMs =
    plan.nodes.serviceMs[node] * disturbances.latencyFactor[node] * (1 + 0.03 * nodes.latencyWander[node])

  const utilisation = capacity > 0 ? load / capacity : NaN
  nodes.saturation[node] = utilisation
  const bound = (capacity * QUEUE_BOUND * serviceMs) / 1_000
  const grown = nodes.backlog[node] + (load - capacity) * dtSeconds
  nodes.backlog[node] = Math.max(0, Math.min(bound, grown))
  const refused = load > 0 ? Math.min(1, Math.max(0, (grown - bound) / dtSeconds / load)) : 0
  const queueMs = capacity > 0 ? (1_000 * nodes.backlog[node]) / capacity : 0
  const waitMs = capacity > 0 ? serviceMs * waitInServiceTimes(utilisation) : 0
  nodes.ownLatencyMs[node] = serviceMs + waitMs + queueMs

  const base = BASE_ERROR_SHARE * Math.exp(0.35 * nodes.errorWander[node])
  const failing = 1 - (1 - base) * (1 - disturbances.errorShare[node])
  nodes.ownFail[node] = refused + (1 - refused) * failing
  nodes.ownPersistentFail[node] =
    (1 - refused) * (base * BASE_PERSISTENT_PART + disturbances.persistentErrorShare[node] * (1 - base))
  nodes.served[node] = load * (1 - nodes.ownFail[node])
}

/** Turns served requests into attempts on the wire. */
function callOn(plan: FleetPlan, state: FleetState, disturbances: Disturbances, node: number, region: number): void {
  const { nodes, edges, regions } = state
  const { target, callsPerRequest, retries } = plan.edges
  const reach = (1 - regions.connectFail[region]) * (1 - disturbances.loss[lossIndex(region, region)])
  const base = nodes.served[node] * (1 - forwardedPart(plan, state, node, region))
  const end = plan.nodes.endCall[node]
  for (let edge = plan.nodes.firstCall[node]; edge < end; edge += 1) {
    const breaker = edges.breaker[edge]
    const sent = breaker === 0 ? 1 : breaker === 1 ? 0 : PROBE_SHARE
    const again = Math.min(RETRY_BUDGET, retries[edge] * edges.recentFail[edge])
    const attempts = base * callsPerRequest[edge] * (1 + CALL_WANDER * edges.callWander[edge]) * sent * (1 + again)
    edges.attempts[edge] = attempts
    nodes.inflow[target[edge]] += attempts * reach
  }
}

/** An edge proxy that hands a request on does no local work for it. */
function forwardedPart(plan: FleetPlan, { nodes, edges }: FleetState, node: number, region: number): number {
  if (node !== plan.edgeProxy[region] || nodes.load[node] === 0) return 0
  let forwarded = 0
  for (const edge of plan.proxyEdge[region]) if (edge >= 0) forwarded += edges.attempts[edge]
  return Math.min(1, forwarded / nodes.load[node])
}
