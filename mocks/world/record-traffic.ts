import type { FleetPlan } from './fleet-plan.ts'
import type { FleetState } from './fleet-state.ts'
import { REGIONS, ZONES_PER_REGION } from './regions.ts'
import type { SeededRandom } from './seeded-random.ts'
import type { Disturbances } from './disturbances.ts'
import type { WorldCounters } from './world.ts'
import { OUTCOMES } from './world.ts'

/** Adds one step of the fleet's state to the counters, as whole requests drawn around the expected numbers. */
export interface TrafficRecorder {
  readonly counters: WorldCounters
  record(dtSeconds: number): void
}

export function createTrafficRecorder(
  plan: FleetPlan,
  state: FleetState,
  disturbances: Disturbances,
  random: SeededRandom,
  boundsMs: readonly number[],
): TrafficRecorder {
  const { edgeCount } = plan
  const outcomes = OUTCOMES.length
  const buckets = boundsMs.length + 1
  const counters: WorldCounters = {
    requests: new Float64Array(edgeCount * outcomes),
    latency: new Float64Array(edgeCount * buckets),
    latencySumMs: new Float64Array(edgeCount),
    zoneRequests: new Float64Array(REGIONS.length * ZONES_PER_REGION * outcomes),
    streamStarts: new Float64Array(REGIONS.length),
  }
  const { shape, meanFactor, timeoutMs, timeoutPower } = plan.edges
  const { attempts, errorShare, timeoutShare, degradedShare, medianMs } = state.edges
  const boundPowers = powersOfBounds(plan, boundsMs)

  /** Outcomes of `count` requests, at `at` and the three places after it. */
  function addOutcomes(
    into: Float64Array,
    at: number,
    count: number,
    error: number,
    timeout: number,
    degraded: number,
  ) {
    const errors = Math.min(count, random.poisson(count * error))
    const timeouts = Math.min(count - errors, random.poisson(count * timeout))
    const partly = Math.min(count - errors - timeouts, random.poisson(count * degraded))
    into[at] += count - errors - timeouts - partly
    into[at + 1] += partly
    into[at + 2] += errors
    into[at + 3] += timeouts
  }

  function addLatencies(edge: number, count: number): void {
    const power = medianMs[edge] ** shape[edge]
    const powers = boundPowers[edge]
    const limit = timeoutPower[edge]
    const first = edge * buckets
    let below = 0
    for (let bucket = 0; bucket < buckets - 1; bucket += 1) {
      // Nothing lasts longer than the timeout: beyond it, all is below the bound.
      const upTo = powers[bucket] >= limit ? 1 : powers[bucket] / (powers[bucket] + power)
      counters.latency[first + bucket] += count * (upTo - below)
      below = upTo
    }
    counters.latency[first + buckets - 1] += count * (1 - below)
    const late = timeoutShare[edge]
    const mean = Math.min(medianMs[edge] * meanFactor[edge], timeoutMs[edge])
    counters.latencySumMs[edge] += count * ((1 - late) * mean + late * timeoutMs[edge])
  }

  function recordEdges(dtSeconds: number): void {
    for (let edge = 0; edge < edgeCount; edge += 1) {
      const count = random.poisson(attempts[edge] * dtSeconds)
      if (count === 0) continue
      addOutcomes(counters.requests, edge * outcomes, count, errorShare[edge], timeoutShare[edge], degradedShare[edge])
      addLatencies(edge, count)
    }
  }

  /** A zone's requests are the entry's, split by where they were sent; the dead zone's fail. */
  function recordZones(dtSeconds: number): void {
    for (let region = 0; region < REGIONS.length; region += 1) {
      const entry = plan.entryEdge[region]
      const connectFail = state.regions.connectFail[region]
      const reachedError = connectFail < 1 ? Math.max(0, (errorShare[entry] - connectFail) / (1 - connectFail)) : 1
      for (let zone = 0; zone < ZONES_PER_REGION; zone += 1) {
        const at = region * ZONES_PER_REGION + zone
        const dead = 1 - disturbances.zoneHealth[at]
        const count = random.poisson(state.regions.entryAttempts[region] * state.regions.zoneWeight[at] * dtSeconds)
        const error = dead + (1 - dead) * reachedError
        addOutcomes(counters.zoneRequests, at * outcomes, count, error, timeoutShare[entry], degradedShare[entry])
      }
    }
  }

  function record(dtSeconds: number): void {
    recordEdges(dtSeconds)
    recordZones(dtSeconds)
    for (let region = 0; region < REGIONS.length; region += 1) {
      counters.streamStarts[region] += random.poisson(state.regions.streamStarts[region] * dtSeconds)
    }
  }

  return { counters, record }
}

/** bound ^ shape for every bucket, one array a shape, shared by its edges. */
function powersOfBounds(plan: FleetPlan, boundsMs: readonly number[]): Float64Array[] {
  const byShape = new Map<number, Float64Array>()
  return Array.from(plan.edges.shape, (shape) => {
    const known = byShape.get(shape) ?? Float64Array.from(boundsMs, (bound) => bound ** shape)
    byShape.set(shape, known)
    return known
  })
}
