import type { Step } from '#contract/evacuation/plan.ts'
import type { Run } from '#contract/evacuation/run.ts'

/** How a step of the plan stands. `undone`: a rollback has taken it back. */
export interface StepTime {
  step: Step
  index: number
  state: 'done' | 'now' | 'to-come' | 'undone'
  /** How long it took, or has taken so far; null where it has not begun or nobody knows. */
  tookMs: number | null
}

const OVER: readonly Run['phase'][] = ['held', 'rolled-back', 'taken-over', 'cancelled', 'expired']
const BEFORE: readonly Run['phase'][] = ['draft', 'awaiting-approval', 'armed', 'cancelled', 'expired']

export function stepTimesOf(run: Run, now: number): StepTime[] {
  const done = new Map(run.stepsDone.map((each) => [each.step, each]))
  return run.plan.steps.map((step, index) => {
    const told = done.get(index)
    const took = told === undefined ? null : told.verifiedAt - told.beganAt
    const state = stateOf(run, index)
    return { step, index, state, tookMs: state === 'now' && took === null ? sinceBegan(run, now) : took }
  })
}

function stateOf(run: Run, index: number): StepTime['state'] {
  if (BEFORE.includes(run.phase)) return 'to-come'
  if (run.phase === 'evacuated' || run.phase === 'restored') return 'done'
  if (run.phase === 'rolled-back') return run.stepsDone.some(({ step }) => step === index) ? 'undone' : 'to-come'
  if (run.heading === 'back') {
    if (index === run.step) return OVER.includes(run.phase) ? 'undone' : 'now'
    return index < run.step ? 'done' : index <= furthestOf(run) ? 'undone' : 'to-come'
  }
  if (index < run.step) return 'done'
  return index === run.step && !OVER.includes(run.phase) ? 'now' : 'to-come'
}

function furthestOf({ stepsDone, step }: Run): number {
  return Math.max(step, ...stepsDone.map((each) => each.step))
}

function sinceBegan(run: Run, now: number): number | null {
  const began = run.events.findLast(({ kind }) => kind === 'step-began')
  return began === undefined ? null : Math.max(0, now - began.at)
}

/** When all is done if every step takes as long as it should; null where nothing goes on by itself. */
export function expectedEndOf(run: Run, now: number): number | null {
  if (run.phase !== 'running' || run.heading === 'back') return null
  const times = stepTimesOf(run, now)
  const left = times.reduce((sum, { state, step, tookMs }) => {
    if (state === 'to-come') return sum + step.estimateMs
    return state === 'now' ? sum + Math.max(0, step.estimateMs - (tookMs ?? 0)) : sum
  }, 0)
  return now + left
}

/** When the last was moved, or it was given up; null while something still may be, or where nobody knows. */
export function movedAllAtOf({
  phase,
  endedAt,
  stepsDone,
}: Pick<Run, 'phase' | 'endedAt' | 'stepsDone'>): number | null {
  // An evacuation ends with the way back from it, long after it was done.
  const isDone = phase === 'evacuated' || phase === 'restored'
  return (isDone ? stepsDone.at(-1)?.verifiedAt : undefined) ?? endedAt
}

/** Of the whole plan, ms. */
export function estimateOf(steps: readonly Step[]): number {
  return steps.reduce((sum, { estimateMs }) => sum + estimateMs, 0)
}
