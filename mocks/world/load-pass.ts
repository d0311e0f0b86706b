import type { Caches } from './caches.ts'
import type { Disturbances } from './disturbances.ts'
import { lossIndex } from './disturbances.ts'
import { ORIGIN_PER_ENTRY, type FleetPlan } from './fleet-plan.ts'
import type { FleetState } from './fleet-state.ts'
import type { Leaks } from './leaks.ts'
import { QUEUE_BOUND, waitInServiceTimes } from './queueing.ts'
import { REGIONS } from './regions.ts'
import { retriesWanted } from './retries.ts'

/**
 * Load runs down the call graph: from the demand at the entries, callers before callees. A node's load is what its
 * callers put on the wire; what it can serve of it follows from its instances and its queue; what it serves it turns
 * into calls. Failed attempts of the moments before are retried within a budget, so trouble amplifies load; an open
 * breaker keeps calls off the wire, so it sheds load.
 */
export function passLoadDown(pass: LoadPass): void {
  const { plan, state, disturbances } = pass
  enterDemand(plan, state, disturbances)
  replicate(plan, state, disturbances)
  const { order } = plan
  for (let place = 0; place < order.length; place += 1) {
    const node = order[place]
    workOn(pass, node)
    callOn(pass, node)
  }
}

interface LoadPass {
  plan: FleetPlan
  state: FleetState
  disturbances: Disturbances
  leaks: Leaks
  caches: Caches
  dtSeconds: number
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
    const copied = nodes.replicated[source[edge]] + nodes.missed[source[edge]]
    const own = Math.max(0, nodes.load[source[edge]] - copied)
    edges.attempts[edge] = own * writeShare
  }
  for (const { edge } of replications) nodes.replicated[target[edge]] = 0
  nodes.missed.fill(0)
  for (const { edge, from, to } of replications) {
    const arrived = edges.attempts[edge] * (1 - loss[lossIndex(from, to)])
    nodes.replicated[target[edge]] += arrived
    nodes.inflow[target[edge]] += arrived
  }
}

const BASE_ERROR_SHARE = 0.0002
const BASE_PERSISTENT_PART = 0.3

/**
 * One node's queue, refusals and own latency. It can serve what its processors carry and what its slots hold: a request
 * holds one while it is worked on and while it waits for a store, so a slow store can fill a service that has hardly
 * anything to do.
 */
function workOn({ plan, state: { nodes, regions }, disturbances, leaks, dtSeconds }: LoadPass, node: number): void {
  const load = nodes.inflow[node]
  nodes.inflow[node] = 0
  nodes.load[node] = load
  const alive = disturbances.capacityShare[node] * regions.zoneCapacity[plan.nodes.region[node]]
  const serving = Math.round(nodes.ready[node] * alive * leaks.runningShare[node])
  nodes.serving[node] = serving
  const failingPart = failingInstances(disturbances.failingShare[node], serving)
  const misled = misledShare(failingPart, disturbances.failingPull[node])
  const working = serving * (1 - failingPart)
  const slowdown = leaks.slowdown[node]
  const serviceMs =
    plan.nodes.serviceMs[node] * disturbances.latencyFactor[node] * slowdown * (1 + 0.03 * nodes.latencyWander[node])
  const capacity = (working * plan.nodes.capacityPerInstance[node]) / slowdown
  const slots = working * plan.nodes.slotsPerInstance[node]
  const held = (slots * 1_000) / (serviceMs + nodes.storesMs[node])
  const limit = held < capacity ? held : capacity
  const asked = load * (1 - misled)

  const utilisation = limit > 0 ? asked / limit : NaN
  nodes.saturation[node] = utilisation < leaks.memory[node] ? leaks.memory[node] : utilisation
  const bound = (limit * QUEUE_BOUND * serviceMs) / 1_000
  const grown = nodes.backlog[node] + (asked - limit) * dtSeconds
  nodes.backlog[node] = Math.max(0, Math.min(bound, grown))
  const refused = asked > 0 ? Math.min(1, Math.max(0, (grown - bound) / dtSeconds / asked)) : 0
  const queueMs = limit > 0 ? (1_000 * nodes.backlog[node]) / limit : 0
  const waitMs = limit > 0 ? serviceMs * waitInServiceTimes(utilisation) : 0
  nodes.ownLatencyMs[node] = serviceMs + waitMs + queueMs

  const base = BASE_ERROR_SHARE * Math.exp(0.35 * nodes.errorWander[node])
  const failing = 1 - (1 - base) * (1 - disturbances.errorShare[node])
  const lost = 1 - (1 - misled) * (1 - leaks.killedShare[node])
  nodes.ownFail[node] = lost + (1 - lost) * (refused + (1 - refused) * failing)
  nodes.ownPersistentFail[node] =
    (1 - lost) * (1 - refused) * (base * BASE_PERSISTENT_PART + disturbances.persistentErrorShare[node] * (1 - base))
  nodes.served[node] = load * (1 - nodes.ownFail[node])
}

/** Whole instances, one at least. */
function failingInstances(share: number, serving: number): number {
  return share > 0 && serving > 0 ? Math.max(1, Math.round(share * serving)) / serving : 0
}

/** The share of requests that is sent to failing instances: what answers at once always looks idle. */
function misledShare(failing: number, pull: number): number {
  return (failing * pull) / (failing * pull + 1 - failing)
}

/** Turns served requests into attempts on the wire. */
function callOn({ plan, state, disturbances, caches }: LoadPass, node: number): void {
  const { nodes, edges, regions } = state
  const { target, callsPerRequest } = plan.edges
  const { retries, retryBudget } = disturbances
  const region = plan.nodes.region[node]
  const reach = (1 - regions.connectFail[region]) * (1 - disturbances.loss[lossIndex(region, region)])
  const base = nodes.served[node] * (1 - forwardedPart(plan, state, node, region))
  const end = plan.nodes.endCall[node]
  for (let edge = plan.nodes.firstCall[node]; edge < end; edge += 1) {
    const breaker = edges.breaker[edge]
    const sent = breaker === 0 ? 1 : breaker === 1 ? 0 : PROBE_SHARE
    const again = Math.min(retryBudget[edge], retriesWanted(edges.recentFail[edge], retries[edge]))
    const misses = caches.missFactor[edge]
    const calls = callsPerRequest[edge] * misses
    const attempts = base * calls * (1 + CALL_WANDER * edges.callWander[edge]) * sent * (1 + again)
    edges.attempts[edge] = attempts
    nodes.inflow[target[edge]] += attempts * reach
    if (misses > 1) nodes.missed[target[edge]] += attempts * reach * (1 - 1 / misses)
  }
}

/** An edge proxy that hands a request on does no local work for it. */
function forwardedPart(plan: FleetPlan, { nodes, edges }: FleetState, node: number, region: number): number {
  if (node !== plan.edgeProxy[region] || nodes.load[node] === 0) return 0
  let forwarded = 0
  for (const edge of plan.proxyEdge[region]) if (edge >= 0) forwarded += edges.attempts[edge]
  return Math.min(1, forwarded / nodes.load[node])
}
