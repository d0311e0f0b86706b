import type { Machine, Outcome, Surroundings } from '../machine.ts'
import { completeStep, enterStage, pauseBySystem } from '../transitions.ts'
import { takeBack } from '../left-out.ts'
import { isDrained } from '../residual.ts'
import { driveShift } from './shift-step.ts'
import { isLagging } from './stragglers.ts'
import { watchOthers } from './watch-others.ts'

const SAMPLES = 2

/** All three witnesses, twice in succession, and the residual the plan states, where it states one. */
export function driveVerify(machine: Machine, around: Surroundings): Outcome {
  const { run, memory } = machine
  if (run.stage !== 'observing') return driveShift(machine, around)
  const back = takeBack(machine, around)
  if (back !== machine || isLagging(machine, around)) {
    return { machine: enterStage(back, 'waiting', around), effects: [] }
  }
  const watched = watchOthers(machine, around)
  if (watched.machine.run.phase === 'paused') return watched
  const drain = run.plan.steps.find((each) => each.kind === 'drain')
  const empty = drain === undefined || run.plan.direction === 'failback' || isDrained(run, drain, around)
  if (memory.agreed >= SAMPLES && empty)
    return { machine: completeStep(watched.machine, around), effects: watched.effects }
  if (run.verdict === 'not-effective') {
    const why = 'the planes say it is done and the traffic does not'
    return { machine: pauseBySystem(watched.machine, 'not-effective', why, around), effects: watched.effects }
  }
  return watched
}
