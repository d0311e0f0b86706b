import type { Disturbances } from './disturbances.ts'
import type { FleetPlan } from './fleet-plan.ts'
import type { FleetState } from './fleet-state.ts'

/**
 * One autoscaler a service and region. It watches the load, smoothed over SMOOTHING_SECONDS, against what the ready
 * and ordered instances carry. Above TARGET_USE by a margin it orders what is missing (at most half as many again),
 * which serve after the service's start-up time; below, it gives back a few at a time. After each act it waits:
 * shortly before growing again, long before shrinking.
 */
export interface Autoscaler {
  /** Puts the fleet at the size this load asks for. */
  settle(loadOf: (node: number) => number): void
  step(instantMs: number, dtSeconds: number): void
}

export const TARGET_USE = 0.55
const GROW_ABOVE = 1.1
const SHRINK_BELOW = 0.85
const SMOOTHING_SECONDS = 45
const GROW_PAUSE_MS = 60_000
const SHRINK_PAUSE_MS = 240_000
const LARGEST_GROWTH = 0.5
const LARGEST_SHRINK = 0.08
/** Orders under way a node at once; a full list waits. */
const ORDERS = 6

export function createAutoscaler(plan: FleetPlan, state: FleetState, disturbances: Disturbances): Autoscaler {
  const { nodes } = state
  const smoothed = new Float64Array(plan.nodeCount)
  const lastActAt = new Float64Array(plan.nodeCount).fill(-Infinity)
  const orderReadyAt = new Float64Array(plan.nodeCount * ORDERS)
  const orderSize = new Float64Array(plan.nodeCount * ORDERS)

  function settle(loadOf: (node: number) => number): void {
    for (const node of plan.order) {
      smoothed[node] = loadOf(node)
      const wanted = Math.ceil(smoothed[node] / (plan.nodes.capacityPerInstance[node] * TARGET_USE))
      const least = plan.nodes.minInstances[node]
      nodes.ready[node] = plan.nodes.scaled[node] === 1 ? Math.max(least, wanted) : least
    }
  }

  function receive(node: number, instantMs: number): void {
    if (nodes.starting[node] === 0) return
    for (let order = node * ORDERS; order < (node + 1) * ORDERS; order += 1) {
      if (orderSize[order] === 0 || orderReadyAt[order] > instantMs) continue
      nodes.ready[node] += orderSize[order]
      nodes.starting[node] -= orderSize[order]
      orderSize[order] = 0
    }
  }

  function order(node: number, instances: number, instantMs: number): void {
    for (let place = node * ORDERS; place < (node + 1) * ORDERS; place += 1) {
      if (orderSize[place] !== 0) continue
      orderSize[place] = instances
      orderReadyAt[place] = instantMs + plan.nodes.startupMs[node]
      nodes.starting[node] += instances
      lastActAt[node] = instantMs
      return
    }
  }

  function decide(node: number, instantMs: number): void {
    const wanted = smoothed[node] / (plan.nodes.capacityPerInstance[node] * TARGET_USE)
    const have = nodes.ready[node] + nodes.starting[node]
    const paused = instantMs - lastActAt[node]
    if (wanted > have * GROW_ABOVE && paused >= GROW_PAUSE_MS) {
      const most = Math.max(1, Math.ceil(nodes.ready[node] * LARGEST_GROWTH))
      order(node, Math.min(most, Math.ceil(wanted - have)), instantMs)
    } else if (wanted < have * SHRINK_BELOW && paused >= SHRINK_PAUSE_MS && nodes.starting[node] === 0) {
      const spare = Math.floor(nodes.ready[node] - Math.max(wanted, plan.nodes.minInstances[node]))
      const most = Math.max(1, Math.floor(nodes.ready[node] * LARGEST_SHRINK))
      if (spare < 1) return
      nodes.ready[node] -= Math.min(spare, most)
      lastActAt[node] = instantMs
    }
  }

  function step(instantMs: number, dtSeconds: number): void {
    const part = 1 - Math.exp(-dtSeconds / SMOOTHING_SECONDS)
    for (let place = 0; place < plan.order.length; place += 1) {
      const node = plan.order[place]
      if (plan.nodes.scaled[node] === 0) continue
      smoothed[node] += (nodes.load[node] - smoothed[node]) * part
      if (disturbances.autoscalerFrozen[plan.nodes.region[node]] === 1) continue
      receive(node, instantMs)
      decide(node, instantMs)
    }
  }

  return { settle, step }
}
