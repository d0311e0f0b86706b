import { createDemandModel } from '../demand.ts'
import { createRecording, recordTraffic, type RecordedPlan } from '../record-traffic.ts'
import { REGIONS, ZONES_PER_REGION } from '../regions.ts'
import { createSeededRandom } from '../seeded-random.ts'
import { wander } from '../wandering.ts'
import type { World } from '../world.ts'
import { resetZoneBalance } from '../zone-balance.ts'
import { createAilments } from './ailments.ts'
import type { FleetSize } from './fleet-size.ts'
import { flowThrough } from './flow-through.ts'
import { generateFleet } from './generate-fleet.ts'
import { planGeneratedFleet } from './plan-generated-fleet.ts'
import { createGeneratedState } from './generated-state.ts'

/**
 * A made-up fleet of any size, to look at and to measure with: traffic follows the day, wanders and is ill here and
 * there, but nothing retries, breaks, scales late or can be steered, so that a second of thousands of services costs
 * milliseconds. Who wants those stories takes `create-world.ts`.
 */
export interface GeneratedWorldOptions extends FleetSize {
  seed: number
  /** UTC ms; where the world's clock begins. */
  startAt: number
  /** 1,000 when absent. */
  stepMs?: number
}

const DEMAND_SECONDS = 120
const CALL_SECONDS = 200
const NODE_SECONDS = 60
const DEMAND_WANDER = 0.01
/** Streams a request at the entry. */
const STREAM_STARTS_PER_ENTRY = 0.004

export function createGeneratedWorld({ seed, startAt, stepMs = 1_000, ...size }: GeneratedWorldOptions): World {
  const fleet = generateFleet(size, seed)
  const plan = planGeneratedFleet(fleet, createSeededRandom(seed + 1))
  const state = createGeneratedState(fleet)
  const ailments = createAilments(fleet, createSeededRandom(seed + 2))
  const weather = createSeededRandom(seed + 3)
  const demand = createDemandModel()
  const recorded: RecordedPlan = {
    edgeCount: fleet.catalog.edges.length,
    entryEdge: REGIONS.map((_, region) => fleet.rows.entry + region),
    edges: plan.edges,
  }
  const zoneReach = new Float64Array(REGIONS.length * ZONES_PER_REGION).fill(1)
  const bounds = fleet.catalog.latencyBucketsMs
  const recording = createRecording(recorded, state, { zoneReach }, createSeededRandom(~seed), bounds)
  const dtSeconds = stepMs / 1_000
  let now = startAt

  function step(): void {
    now += stepMs
    ailments.at(now)
    demand.naturalDemand(now, state.regions.entryAttempts)
    wander(state.regions.wander, weather, dtSeconds, DEMAND_SECONDS)
    wander(state.edges.wander, weather, dtSeconds, CALL_SECONDS)
    wander(state.nodes.wander, weather, dtSeconds, NODE_SECONDS)
    state.regions.entryAttempts.forEach((natural, region) => {
      const requests = natural * (1 + DEMAND_WANDER * state.regions.wander[region])
      state.regions.entryAttempts[region] = requests
      state.regions.streamStarts[region] = requests * STREAM_STARTS_PER_ENTRY
    })
    flowThrough({ fleet, plan, state, ailments })
    recordTraffic(recording, dtSeconds)
  }

  resetZoneBalance(state.regions)
  step()
  now = startAt
  for (const column of Object.values(recording.counters)) column.fill(0)
  return {
    catalog: fleet.catalog,
    stepMs,
    get now() {
      return now
    },
    advanceTo(instantMs) {
      while (now + stepMs <= instantMs) step()
    },
    counters: recording.counters,
    gauges: state.gauges,
    // It can be watched, not steered.
    steer() {},
    keepAtLeast() {},
  }
}
