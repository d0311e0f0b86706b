import type { Disturbances } from './disturbances.ts'
import type { FleetPlan } from './fleet-plan.ts'
import type { FleetState } from './fleet-state.ts'

/**
 * One autoscaler a service and region. It watches the load, smoothed over SMOOTHING_SECONDS, against what the ready
 * and ordered instances carry. Above the service's target use by a margin it orders what is missing (at most half as
 * many again), which serve after the service's start-up time; below, it gives back a few at a time. After each act it
 * waits: shortly before growing again, long before shrinking.
 */
export interface Autoscaler {
  /** Puts the fleet at the size this load asks for. */
  settle(loadOf: (node: number) => number): void
  step(instantMs: number, dtSeconds: number): void
  /** Keeps at least so many instances of a node, ordered at once and whole; 0 leaves it to the load again. */
  keepAtLeast(node: number, instances: number): void
}

const GROW_ABOVE = 1.1
const SHRINK_BELOW = 0.85
const SMOOTHING_SECONDS = 45
const GROW_PAUSE_MS = 60_000
const SHRINK_PAUSE_MS = 240_000
const LARGEST_GROWTH = 0.5
const LARGEST_SHRINK = 0.08
/** Orders under way a node at once; a full list waits. */
const ORDERS = 6

export function createAutoscaler(plan: FleetPlan, { nodes }: FleetState, disturbances: Disturbances): Autoscaler {
  const scaling: Scaling = {
    plan,
    nodes,
    smoothed: new Float64Array(plan.nodeCount),
    lastActAt: new Float64Array(plan.nodeCount).fill(-Infinity),
    orderReadyAt: new Float64Array(plan.nodeCount * ORDERS),
    orderSize: new Float64Array(plan.nodeCount * ORDERS),
    floor: new Float64Array(plan.nodeCount),
  }

  function settle(loadOf: (node: number) => number): void {
    for (const node of plan.order) {
      scaling.smoothed[node] = loadOf(node)
      const least = plan.nodes.minInstances[node]
      nodes.ready[node] = plan.nodes.scaled[node] === 1 ? Math.max(least, Math.ceil(wanted(scaling, node))) : least
    }
  }

  function step(instantMs: number, dtSeconds: number): void {
    const part = 1 - Math.exp(-dtSeconds / SMOOTHING_SECONDS)
    for (let place = 0; place < plan.order.length; place += 1) {
      const node = plan.order[place]
      if (plan.nodes.scaled[node] === 0) continue
      scaling.smoothed[node] += (nodes.load[node] - scaling.smoothed[node]) * part
      if (disturbances.autoscalerFrozen[plan.nodes.region[node]] === 1) continue
      if (nodes.starting[node] > 0) receive(scaling, node, instantMs)
      decide(scaling, node, instantMs)
    }
  }

  function keepAtLeast(node: number, instances: number): void {
    if (plan.nodes.scaled[node] === 1) scaling.floor[node] = instances
  }

  return { settle, step, keepAtLeast }
}

interface Scaling {
  plan: FleetPlan
  nodes: FleetState['nodes']
  smoothed: Float64Array
  lastActAt: Float64Array
  /** `[node * ORDERS + place]`; a size of 0 is a free place. */
  orderReadyAt: Float64Array
  orderSize: Float64Array
  /** What somebody has asked to be kept. */
  floor: Float64Array
}

function wanted({ plan, smoothed }: Scaling, node: number): number {
  return smoothed[node] / (plan.nodes.capacityPerInstance[node] * plan.nodes.targetUse[node])
}

function decide(scaling: Scaling, node: number, instantMs: number): void {
  const { nodes, plan, lastActAt, floor } = scaling
  const have = nodes.ready[node] + nodes.starting[node]
  if (floor[node] > have) return order(scaling, node, Math.ceil(floor[node] - have), instantMs)
  const want = Math.max(wanted(scaling, node), floor[node])
  const paused = instantMs - lastActAt[node]
  if (want > have * GROW_ABOVE && paused >= GROW_PAUSE_MS) {
    const most = Math.max(1, Math.ceil(nodes.ready[node] * LARGEST_GROWTH))
    order(scaling, node, Math.min(most, Math.ceil(want - have)), instantMs)
  } else if (want < have * SHRINK_BELOW && paused >= SHRINK_PAUSE_MS && nodes.starting[node] === 0) {
    const spare = Math.floor(nodes.ready[node] - Math.max(want, plan.nodes.minInstances[node]))
    if (spare < 1) return
    nodes.ready[node] -= Math.min(spare, Math.max(1, Math.floor(nodes.ready[node] * LARGEST_SHRINK)))
    lastActAt[node] = instantMs
  }
}

function order({ nodes, plan, lastActAt, orderReadyAt, orderSize }: Scaling, node: number, size: number, now: number) {
  for (let place = node * ORDERS; place < (node + 1) * ORDERS; place += 1) {
    if (orderSize[place] !== 0) continue
    orderSize[place] = size
    orderReadyAt[place] = now + plan.nodes.startupMs[node]
    nodes.starting[node] += size
    lastActAt[node] = now
    return
  }
}

/** Orders whose start-up time is over begin to serve. */
function receive({ nodes, orderReadyAt, orderSize }: Scaling, node: number, instantMs: number): void {
  for (let place = node * ORDERS; place < (node + 1) * ORDERS; place += 1) {
    if (orderSize[place] === 0 || orderReadyAt[place] > instantMs) continue
    nodes.ready[node] += orderSize[place]
    nodes.starting[node] -= orderSize[place]
    orderSize[place] = 0
  }
}
