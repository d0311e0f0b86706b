import type { DrainStep } from '#contract/evacuation/plan.ts'
import type { Run } from '#contract/evacuation/run.ts'
import type { Surroundings } from './machine.ts'
import { sharesBefore, sharesWanted } from './goal.ts'
import { victimOf } from './setting.ts'
import { isFailing } from './witnesses.ts'

/** Whether the victim serves almost nobody any more, by those who can still tell. */
export function isDrained(run: Run, step: DrainStep, around: Surroundings): boolean {
  const victim = victimOf(run.plan.scope)
  const probed = probedShare(victim, around)
  const limit = limitOf(run, step, around)
  const rate = rateOf(victim, around)
  const allowed = Math.max(step.residualShare, around.settings.tolerance, trailingShare(run, around))
  if (probed !== null && probed > allowed) return false
  if (rate !== null) return rate <= limit
  // A region nobody can see any more is empty when nobody outside is answered by it.
  return run.plan.failure !== 'edge-alive' && probed !== null
}

/** Requests/s below which the victim is empty: a share of what it had, and where nobody knows that, of what a region has. */
export function limitOf(run: Run, step: DrainStep, around: Surroundings): number {
  const before = run.plan.prediction.regions.find((each) => each.region === victimOf(run.plan.scope))
  const had = before?.beforeRequestsPerSecond ?? meanRate(around)
  return Math.max(step.floorRequestsPerSecond, step.residualShare * had)
}

function meanRate({ fleet, now, settings }: Surroundings): number {
  const seen = fleet.regions.filter((each) => now - each.observedAt <= settings.freshMs && each.requestsPerSecond >= 0)
  return seen.reduce((sum, each) => sum + each.requestsPerSecond, 0) / Math.max(1, seen.length)
}

export function rateOf(victim: string, around: Surroundings): number | null {
  const seen = around.fleet.regions.find((each) => each.region === victim)
  if (seen === undefined || Number.isNaN(seen.requestsPerSecond)) return null
  return around.now - seen.observedAt <= around.settings.freshMs ? seen.requestsPerSecond : null
}

/**
 * Of the demand, those who entered at the victim by DNS and follow late or never: to be reckoned with once a step has
 * moved names. Negative on the way back, where they come late. Zero where no step so far has.
 */
export function trailingShare(run: Run, { settings }: Pick<Surroundings, 'settings'>): number {
  const isMoved = run.plan.steps.some(
    (step, index) =>
      step.kind === 'shift' && step.layer === 'dns' && (run.heading === 'back' ? index >= run.step : index <= run.step),
  )
  const before = sharesBefore(run)?.[victimOf(run.plan.scope)]
  const wanted = sharesWanted(run)?.[victimOf(run.plan.scope)]
  if (!isMoved || before === undefined || wanted === undefined) return 0
  const leaves = run.plan.direction === 'evacuate' && run.heading === 'onward'
  return settings.neverFollowShare * (leaves ? 1 : -1) * Math.abs(before - wanted)
}

export function probedShare(victim: string, around: Surroundings): number | null {
  let answered = 0
  for (const region in around.probes.answeredBy) answered += around.probes.answeredBy[region] ?? 0
  const fresh = around.now - around.probes.observedAt <= around.settings.freshMs
  if (!fresh || answered < around.settings.leastProbes) return null
  // Who fails at the door of a failing region has not left it.
  const lost = isFailing(around.fleet, victim) ? around.probes.failed : 0
  return ((around.probes.answeredBy[victim] ?? 0) + lost) / (answered + lost)
}
