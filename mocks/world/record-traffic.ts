import type { Disturbances } from './disturbances.ts'
import type { FleetPlan } from './fleet-plan.ts'
import type { FleetState } from './fleet-state.ts'
import { REGIONS, ZONES_PER_REGION } from './regions.ts'
import type { SeededRandom } from './seeded-random.ts'
import { OUTCOMES, type WorldCounters } from './world.ts'

/**
 * Adds one step of the fleet's state to the counters: whole requests, drawn around the expected numbers. Entry requests
 * are drawn by zone, and an entry edge is the sum of its zones, so the two always agree.
 */
export function recordTraffic(recording: Recording, dtSeconds: number): void {
  const { plan, state, counters, random, entryRegion } = recording
  const { attempts, errorShare, timeoutShare, degradedShare } = state.edges
  for (let edge = 0; edge < plan.edgeCount; edge += 1) {
    if (entryRegion[edge] >= 0) {
      recordZones(recording, edge, entryRegion[edge], dtSeconds)
      continue
    }
    const count = random.poisson(attempts[edge] * dtSeconds)
    if (count === 0) continue
    draw(recording, count, errorShare[edge], timeoutShare[edge], degradedShare[edge])
    for (let outcome = 0; outcome < drawn.length; outcome += 1) {
      counters.requests[edge * drawn.length + outcome] += drawn[outcome]
    }
    addLatencies(recording, edge, count)
  }
  for (let region = 0; region < REGIONS.length; region += 1) {
    counters.streamStarts[region] += random.poisson(state.regions.streamStarts[region] * dtSeconds)
  }
}

/** What of a fleet's plan and state counting needs to know. */
export type RecordedPlan = Pick<FleetPlan, 'edgeCount' | 'entryEdge'> & {
  edges: Pick<FleetPlan['edges'], 'shape' | 'meanFactor' | 'timeoutMs' | 'timeoutPower'>
}
export interface RecordedState {
  edges: Pick<
    FleetState['edges'],
    'attempts' | 'errorShare' | 'timeoutShare' | 'degradedShare' | 'medianMs' | 'medianPower'
  >
  regions: Pick<FleetState['regions'], 'entryAttempts' | 'zoneWeight' | 'connectFail' | 'streamStarts'>
}

export interface Recording {
  plan: RecordedPlan
  state: RecordedState
  disturbances: Pick<Disturbances, 'zoneReach'>
  random: SeededRandom
  counters: WorldCounters
  /** Per edge: bucket bounds raised to its shape; one array a shape. */
  boundPowers: readonly Float64Array[]
  buckets: number
  /** Per edge: the region it is the entry of, or −1. */
  entryRegion: Int8Array
}

export function createRecording(
  plan: RecordedPlan,
  state: RecordedState,
  disturbances: Pick<Disturbances, 'zoneReach'>,
  random: SeededRandom,
  boundsMs: readonly number[],
): Recording {
  const buckets = boundsMs.length + 1
  const entryRegion = new Int8Array(plan.edgeCount).fill(-1)
  plan.entryEdge.forEach((edge, region) => {
    entryRegion[edge] = region
  })
  const counters: WorldCounters = {
    requests: new Float64Array(plan.edgeCount * OUTCOMES.length),
    latency: new Float64Array(plan.edgeCount * buckets),
    latencySumMs: new Float64Array(plan.edgeCount),
    zoneRequests: new Float64Array(REGIONS.length * ZONES_PER_REGION * OUTCOMES.length),
    streamStarts: new Float64Array(REGIONS.length),
  }
  return { plan, state, disturbances, random, counters, boundPowers: powersOf(plan, boundsMs), buckets, entryRegion }
}

/** What `draw` found last, in the order of OUTCOMES; one array for all steps. */
const drawn = new Float64Array(OUTCOMES.length)

/** Splits `count` requests into outcomes that add up to it. */
function draw({ random }: Recording, count: number, error: number, timeout: number, degraded: number): void {
  const errors = Math.min(count, random.poisson(count * error))
  const timeouts = Math.min(count - errors, random.poisson(count * timeout))
  const partly = Math.min(count - errors - timeouts, random.poisson(count * degraded))
  drawn[0] = count - errors - timeouts - partly
  drawn[1] = partly
  drawn[2] = errors
  drawn[3] = timeouts
}

/** A zone's requests are the entry's, split by where they were sent; those to a dead zone fail. */
function recordZones(recording: Recording, edge: number, region: number, dtSeconds: number): void {
  const { state, disturbances, random, counters } = recording
  const { errorShare, timeoutShare, degradedShare } = state.edges
  const connectFail = state.regions.connectFail[region]
  const reachedError = connectFail < 1 ? Math.max(0, (errorShare[edge] - connectFail) / (1 - connectFail)) : 1
  let sum = 0
  for (let zone = 0; zone < ZONES_PER_REGION; zone += 1) {
    const at = region * ZONES_PER_REGION + zone
    const count = random.poisson(state.regions.entryAttempts[region] * state.regions.zoneWeight[at] * dtSeconds)
    const dead = 1 - disturbances.zoneReach[at]
    draw(recording, count, dead + (1 - dead) * reachedError, timeoutShare[edge], degradedShare[edge])
    for (let outcome = 0; outcome < drawn.length; outcome += 1) {
      counters.zoneRequests[at * drawn.length + outcome] += drawn[outcome]
      counters.requests[edge * drawn.length + outcome] += drawn[outcome]
    }
    sum += count
  }
  addLatencies(recording, edge, sum)
}

function addLatencies({ plan, state, counters, boundPowers, buckets }: Recording, edge: number, count: number): void {
  const { medianMs, medianPower, timeoutShare } = state.edges
  const { timeoutMs, timeoutPower, meanFactor } = plan.edges
  const power = medianPower[edge]
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

function powersOf(plan: RecordedPlan, boundsMs: readonly number[]): Float64Array[] {
  const byShape = new Map<number, Float64Array>()
  return Array.from(plan.edges.shape, (shape) => {
    const known = byShape.get(shape) ?? Float64Array.from(boundsMs, (bound) => bound ** shape)
    byShape.set(shape, known)
    return known
  })
}
