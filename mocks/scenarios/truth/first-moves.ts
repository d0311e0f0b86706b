import type { RegionId, ServiceId } from '#contract/ids.ts'
import { createWorld } from '#mocks/world/create-world.ts'
import { OUTCOMES, type World } from '#mocks/world/world.ts'
import { worldScenarioOf, type Scenario } from '../scenario.ts'
import type { Fault, Measure } from './scenario-truth.ts'

/**
 * When can something be seen at all? A fault begins to act at one instant, but a leak fills for minutes and a rollout
 * begins with one instance. So the same weather is lived through twice, once with the story and once without, second by
 * second; a measure has moved in the first second in which the two worlds differ by more than a fixed amount and more
 * than chance explains. No detector can do better than that, and none is told.
 */
export interface Move {
  region: RegionId
  service: ServiceId
  measure: Measure
  /** From the scenario's start to the end of the second in which it can first be seen, ms. */
  afterMs: number
}

const ERRORS_MOVED = 0.02
const LATENCY_MOVED = 1.3
const LOAD_MOVED = 1.25
const SATURATION_MOVED = 0.1
/** Fewer requests a second show nothing in one. */
const LEAST_REQUESTS = 40
/** Standard deviations that chance may bring. */
const CHANCE = 6
const SECOND_MS = 1_000
const SETTLE_MS = 20_000

/** The first move of each measure of each service within so long from the scenario's start, in their order. */
export function firstMoves(input: { scenario: Scenario; seed: number; liveAt: number; forMs: number }): Move[] {
  const { scenario, seed, liveAt, forMs } = input
  const timeline = worldScenarioOf(scenario, { liveAt })
  const { startsAt } = timeline
  const options = { seed, startAt: startsAt - SETTLE_MS }
  const told = watch(createWorld({ ...options, scenario: timeline }))
  const usual = watch(createWorld(options))
  for (const each of [told, usual]) each.next(startsAt)
  const moves: Move[] = []
  const seen = new Set<string>()
  for (let afterMs = SECOND_MS; afterMs <= forMs; afterMs += SECOND_MS) {
    const [now, before] = [told.next(startsAt + afterMs), usual.next(startsAt + afterMs)]
    now.forEach((row, node) => {
      const ordinary = before[node]
      if (ordinary === undefined || ordinary.requests < LEAST_REQUESTS) return
      for (const measure of movedOf(row, ordinary)) {
        if (seen.has(`${node} ${measure}`)) continue
        seen.add(`${node} ${measure}`)
        moves.push({ region: row.region, service: row.service, measure, afterMs })
      }
    })
  }
  return moves
}

/** When a fault can first be seen in its first mover; null where it cannot within these moves. */
export function visibleAfterMs(fault: Fault, moves: readonly Move[]): number | null {
  const own = moves.find(
    ({ region, service, afterMs }) =>
      region === fault.region && service === fault.firstMover && afterMs >= fault.startsAfterMs,
  )
  return own?.afterMs ?? null
}

interface Second {
  region: RegionId
  service: ServiceId
  requests: number
  errorShare: number
  latencyMs: number
  saturation: number
}

function movedOf(now: Second, usual: Second): Measure[] {
  const spread = CHANCE / Math.sqrt(usual.requests)
  const moved: Measure[] = []
  const errorSpread = CHANCE * Math.sqrt(Math.max(usual.errorShare, 0.001) / usual.requests)
  if (now.errorShare - usual.errorShare > ERRORS_MOVED + errorSpread) moved.push('errors')
  if (now.latencyMs > usual.latencyMs * LATENCY_MOVED) moved.push('latency')
  const load = now.requests / usual.requests
  if (load > LOAD_MOVED + spread || load < 1 / LOAD_MOVED - spread) moved.push('load')
  if (now.saturation - usual.saturation > SATURATION_MOVED) moved.push('saturation')
  return moved
}

/** What each service met in the time since it was last asked; calls from its own region alone, and from the internet. */
function watch(world: World): { next(instantMs: number): Second[] } {
  const { nodes, edges, regions } = world.catalog
  const requests = world.counters.requests.slice()
  const latency = world.counters.latencySumMs.slice()
  return {
    next(instantMs) {
      world.advanceTo(instantMs)
      const seconds = nodes.map(({ region, service }, node) => {
        const saturation = world.gauges.saturation[node] ?? NaN
        return { region: regions[region]?.id ?? '', service, requests: 0, errorShare: 0, latencyMs: 0, saturation }
      })
      edges.forEach(({ source, target }, edge) => {
        const row = seconds[target]
        const from = nodes[source]?.region
        if (row === undefined || (from !== nodes[target]?.region && nodes[source]?.kind !== 'internet')) return
        OUTCOMES.forEach((outcome, place) => {
          const added = since(world.counters.requests, requests, edge * OUTCOMES.length + place)
          row.requests += added
          if (outcome === 'error' || outcome === 'timeout') row.errorShare += added
        })
        row.latencyMs += since(world.counters.latencySumMs, latency, edge)
      })
      requests.set(world.counters.requests)
      latency.set(world.counters.latencySumMs)
      for (const row of seconds) {
        row.errorShare /= Math.max(1, row.requests)
        row.latencyMs /= Math.max(1, row.requests)
      }
      return seconds
    },
  }
}

/** A counter that fell was restarted. */
function since(now: Float64Array, before: Float64Array, at: number): number {
  const [total = 0, last = 0] = [now[at], before[at]]
  return total >= last ? total - last : total
}
