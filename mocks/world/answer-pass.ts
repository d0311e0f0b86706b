import type { Caches } from './caches.ts'
import type { Disturbances } from './disturbances.ts'
import { lossIndex } from './disturbances.ts'
import { FALLBACK, REQUIRED, SERIAL_SHARE, type FleetPlan } from './fleet-plan.ts'
import type { FleetState } from './fleet-state.ts'
import { shareBeyond } from './latency-shape.ts'
import { REGIONS } from './regions.ts'
import { retriesWanted } from './retries.ts'

/**
 * Answers run up the call graph: callees before callers. What an attempt meets follows from the callee's own failures,
 * from what its callees did to it, from the network, and from the caller's timeout. A call that failed for good (its
 * retries too, or with the circuit open) fails its caller's request where it is required, and makes the answer a
 * degraded one where there is a fallback.
 */
export function passAnswersUp(
  plan: FleetPlan,
  state: FleetState,
  disturbances: Disturbances,
  caches: Pick<Caches, 'missFactor'>,
): void {
  const { order } = plan
  for (let place = order.length - 1; place >= 0; place -= 1) {
    const node = order[place]
    answer({ plan, state, disturbances, caches }, node)
  }
  for (const { edge, from, to } of plan.replications) {
    attempt(plan, state, edge, 0, disturbances.loss[lossIndex(from, to)])
  }
  answerEntries(plan, state, disturbances)
}

/** A fallback that fails too, share. */
const FALLBACK_FAILS = 0.01

interface Answering {
  plan: FleetPlan
  state: FleetState
  disturbances: Disturbances
  caches: Pick<Caches, 'missFactor'>
}

function answer({ plan, state, disturbances, caches }: Answering, node: number): void {
  const { nodes, edges, regions } = state
  const { target, callsPerRequest, need, timeoutMs, networkMs, blocking } = plan.edges
  const { retries, retryBudget } = disturbances
  const region = plan.nodes.region[node]
  const connectFail = regions.connectFail[region]
  const loss = disturbances.loss[lossIndex(region, region)]
  let works = 1
  let steady = 1
  let whole = 1
  let latencyMs = nodes.ownLatencyMs[node]
  let storesMs = 0
  const end = plan.nodes.endCall[node]
  for (let edge = plan.nodes.firstCall[node]; edge < end; edge += 1) {
    const callee = target[edge]
    attempt(plan, state, edge, connectFail, loss)
    const failed = edges.errorShare[edge] + edges.timeoutShare[edge]
    const persistent = Math.min(failed, nodes.persistentFail[callee])
    const breaker = edges.breaker[edge]
    const again = retries[edge]
    const retried = again === 0 ? 0 : retriedPart(retriesWanted(failed, again), retryBudget[edge])
    const open = breaker === 0 ? 0 : breaker === 1 ? 1 : OPEN_PART_WHEN_PROBING
    const failedForGood = persistent + (failed - persistent) * (1 - retried * (1 - failed ** again))
    const finalFail = open + (1 - open) * failedForGood
    edges.finalFail[edge] = finalFail

    const needed = need[edge]
    if (needed === 0) continue
    const calls = callsPerRequest[edge] * caches.missFactor[edge]
    const hit = touched(finalFail, calls)
    const used = calls < 1 ? calls : 1
    if (needed === REQUIRED) {
      works *= 1 - hit
      steady *= 1 - touched(open + (1 - open) * persistent, calls)
    } else if (needed === FALLBACK) {
      works *= 1 - hit * FALLBACK_FAILS
      whole *= 1 - hit
    }
    whole *= 1 - used * (1 - finalFail) * edges.degradedShare[edge]
    const timedOut = edges.timeoutShare[edge]
    const waitMs = (1 - timedOut) * edges.medianMs[edge] + timedOut * timeoutMs[edge]
    const waited = SERIAL_SHARE * used * (1 - open) * (waitMs > networkMs[edge] ? waitMs : networkMs[edge])
    latencyMs += waited
    if (blocking[edge] === 1) storesMs += waited
  }
  nodes.storesMs[node] = storesMs
  const ownWorks = 1 - nodes.ownFail[node]
  nodes.fail[node] = 1 - ownWorks * works
  nodes.persistentFail[node] = 1 - (1 - nodes.ownPersistentFail[node]) * steady
  nodes.degraded[node] = 1 - whole
  nodes.latencyMs[node] = latencyMs
}

const OPEN_PART_WHEN_PROBING = 0.95

/** The share of the retries wanted that the budget covers. */
function retriedPart(wanted: number, budget: number): number {
  return wanted <= budget ? 1 : budget / wanted
}

/** The share of requests touched by a failing call that is made `calls` times a request. */
function touched(failShare: number, calls: number): number {
  return calls <= 1 ? failShare * calls : (failShare * calls) / (1 + failShare * (calls - 1))
}

/** Outcome shares and latency of one attempt on this edge. */
function attempt(plan: FleetPlan, { nodes, edges }: FleetState, edge: number, connectFail: number, loss: number): void {
  const callee = plan.edges.target[edge]
  const medianMs = plan.edges.networkMs[edge] + nodes.latencyMs[callee]
  const power = medianMs ** plan.edges.shape[edge]
  const late = shareBeyond(power, plan.edges.timeoutPower[edge])
  // Lost requests time out; dead instances refuse at once; the rest fails as the callee does, or is too late.
  const arrived = 1 - loss
  const error = arrived * (connectFail + (1 - connectFail) * nodes.fail[callee])
  const timeout = loss + (arrived - error) * late
  edges.errorShare[edge] = error
  edges.timeoutShare[edge] = timeout
  edges.degradedShare[edge] = (1 - error - timeout) * nodes.degraded[callee]
  edges.medianMs[edge] = medianMs
  edges.medianPower[edge] = power
}

/** The entry sees local answers and proxied ones, in the proportion in which the edge proxy hands requests on. */
function answerEntries(plan: FleetPlan, state: FleetState, disturbances: Disturbances): void {
  const { edges, regions } = state
  const count = REGIONS.length
  for (let from = 0; from < count; from += 1) {
    for (let to = 0; to < count; to += 1) {
      if (from === to) continue
      attempt(plan, state, plan.proxyEdge[from][to], regions.connectFail[to], disturbances.loss[lossIndex(from, to)])
    }
  }
  for (let region = 0; region < count; region += 1) {
    const entry = plan.entryEdge[region]
    const loss = disturbances.loss[lossIndex(-1, region)]
    attempt(plan, state, entry, regions.connectFail[region], loss)
    attempt(plan, state, plan.originEdge[region], regions.connectFail[region], loss)
    mixProxied(plan, state, region, (1 - loss) * (1 - regions.connectFail[region]))
  }
  edges.errorShare[plan.cdnEdge] = 0.00005
  edges.timeoutShare[plan.cdnEdge] = 0.00001
  edges.medianMs[plan.cdnEdge] = plan.edges.networkMs[plan.cdnEdge]
  edges.medianPower[plan.cdnEdge] = edges.medianMs[plan.cdnEdge] ** plan.edges.shape[plan.cdnEdge]
}

/** `reached` is the share of entry requests that an edge proxy sees at all. */
function mixProxied(plan: FleetPlan, { edges, nodes, regions }: FleetState, region: number, reached: number): void {
  const entry = plan.entryEdge[region]
  const proxyFail = nodes.ownFail[plan.edgeProxy[region]]
  for (let to = 0; to < REGIONS.length; to += 1) {
    const part = regions.forwardShare[region * REGIONS.length + to] * reached
    if (part === 0) continue
    const proxied = plan.proxyEdge[region][to]
    const local = nodes.fail[plan.edgeProxy[region]]
    const remote = proxyFail + (1 - proxyFail) * (edges.errorShare[proxied] + edges.timeoutShare[proxied])
    edges.errorShare[entry] = clampShare(edges.errorShare[entry] + part * (remote - local))
    const degraded = (1 - remote) * edges.degradedShare[proxied] - (1 - local) * nodes.degraded[plan.edgeProxy[region]]
    edges.degradedShare[entry] = clampShare(edges.degradedShare[entry] + part * degraded)
  }
}

function clampShare(share: number): number {
  return share < 0 ? 0 : share > 1 ? 1 : share
}
