import type { DrainStep } from '#contract/evacuation/plan.ts'
import type { Machine, Outcome, Surroundings } from '../machine.ts'
import { limitOf, rateOf } from '../residual.ts'
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
  if (isLagging(machine, around)) return { machine: enterStage(machine, 'waiting', around), effects: [] }
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
  const rate = rateOf(victimOf(run.plan.scope), around)
  if (rate === null || rate <= limitOf(run, step)) return null
  return `${Math.round(rate)} requests/s still arrive; sticky and long-lived clients may never follow`
}
