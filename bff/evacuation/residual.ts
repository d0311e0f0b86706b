import type { DrainStep } from '#contract/evacuation/plan.ts'
import type { Run } from '#contract/evacuation/run.ts'
import type { Surroundings } from './machine.ts'
import { victimOf } from './setting.ts'

/** Whether the victim serves almost nobody any more, by those who can still tell. */
export function isDrained(run: Run, step: DrainStep, around: Surroundings): boolean {
  const victim = victimOf(run.plan.scope)
  const probed = probedShare(victim, around)
  const limit = limitOf(run, step)
  const rate = rateOf(victim, around)
  if (probed !== null && probed > Math.max(step.residualShare, around.settings.tolerance)) return false
  if (rate !== null) return rate <= limit
  // A region nobody can see any more is empty when nobody outside is answered by it.
  return run.plan.failure !== 'edge-alive' && probed !== null
}

export function limitOf(run: Run, step: DrainStep): number {
  const before = run.plan.prediction.regions.find((each) => each.region === victimOf(run.plan.scope))
  return Math.max(step.floorRequestsPerSecond, step.residualShare * (before?.beforeRequestsPerSecond ?? 0))
}

export function rateOf(victim: string, around: Surroundings): number | null {
  const seen = around.fleet.regions.find((each) => each.region === victim)
  if (seen === undefined || Number.isNaN(seen.requestsPerSecond)) return null
  return around.now - seen.observedAt <= around.settings.freshMs ? seen.requestsPerSecond : null
}

function probedShare(victim: string, around: Surroundings): number | null {
  let total = 0
  for (const region in around.probes.answeredBy) total += around.probes.answeredBy[region] ?? 0
  const fresh = around.now - around.probes.observedAt <= around.settings.freshMs
  if (!fresh || total < around.settings.leastProbes) return null
  return (around.probes.answeredBy[victim] ?? 0) / total
}
