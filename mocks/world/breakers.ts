import type { Disturbances } from './disturbances.ts'
import type { FleetPlan } from './fleet-plan.ts'
import type { FleetState } from './fleet-state.ts'

/**
 * Circuit breakers and the memory of retries, one a call. Closed: the failed share of attempts is averaged over a
 * window; beyond the threshold the circuit opens. Open: nothing is sent for OPEN_SECONDS. Half-open: a few probes are
 * sent for PROBE_SECONDS; if they fail less than half as often as the threshold allows the circuit closes, else it
 * opens again.
 */
export const CLOSED = 0
export const OPEN = 1
export const HALF_OPEN = 2

const WINDOW_SECONDS = 10
const OPEN_SECONDS = 5
const PROBE_SECONDS = 3
/** Below this many attempts in the window nothing is concluded. */
const LEAST_ATTEMPTS = 20
const RETRY_MEMORY_SECONDS = 3
const ENTRY_MEMORY_SECONDS = 15

export function stepBreakers(
  plan: FleetPlan,
  { nodes, edges, regions }: FleetState,
  { breakerless }: Pick<Disturbances, 'breakerless'>,
  dtSeconds: number,
): void {
  const { breakerThreshold } = plan.edges
  const windowPart = 1 - Math.exp(-dtSeconds / WINDOW_SECONDS)
  const retryPart = 1 - Math.exp(-dtSeconds / RETRY_MEMORY_SECONDS)
  for (let edge = 0; edge < plan.edgeCount; edge += 1) {
    const failed = edges.errorShare[edge] + edges.timeoutShare[edge]
    edges.recentFail[edge] += (failed - edges.recentFail[edge]) * retryPart
    const threshold = breakerThreshold[edge]
    // No breaker: the comparison with NaN is false.
    if (!(threshold > 0)) continue
    const state = edges.breaker[edge]
    if (breakerless[edge] === 1) {
      if (state !== CLOSED) change(edges, edge, CLOSED)
      continue
    }
    if (state === CLOSED) {
      edges.breakerFail[edge] += (failed - edges.breakerFail[edge]) * windowPart
      const enough = edges.attempts[edge] * WINDOW_SECONDS >= LEAST_ATTEMPTS
      if (enough && edges.breakerFail[edge] > threshold) change(edges, edge, OPEN)
      continue
    }
    edges.breakerSeconds[edge] += dtSeconds
    if (state === OPEN && edges.breakerSeconds[edge] >= OPEN_SECONDS) change(edges, edge, HALF_OPEN)
    else if (state === HALF_OPEN && edges.breakerSeconds[edge] >= PROBE_SECONDS) {
      const healed = failed < threshold / 2
      edges.breakerFail[edge] = failed
      change(edges, edge, healed ? CLOSED : OPEN)
    }
  }
  countOpen(plan, nodes.breakersOpen, edges.breaker)
  const entryPart = 1 - Math.exp(-dtSeconds / ENTRY_MEMORY_SECONDS)
  for (let region = 0; region < plan.entryEdge.length; region += 1) {
    const entry = plan.entryEdge[region]
    const failed = edges.errorShare[entry] + edges.timeoutShare[entry]
    regions.recentEntryFail[region] += (failed - regions.recentEntryFail[region]) * entryPart
  }
}

/** By caller, who holds the breaker; what is unknown stays so. */
function countOpen(plan: FleetPlan, open: Float64Array, breakers: Uint8Array): void {
  for (let node = 0; node < open.length; node += 1) if (open[node] > 0) open[node] = 0
  for (let edge = 0; edge < plan.edgeCount; edge += 1) if (breakers[edge] !== CLOSED) open[plan.edges.source[edge]] += 1
}

function change(edges: FleetState['edges'], edge: number, to: number): void {
  edges.breaker[edge] = to
  edges.breakerSeconds[edge] = 0
}
