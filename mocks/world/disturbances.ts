import type { DemandModel } from './demand.ts'
import { RETRY_BUDGET, type FleetPlan } from './fleet-plan.ts'
import type { Perturbation, WorldScenario } from './perturbation.ts'
import { strengthAt } from './perturbation.ts'
import { REGIONS, ZONES_PER_REGION } from './regions.ts'
import type { WorldCatalog } from './world.ts'

/** What is wrong right now, as columns the passes read; all neutral while nothing is. */
export interface Disturbances {
  /** Per node: added own failures, and the part of them that comes back on a retry. */
  errorShare: Float64Array
  persistentErrorShare: Float64Array
  latencyFactor: Float64Array
  /** Per node: share of its instances that serve. */
  capacityShare: Float64Array
  /** `[region * zones + zone]`: share of the zone that is alive, as health checks see it; … */
  zoneHealth: Float64Array
  /** … share of what is sent there that arrives, and share of its capacity that is there, which they do not see. */
  zoneReach: Float64Array
  zoneCapacity: Float64Array
  /** Per node: share of its serving instances that fail whatever they are sent, and how much more they are sent. */
  failingShare: Float64Array
  failingPull: Float64Array
  /** Per edge: attempts beyond the first, at most this many times the calls; 1 where no breaker has a say. */
  retries: Uint8Array
  retryBudget: Float64Array
  breakerless: Uint8Array
  /** Share of requests lost, `[(from + 1) * (regions + 1) + to + 1]`; from −1 is the internet. */
  loss: Float64Array
  /** Per region: 1 while no instance is ordered or given back. */
  autoscalerFrozen: Uint8Array
  /** Brings the columns to this instant. */
  applyAt(instantMs: number): void
}

const LOSS_ROW = REGIONS.length + 1

/** Place of a pair in `loss`; −1 stands for what lies outside every region. */
export function lossIndex(from: number, to: number): number {
  return (from + 1) * LOSS_ROW + to + 1
}

export function createDisturbances(
  catalog: WorldCatalog,
  plan: FleetPlan,
  demand: DemandModel,
  scenario: WorldScenario | undefined,
): Disturbances {
  const count = catalog.nodes.length
  const zones = REGIONS.length * ZONES_PER_REGION
  const now: Omit<Disturbances, 'applyAt'> = {
    errorShare: new Float64Array(count),
    persistentErrorShare: new Float64Array(count),
    latencyFactor: new Float64Array(count).fill(1),
    capacityShare: new Float64Array(count).fill(1),
    zoneHealth: new Float64Array(zones).fill(1),
    zoneReach: new Float64Array(zones).fill(1),
    zoneCapacity: new Float64Array(zones).fill(1),
    failingShare: new Float64Array(count),
    failingPull: new Float64Array(count).fill(1),
    retries: plan.edges.retries.slice(),
    retryBudget: new Float64Array(plan.edgeCount).fill(RETRY_BUDGET),
    breakerless: new Uint8Array(plan.edgeCount),
    loss: new Float64Array(LOSS_ROW * LOSS_ROW),
    autoscalerFrozen: new Uint8Array(REGIONS.length),
  }
  const plans = (scenario?.perturbations ?? []).map((perturbation) => ({
    perturbation,
    nodes: nodesOf(catalog, perturbation),
    edges: edgesOf(catalog, perturbation),
  }))

  function applyAt(instantMs: number): void {
    if (scenario === undefined) return
    now.errorShare.fill(0)
    now.persistentErrorShare.fill(0)
    now.latencyFactor.fill(1)
    now.capacityShare.fill(1)
    now.zoneHealth.fill(1)
    now.zoneReach.fill(1)
    now.zoneCapacity.fill(1)
    now.failingShare.fill(0)
    now.failingPull.fill(1)
    now.retries.set(plan.edges.retries)
    now.retryBudget.fill(RETRY_BUDGET)
    now.breakerless.fill(0)
    now.loss.fill(0)
    now.autoscalerFrozen.fill(0)
    demand.setFactor(1)
    for (const { perturbation, nodes, edges } of plans) {
      const strength = strengthAt(perturbation, instantMs - scenario.startsAt)
      if (strength > 0) applyOne({ now, demand, perturbation, nodes, edges, strength })
    }
    // A zone that is gone answers nobody; one that half works loses some more.
    for (let zone = 0; zone < zones; zone += 1) now.zoneReach[zone] *= now.zoneHealth[zone]
    for (let zone = 0; zone < zones; zone += 1) now.zoneCapacity[zone] *= now.zoneHealth[zone]
  }

  return { ...now, applyAt }
}

function applyOne(input: {
  now: Omit<Disturbances, 'applyAt'>
  demand: DemandModel
  perturbation: Perturbation
  nodes: readonly number[]
  edges: readonly number[]
  strength: number
}): void {
  const { now, demand, perturbation, nodes, edges, strength } = input
  switch (perturbation.kind) {
    case 'error-share':
      for (const node of nodes) {
        const added = strength * perturbation.share
        now.errorShare[node] = 1 - (1 - now.errorShare[node]) * (1 - added)
        const persistent = added * perturbation.persistentShare
        now.persistentErrorShare[node] = 1 - (1 - now.persistentErrorShare[node]) * (1 - persistent)
      }
      return
    case 'latency-factor':
      for (const node of nodes) now.latencyFactor[node] *= 1 + strength * (perturbation.factor - 1)
      return
    case 'capacity-loss':
      for (const node of nodes) now.capacityShare[node] *= 1 - strength * perturbation.share
      return
    case 'zone-loss':
    case 'zone-degraded':
      return applyToZones(now, perturbation, strength)
    case 'failing-instances':
      for (const node of nodes) {
        now.failingShare[node] = Math.max(now.failingShare[node], strength * perturbation.share)
        now.failingPull[node] = perturbation.pull
      }
      return
    case 'retry-policy':
      for (const edge of edges) {
        now.retries[edge] = perturbation.retries
        now.retryBudget[edge] = perturbation.budget
        now.breakerless[edge] = 1
      }
      return
    case 'partition': {
      const from = perturbation.from === 'internet' ? -1 : regionIndex(perturbation.from)
      const at = lossIndex(from, regionIndex(perturbation.to))
      now.loss[at] = 1 - (1 - now.loss[at]) * (1 - strength * perturbation.lossShare)
      return
    }
    case 'autoscaler-frozen':
      now.autoscalerFrozen[regionIndex(perturbation.region)] = 1
      return
    case 'demand-factor':
      demand.setFactor(1 + strength * (perturbation.factor - 1), perturbation.countries)
      return
    // Told by leaks.ts, caches.ts and happenings.ts.
    case 'memory-leak':
    case 'cache-loss':
    case 'deploy':
    case 'counter-reset':
  }
}

function applyToZones(
  now: Omit<Disturbances, 'applyAt'>,
  perturbation: Extract<Perturbation, { kind: 'zone-loss' | 'zone-degraded' }>,
  strength: number,
): void {
  const first = regionIndex(perturbation.region) * ZONES_PER_REGION
  if (perturbation.kind === 'zone-loss') {
    for (const zone of perturbation.zones) now.zoneHealth[first + zone] *= 1 - strength * perturbation.share
    return
  }
  now.zoneReach[first + perturbation.zone] *= 1 - strength * perturbation.lossShare
  now.zoneCapacity[first + perturbation.zone] *= 1 - strength * perturbation.capacityShare
}

/** Calls a perturbation speaks of; throws where there is none. */
function edgesOf(catalog: WorldCatalog, perturbation: Perturbation): readonly number[] {
  if (perturbation.kind !== 'retry-policy') return []
  const [source] = nodesOf(catalog, perturbation)
  const { service, target, region } = perturbation
  const calls = catalog.edges.flatMap((edge, row) =>
    edge.source === source && catalog.nodes[edge.target].service === target ? [row] : [],
  )
  if (calls.length === 0) throw new RangeError(`"${service}" does not call "${target}" in region "${region}"`)
  return calls
}

export function regionIndex(id: string): number {
  const index = REGIONS.findIndex((region) => region.id === id)
  if (index < 0) throw new RangeError(`no region "${id}"; there are ${REGIONS.map((region) => region.id).join(', ')}`)
  return index
}

/** Rows a perturbation speaks of; throws where it names what does not exist. */
export function nodesOf(catalog: WorldCatalog, perturbation: Perturbation): readonly number[] {
  if (!('region' in perturbation)) return []
  const region = regionIndex(perturbation.region)
  const service = 'service' in perturbation ? perturbation.service : undefined
  const rows = catalog.nodes.flatMap((node, row) =>
    node.region === region && (service === undefined || node.service === service) ? [row] : [],
  )
  if (rows.length === 0) throw new RangeError(`no service "${service}" in region "${perturbation.region}"`)
  return rows
}
