import { WATCHED_AFTERWARDS, isExecuting } from '../phases.ts'
import { victimOf } from '../setting.ts'
import { shiftAt } from '../goal.ts'
import { watchedRegions } from '../watched-regions.ts'
import { describeSickness, isSick, isWell } from './core.ts'
import { found, type Rule, type RuleContext } from './rule.ts'

/** One evacuation or failback at a time, whichever planes it uses. */
export const oneAtATime: Rule = (_before, _after, { run, around }) => {
  const other = around.others.find(
    (each) =>
      each.id !== run.id &&
      each.id !== run.plan.of &&
      (isExecuting(each.phase) || each.phase === WATCHED_AFTERWARDS) &&
      each.plan.of !== run.id,
  )
  if (other === undefined) return found('one-at-a-time', 'holds', 'no other evacuation is under way')
  const says = `${victimOf(other.plan.scope)} is being evacuated by ${other.owner ?? other.plan.author} (${other.phase})`
  return found('one-at-a-time', 'blocks', says)
}

/** Whoever takes load must have been seen lately. Going back never needs it. */
export const freshData: Rule = (_before, _after, { run, around }) => {
  const limit = around.settings.freshMs
  const old = watchedRegions(run).filter((region) => {
    const seen = around.fleet.regions.find((each) => each.region === region)
    return seen === undefined || !(around.now - seen.observedAt <= limit)
  })
  if (old.length === 0) return found('fresh-data', 'holds', `every savior was seen within ${limit / 1000} s`)
  const says = `not seen within ${limit / 1000} s: ${old.join(', ')}`
  return found('fresh-data', run.heading === 'back' ? 'warns' : 'unknown', says)
}

/** Users are led back only to a region that is seen and does not fail; leaving it again is always possible. */
export const regionWell: Rule = (_before, _after, { run, around }) => {
  if (run.plan.direction === 'evacuate' || run.heading === 'back')
    return found('region-well', 'holds', 'nobody is led back')
  const { region } = run.plan.scope
  if (isWell(region, { around })) return found('region-well', 'holds', `${region} is seen and does not fail`)
  if (isSick(region, { around })) return found('region-well', 'blocks', describeSickness(region, { around }))
  return found('region-well', 'unknown', `${region} was not seen within ${around.settings.freshMs / 1000} s`)
}

/** What each region that takes load would carry stays under what was approved for it: on the way back, the one left. */
export const headroom: Rule = (_before, _after, context) => {
  const { run } = context
  const step = shiftAt(run)
  if (step === null || run.heading === 'back') return found('headroom', 'holds', 'nobody takes more')
  const demand = demandOf(context)
  if (demand === null) return found('headroom', 'warns', 'the demand is unknown')
  const { envelope, prediction } = run.plan
  const victim = victimOf(run.plan.scope)
  const taking = Object.keys(step.shares).filter((each) => (each === victim) === (run.plan.direction === 'failback'))
  for (const region of taking) {
    const load = prediction.regions.find((each) => each.region === region)
    const ceiling = envelope.ceilings[region] ?? load?.safeRequestsPerSecond
    if (ceiling === undefined || ceiling === null) continue
    const after = (step.shares[region] ?? 0) * demand
    const gained = Math.max(0, after - (load?.beforeRequestsPerSecond ?? after))
    const carried = after + gained * (prediction.uplift.factor - 1)
    if (carried <= ceiling * 1.001) continue
    const says = `${region} would carry ${Math.round(carried)} of at most ${Math.round(ceiling)} requests/s`
    return found('headroom', 'blocks', says)
  }
  return found('headroom', 'holds', 'every savior stays under its ceiling')
}

/** A failing region's own rate says nothing: the plan's forecast stands, or more where the living carry more. */
export function demandOf({ run, around }: Pick<RuleContext, 'run' | 'around'>): number | null {
  let planned = 0
  for (const region of run.plan.prediction.regions) planned += region.beforeRequestsPerSecond ?? NaN
  let seen = 0
  for (const region of around.fleet.regions) {
    if (around.now - region.observedAt <= around.settings.freshMs) seen += region.requestsPerSecond
  }
  const demand = Number.isNaN(planned) || run.plan.prediction.regions.length === 0 ? seen : Math.max(planned, seen)
  return Number.isNaN(demand) || demand <= 0 ? (planned > 0 ? planned : null) : demand
}

/** What this console stands on must not go down with the region. */
export const selfDependency: Rule = (_before, _after, { run, around }) => {
  const bound = around.settings.dependencies.filter((each) => each.region === run.plan.scope.region)
  if (bound.length === 0) return found('self-dependency', 'holds', 'nothing Spillway needs lives in the region')
  const says = `lives in ${run.plan.scope.region}: ${bound.map((each) => each.name).join(', ')}`
  return found('self-dependency', run.startedAt === null ? 'blocks' : 'warns', says)
}
