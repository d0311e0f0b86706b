import { shareBeyond } from '../latency-shape.ts'
import { REGION_ROUND_TRIP_MS, REGIONS } from '../regions.ts'
import type { Ailments } from './ailments.ts'
import type { GeneratedFleet } from './generate-fleet.ts'
import type { GeneratedState } from './generated-state.ts'
import { USUAL_USE, type GeneratedPlan } from './plan-generated-fleet.ts'

/**
 * One moment of a made-up fleet. Connections are sorted by caller and every call goes to a higher number, so one sweep
 * upwards passes load from callers to callees, and one downwards brings failures and waiting back.
 */
interface Flow {
  fleet: GeneratedFleet
  plan: GeneratedPlan
  state: GeneratedState
  ailments: Ailments
}

const CALL_WANDER = 0.04
const FAIL_WANDER = 0.35
/** Of a callee's failures, those that fail their caller too, and those that only lessen its answer. */
const FAIL_PASSED_UP = 0.12
const DEGRADED_PASSED_UP = 0.3
/** Of a callee's latency that its caller waits for. */
const SERIAL_SHARE = 0.35
/** A caller stops asking most of the time beyond this. */
const BREAKER_SHARE = 0.35
const MISROUTED_SHARE = 0.002
const CDN_PER_ENTRY = 0.6
const ORIGIN_SHARE = 0.05
const FEWEST_INSTANCES = 2

export function flowThrough(flow: Flow): void {
  for (let region = 0; region < REGIONS.length; region += 1) {
    passDown(flow, region)
    passUp(flow, region)
  }
  joinRegions(flow)
}

function passDown({ fleet, plan, state, ailments }: Flow, region: number): void {
  const { services, connections, calls, callsPerRequest } = fleet
  const { load, wander, fail, degraded, medianMs } = state.nodes
  const first = region * services
  load.fill(0, first, first + services)
  load[first] = state.regions.entryAttempts[region]
  for (let connection = 0; connection < connections; connection += 1) {
    const edge = region * connections + connection
    const attempts =
      load[first + calls.source[connection]] *
      callsPerRequest[connection] *
      (1 + CALL_WANDER * state.edges.wander[edge])
    state.edges.attempts[edge] = attempts
    load[first + calls.target[connection]] += attempts
  }
  for (let row = first; row < first + services; row += 1) {
    fillGauges(plan, state, row)
    fail[row] = ailments.failing[row] * Math.exp(FAIL_WANDER * wander[row])
    degraded[row] = 0
    const waiting = 1 + state.gauges.saturation[row] ** 4
    medianMs[row] = plan.serviceMs[row - first] * ailments.slowness[row] * waiting * (1 + 0.04 * wander[row])
  }
}

function fillGauges(plan: GeneratedPlan, { nodes, gauges }: GeneratedState, row: number): void {
  const one = plan.capacityPerInstance[row]
  const wanted = Math.ceil(nodes.load[row] / (one * USUAL_USE))
  const instances = plan.fixedInstances[row] || Math.max(FEWEST_INSTANCES, wanted)
  gauges.instancesReady[row] = instances
  gauges.saturation[row] = nodes.load[row] / (one * instances)
  gauges.breakersOpen[row] = 0
}

function passUp({ fleet, plan, state }: Flow, region: number): void {
  const { services, connections, calls, callsPerRequest } = fleet
  const { fail, degraded, medianMs } = state.nodes
  const first = region * services
  for (let connection = connections - 1; connection >= 0; connection -= 1) {
    const source = first + calls.source[connection]
    const target = first + calls.target[connection]
    const edge = region * connections + connection
    answer(plan, state, edge, target, 0.4)
    const asked = Math.min(1, callsPerRequest[connection])
    const failed = Math.min(1, state.edges.errorShare[edge] + state.edges.timeoutShare[edge])
    fail[source] = Math.min(1, fail[source] + asked * FAIL_PASSED_UP * failed)
    degraded[source] = Math.min(1 - fail[source], degraded[source] + asked * DEGRADED_PASSED_UP * failed)
    medianMs[source] += asked * SERIAL_SHARE * medianMs[target]
    const isOpen = state.edges.errorShare[edge] > BREAKER_SHARE
    state.gauges.breaker[edge] = isOpen ? 1 : 0
    if (isOpen) state.gauges.breakersOpen[source] += 1
  }
}

/** What a caller of this node gets over this connection. */
function answer(plan: GeneratedPlan, state: GeneratedState, edge: number, target: number, networkMs: number): void {
  const { nodes, edges } = state
  const median = nodes.medianMs[target] + networkMs
  const power = median ** plan.edges.shape[edge]
  edges.medianMs[edge] = median
  edges.medianPower[edge] = power
  edges.errorShare[edge] = nodes.fail[target]
  edges.timeoutShare[edge] = shareBeyond(power, plan.edges.timeoutPower[edge])
  edges.degradedShare[edge] = nodes.degraded[target]
}

/** Entries, the CDN and its origins, and the few requests that land in the wrong region. */
function joinRegions({ fleet, plan, state }: Flow): void {
  const { rows, services, catalog } = fleet
  const { attempts } = state.edges
  const entry = state.regions.entryAttempts
  const total = entry.reduce((sum, requests) => sum + requests, 0)
  attempts[rows.cdn] = total * CDN_PER_ENTRY
  const cdn = catalog.edges[rows.cdn].target
  state.nodes.medianMs[cdn] = 8
  state.nodes.fail[cdn] = 2e-5
  answer(plan, state, rows.cdn, cdn, 6)
  let proxy = rows.proxy
  REGIONS.forEach((_, region) => {
    attempts[rows.entry + region] = entry[region]
    answer(plan, state, rows.entry + region, region * services, 12)
    attempts[rows.origin + region] = entry[region] * CDN_PER_ENTRY * ORIGIN_SHARE
    answer(plan, state, rows.origin + region, region * services, 9)
    REGIONS.forEach((_to, to) => {
      if (to === region) return
      attempts[proxy] = entry[region] * MISROUTED_SHARE
      answer(plan, state, proxy, to * services, REGION_ROUND_TRIP_MS[region][to])
      proxy += 1
    })
  })
}
