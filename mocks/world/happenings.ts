import { nodesOf } from './disturbances.ts'
import type { FleetPlan } from './fleet-plan.ts'
import type { WorldScenario } from './perturbation.ts'
import type { WorldCatalog, WorldCounters } from './world.ts'
import { OUTCOMES } from './world.ts'

/** A version that went out. */
export interface WorldDeploy {
  /** UTC ms on the world's clock. */
  at: number
  region: string
  service: string
  version: string
  author: string
}

export interface Happenings {
  /** What has gone out so far; grows only by what the scenario holds. */
  readonly deploys: readonly WorldDeploy[]
  /** Plays what happens at one moment (deploys, restarts) up to this instant, each once. */
  playUntil(instantMs: number): void
}

export function scheduleHappenings(
  catalog: WorldCatalog,
  plan: FleetPlan,
  counters: WorldCounters,
  scenario: WorldScenario | undefined,
): Happenings {
  const deploys: WorldDeploy[] = []
  const pending = (scenario?.perturbations ?? [])
    .flatMap((perturbation) => {
      const at = (scenario?.startsAt ?? 0) + perturbation.fromMs
      if (perturbation.kind === 'deploy') {
        const { region, service, version, author } = perturbation
        // Naming what does not exist fails here, at creation.
        nodesOf(catalog, perturbation)
        return [{ at, play: () => void deploys.push({ at, region, service, version, author }) }]
      }
      if (perturbation.kind !== 'counter-reset') return []
      const nodes = nodesOf(catalog, perturbation)
      return [{ at, play: () => nodes.forEach((node) => resetCounters(plan, counters, node)) }]
    })
    .toSorted((a, b) => a.at - b.at)
  let played = 0

  function playUntil(instantMs: number): void {
    for (let next = pending[played]; next !== undefined && next.at <= instantMs; next = pending[played]) {
      next.play()
      played += 1
    }
  }

  return { deploys, playUntil }
}

/** A restarted caller counts its calls from zero. */
function resetCounters(plan: FleetPlan, counters: WorldCounters, node: number): void {
  const outcomes = OUTCOMES.length
  const buckets = counters.latency.length / plan.edgeCount
  for (let edge = 0; edge < plan.edgeCount; edge += 1) {
    if (plan.edges.source[edge] !== node) continue
    counters.requests.fill(0, edge * outcomes, (edge + 1) * outcomes)
    counters.latency.fill(0, edge * buckets, (edge + 1) * buckets)
    counters.latencySumMs[edge] = 0
  }
}
