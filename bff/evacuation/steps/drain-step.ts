import type { DrainStep } from '#contract/evacuation/plan.ts'
import type { Machine, Outcome, Surroundings } from '../machine.ts'
import { takeBack } from '../left-out.ts'
import { limitOf, probedShare, rateOf } from '../residual.ts'
import { percent } from '../rules/rule.ts'
import { victimOf } from '../setting.ts'
import { completeStep, enterStage } from '../transitions.ts'
import { driveShift } from './shift-step.ts'
import { isLagging } from './stragglers.ts'
import { watchOthers } from './watch-others.ts'

/** Waits until the victim serves almost nobody: two samples in succession, and at least a time-to-live. */
const SAMPLES = 2

export function driveDrain(machine: Machine, step: DrainStep, around: Surroundings): Outcome {
  const { run, memory } = machine
  if (run.stage !== 'observing') return driveShift(machine, around)
  const back = takeBack(machine, around)
  if (back !== machine || isLagging(machine, around)) {
    return { machine: enterStage(back, 'waiting', around), effects: [] }
  }
  const watched = watchOthers(machine, around)
  if (watched.machine.run.phase === 'paused') return watched
  const stuck = describeResidual(run, step, around)
  const current = { ...watched.machine, run: { ...watched.machine.run, stuckClients: stuck } }
  if (memory.agreed >= SAMPLES && around.steady - memory.stageAt >= step.leastMs) {
    return { machine: completeStep(current, around), effects: watched.effects }
  }
  return { machine: current, effects: watched.effects }
}

function describeResidual(run: Machine['run'], step: DrainStep, around: Surroundings): string | null {
  const victim = victimOf(run.plan.scope)
  const rate = rateOf(victim, around)
  const probed = probedShare(victim, around)
  if (rate === null || rate <= limitOf(run, step, around)) {
    if (probed === null || probed <= step.residualShare) return null
    return `${percent(probed)} of the probes from outside still come to ${victim}: caches that outlive their time, and clients that never follow`
  }
  return `${Math.round(rate)} requests/s still arrive; sticky and long-lived clients may never follow`
}
