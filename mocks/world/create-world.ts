import { passAnswersUp } from './answer-pass.ts'
import { createAutoscaler } from './autoscaling.ts'
import { stepBreakers } from './breakers.ts'
import { buildCatalog } from './build-catalog.ts'
import { createCaches } from './caches.ts'
import { createDemandModel } from './demand.ts'
import { createDisturbances, type Disturbances } from './disturbances.ts'
import { createFleetPlan } from './fleet-plan.ts'
import { createFleetState, type FleetState } from './fleet-state.ts'
import { createLeaks } from './leaks.ts'
import { passLoadDown } from './load-pass.ts'
import type { WorldScenario } from './perturbation.ts'
import { createRecording, recordTraffic } from './record-traffic.ts'
import { scheduleHappenings, type WorldDeploy } from './happenings.ts'
import { REGIONS } from './regions.ts'
import { createSeededRandom } from './seeded-random.ts'
import { createSteering } from './steering.ts'
import { stepStreamStarts } from './stream-starts.ts'
import { createWandering } from './wandering.ts'
import type { World, WorldGauges } from './world.ts'
import { resetZoneBalance, stepZoneBalance } from './zone-balance.ts'

export interface WorldOptions {
  seed: number
  /** UTC ms; where the world's clock begins. */
  startAt: number
  /** 1,000 when absent; dynamics hold up to 10,000. */
  stepMs?: number
  scenario?: WorldScenario
}

/** The world and what only its own company knows about it. */
export interface SimulatedWorld extends World {
  /** Versions that have gone out so far, oldest first: what a deploy tool would report. */
  readonly deploys: readonly WorldDeploy[]
}

export function createWorld({ seed, startAt, stepMs = 1_000, scenario }: WorldOptions): SimulatedWorld {
  if (!(stepMs >= 1)) throw new RangeError(`expected a step of at least 1 ms, found ${stepMs}`)
  const built = buildCatalog()
  const { catalog } = built
  const plan = createFleetPlan(built)
  const state = createFleetState(plan)
  const demand = createDemandModel()
  const disturbances = createDisturbances(catalog, plan, demand, scenario)
  const leaks = createLeaks(catalog, plan, state, scenario)
  const caches = createCaches(catalog, plan, state, scenario)
  const steering = createSteering(REGIONS.length)
  const autoscaler = createAutoscaler(plan, state, disturbances)
  // Two streams: what goes wrong changes how many draws counting takes, but not the weather of the same seed.
  const wandering = createWandering(state, createSeededRandom(seed))
  const recording = createRecording(plan, state, disturbances, createSeededRandom(~seed), catalog.latencyBucketsMs)
  const happenings = scheduleHappenings(catalog, plan, recording.counters, scenario)
  const dtSeconds = stepMs / 1_000
  let now = startAt

  function step(): void {
    now += stepMs
    disturbances.applyAt(now)
    happenings.playUntil(now)
    demand.naturalDemand(now, state.regions.natural)
    wandering.step(dtSeconds)
    steering.step(dtSeconds, state.regions)
    stepZoneBalance(dtSeconds, state.regions, disturbances)
    leaks.step(now, dtSeconds)
    caches.step(now, dtSeconds)
    passLoadDown({ plan, state, disturbances, leaks, caches, dtSeconds })
    passAnswersUp(plan, state, disturbances, caches)
    stepBreakers(plan, state, disturbances, dtSeconds)
    autoscaler.step(now, dtSeconds)
    stepStreamStarts(plan, state)
    recordTraffic(recording, dtSeconds)
  }

  function advanceTo(instantMs: number): void {
    while (now + stepMs <= instantMs) step()
  }

  resetZoneBalance(state.regions)
  disturbances.applyAt(now)
  demand.naturalDemand(now, state.regions.natural)
  autoscaler.settle((node) => state.regions.natural[plan.nodes.region[node]] * plan.nodes.loadPerEntry[node])
  state.nodes.serving.set(state.nodes.ready)
  markOutside(catalog.nodes, state.nodes)

  return {
    catalog,
    stepMs,
    get now() {
      return now
    },
    advanceTo,
    counters: recording.counters,
    gauges: gaugesOf(state, disturbances),
    steer: steering.steer,
    keepAtLeast: autoscaler.keepAtLeast,
    deploys: happenings.deploys,
  }
}

/** INTERNET and the CDN have no instances we know of. */
function markOutside(nodes: readonly { region: number }[], state: ReturnType<typeof createFleetState>['nodes']): void {
  nodes.forEach(({ region }, node) => {
    if (region >= 0) return
    state.saturation[node] = NaN
    state.breakersOpen[node] = NaN
    state.serving[node] = NaN
    state.starting[node] = NaN
    state.ready[node] = NaN
  })
}

function gaugesOf({ nodes, edges }: FleetState, disturbances: Disturbances): WorldGauges {
  return {
    saturation: nodes.saturation,
    instancesReady: nodes.serving,
    instancesStarting: nodes.starting,
    instancesPlaced: nodes.ready,
    zonesAlive: disturbances.zoneHealth,
    breaker: edges.breaker,
    breakersOpen: nodes.breakersOpen,
  }
}
