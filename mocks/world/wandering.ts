import type { FleetState } from './fleet-state.ts'
import type { SeededRandom } from './seeded-random.ts'

/**
 * Real fleets are never still: demand, calls per request, error shares and latencies wander slowly around their
 * means. Each is a first-order autoregression with unit variance, whose step from one moment to the next is exact for
 * any step length, held within MOST_DEVIATION.
 */
export const MOST_DEVIATION = 4

/** Moves each value one step on, in standard deviations. */
export function wander(values: Float64Array, random: SeededRandom, dtSeconds: number, memorySeconds: number): void {
  const kept = Math.exp(-dtSeconds / memorySeconds)
  const fresh = Math.sqrt(1 - kept * kept)
  for (let index = 0; index < values.length; index += 1) {
    const next = kept * values[index] + fresh * random.normal()
    values[index] = next > MOST_DEVIATION ? MOST_DEVIATION : next < -MOST_DEVIATION ? -MOST_DEVIATION : next
  }
}

const DEMAND_SECONDS = 90
const CALL_SECONDS = 240
const ERROR_SECONDS = 60
const LATENCY_SECONDS = 40
/** Demand of a region wanders by this share. */
const DEMAND_WANDER = 0.006

export function createWandering(
  { nodes, edges, regions }: FleetState,
  random: SeededRandom,
): { step(dtSeconds: number): void } {
  function step(dtSeconds: number): void {
    wander(regions.demandWander, random, dtSeconds, DEMAND_SECONDS)
    wander(edges.callWander, random, dtSeconds, CALL_SECONDS)
    wander(nodes.errorWander, random, dtSeconds, ERROR_SECONDS)
    wander(nodes.latencyWander, random, dtSeconds, LATENCY_SECONDS)
    for (let region = 0; region < regions.natural.length; region += 1) {
      regions.natural[region] *= 1 + DEMAND_WANDER * regions.demandWander[region]
    }
  }

  return { step }
}
