import { nodesOf } from './disturbances.ts'
import { BACKGROUND, type FleetPlan } from './fleet-plan.ts'
import type { FleetState } from './fleet-state.ts'
import type { WorldScenario } from './perturbation.ts'
import type { WorldCatalog } from './world.ts'

/**
 * What a cache does not hold is asked of the store behind it. In ordinary times a caller's calls to its store are the
 * misses of its cache; when the cache has forgotten a share of its entries, that share of its look-ups goes to the store
 * as well, so that a store built for a tenth of the load gets a multiple of it. Each answer of the store fills the cache
 * again: it warms while the store answers, and stays cold for as long as the store is drowned.
 */
export interface Caches {
  /** Per edge: calls are made this many times as often as usual. */
  missFactor: Float64Array
  step(instantMs: number, dtSeconds: number): void
}

interface Loss {
  at: number
  share: number
  warmSeconds: number
  /** Calls to stores whose answers the cache holds: how many more there are when it holds nothing. */
  calls: readonly { edge: number; surplus: number }[]
  hasBegun: boolean
  /** Share of its entries that are missing. */
  cold: number
}

/** Below this a cache counts as warm. */
const WARM = 0.0005

export function createCaches(
  catalog: WorldCatalog,
  plan: FleetPlan,
  { edges }: FleetState,
  scenario: WorldScenario | undefined,
): Caches {
  const losses = (scenario?.perturbations ?? []).flatMap((perturbation): Loss[] => {
    if (perturbation.kind !== 'cache-loss') return []
    const { fromMs, share, warmMs } = perturbation
    const calls = nodesOf(catalog, perturbation).flatMap((cache) => callsBehind(catalog, plan, cache))
    if (calls.length === 0) throw new RangeError(`no store stands behind "${perturbation.service}"`)
    const at = (scenario?.startsAt ?? 0) + fromMs
    return [{ at, share, warmSeconds: warmMs / 1_000, calls, hasBegun: false, cold: 0 }]
  })
  const missFactor = new Float64Array(plan.edgeCount).fill(1)

  function stepOne(loss: Loss, instantMs: number, dtSeconds: number): void {
    if (instantMs < loss.at || (loss.hasBegun && loss.cold === 0)) return
    if (loss.hasBegun) loss.cold *= Math.exp((-dtSeconds / loss.warmSeconds) * answeredShare(loss))
    else loss.cold = loss.share
    loss.hasBegun = true
    if (loss.cold < WARM) loss.cold = 0
    for (const { edge, surplus } of loss.calls) missFactor[edge] = 1 + loss.cold * surplus
  }

  function answeredShare({ calls }: Loss): number {
    let asked = 0
    let answered = 0
    for (const { edge } of calls) {
      asked += edges.attempts[edge]
      answered += edges.attempts[edge] * (1 - edges.errorShare[edge] - edges.timeoutShare[edge])
    }
    return asked > 0 ? answered / asked : 0
  }

  return {
    missFactor,
    step(instantMs, dtSeconds) {
      for (const loss of losses) stepOne(loss, instantMs, dtSeconds)
    },
  }
}

function callsBehind(catalog: WorldCatalog, plan: FleetPlan, cache: number): Loss['calls'] {
  if (catalog.nodes[cache].domain !== 'cache') return []
  const { source, target, callsPerRequest, need } = plan.edges
  return catalog.edges.flatMap((_, lookUp) => {
    if (target[lookUp] !== cache || callsPerRequest[lookUp] === 0) return []
    const caller = source[lookUp]
    const found: { edge: number; surplus: number }[] = []
    for (let edge = plan.nodes.firstCall[caller]; edge < plan.nodes.endCall[caller]; edge += 1) {
      const isStore = catalog.nodes[target[edge]].domain === 'data'
      const surplus = callsPerRequest[lookUp] / callsPerRequest[edge] - 1
      if (isStore && need[edge] !== BACKGROUND && surplus > 0) found.push({ edge, surplus })
    }
    return found
  })
}
