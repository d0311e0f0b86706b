import type { PauseCause, Phase, Run, Stage } from '#contract/evacuation/run.ts'
import { SYSTEM, tell } from './journal.ts'
import type { Machine, Reconciliation, Surroundings } from './machine.ts'

/** One moment on both clocks. */
export type Instant = Pick<Surroundings, 'now' | 'steady'>

/** The moves between stages and phases, each with its line in the timeline. */
export function enterStage(machine: Machine, stage: Stage, around: Instant, at = around.steady): Machine {
  const { run, memory } = machine
  return {
    run: { ...run, stage, stageSince: around.now, nextAt: at > around.steady ? wallOf(at, around) : null },
    memory: { ...memory, stageAt: at, agreed: 0, differed: 0 },
  }
}

/** The wall's instant of a steady one. */
export function wallOf(steady: number, around: Instant): number {
  return Math.max(0, Math.round(around.now + steady - around.steady))
}

export function beginStep(machine: Machine, around: Instant): Machine {
  const next = enterStage(machine, 'waiting', around)
  const title = titleOf(next.run)
  return {
    run: tell(
      { ...next.run, verdict: 'settling', witnesses: [], guards: [] },
      { at: around.now, who: SYSTEM, kind: 'step-began', says: title },
    ),
    memory: {
      ...next.memory,
      stepAt: around.steady,
      calls: [],
      baseline: null,
      heldSince: null,
      broken: {},
      asked: { hook: null, ready: null, answer: null, instances: null },
    },
  }
}

export function titleOf(run: Run): string {
  const step = run.plan.steps[run.step]
  if (step === undefined) return 'Put back what was changed'
  return run.heading === 'onward' ? step.title : `Undo: ${step.title}`
}

export function pause(
  machine: Machine,
  pausing: { cause: PauseCause; why: string; by: string },
  around: Instant,
): Machine {
  const { run, memory } = machine
  return {
    run: tell(
      { ...run, phase: 'paused', pause: { ...pausing, at: around.now }, nextAt: null },
      { at: around.now, who: pausing.by, kind: 'paused', says: pausing.why },
    ),
    memory: { ...memory, covered: [], reasserts: false, reconcile: null },
  }
}

export function pauseBySystem(machine: Machine, cause: PauseCause, why: string, around: Instant): Machine {
  return pause(machine, { cause, why, by: SYSTEM }, around)
}

/** What the run says of itself while it is looked at. */
export function withVerdict(machine: Machine, verdict: Machine['run']['verdict']): Machine {
  return { ...machine, run: { ...machine.run, verdict } }
}

/** An outcome is not known: nothing is written until the planes have been read until they stand still. */
export function enterReconciling(
  machine: Machine,
  onward: Reconciliation['onward'],
  why: string,
  around: Instant,
): Machine {
  const { run, memory } = machine
  return {
    run: tell(
      { ...run, phase: 'reconciling', stageSince: around.now, nextAt: null },
      { at: around.now, who: SYSTEM, kind: 'reconciling', says: why },
    ),
    memory: {
      ...memory,
      stageAt: around.steady,
      reconcile: { since: around.steady, tries: (memory.reconcile?.tries ?? 0) + 1, onward },
    },
  }
}

/** The phase in which a run goes on by itself, by its heading. */
export function goingPhase(run: Run): Extract<Phase, 'running' | 'rolling-back'> {
  return run.heading === 'onward' ? 'running' : 'rolling-back'
}

/** The step is verified and has stood: the next one, or the end. */
export function completeStep(machine: Machine, around: Instant): Machine {
  return machine.run.heading === 'onward' ? completeOnward(machine, around) : completeBack(machine, around)
}

function completeOnward({ run, memory }: Machine, around: Instant): Machine {
  const done = run.plan.steps[run.step] === undefined
  const stepsDone = done
    ? run.stepsDone
    : [...run.stepsDone, { step: run.step, beganAt: wallOf(memory.stepAt, around), verifiedAt: around.now }]
  const told = tell({ ...run, stepsDone }, { at: around.now, who: SYSTEM, kind: 'verified', says: titleOf(run) })
  const clean = { ...memory, reconcile: null, reasserts: false }
  const step = Math.min(run.step + 1, run.plan.steps.length)
  if (step < run.plan.steps.length) return beginStep({ run: { ...told, step }, memory: clean }, around)
  const atEnd = enterStage(
    { run: { ...told, step, pause: null }, memory: { ...clean, covered: [] } },
    'verified',
    around,
  )
  if (run.plan.direction === 'failback') return end(atEnd, 'restored', SYSTEM, 'every step is verified', around)
  return { ...atEnd, run: { ...withoutWord(atEnd.run, around), phase: 'evacuated' } }
}

/** What was left out is said once more where the run comes to rest: it is done as far as anybody can tell. */
function withoutWord(run: Run, around: Instant): Run {
  if (run.leftOut.length === 0) return run
  const names = run.leftOut.map(({ plane, instance }) => `${plane}/${instance}`).join(', ')
  return tell(run, { at: around.now, who: SYSTEM, kind: 'note', says: `nobody knows what ${names} would say` })
}

function completeBack(machine: Machine, around: Instant): Machine {
  const { run, memory } = machine
  const told =
    run.plan.steps[run.step]?.kind === 'shift'
      ? tell(run, { at: around.now, who: SYSTEM, kind: 'verified', says: titleOf(run) })
      : run
  let step = run.step - 1
  while (step >= 0 && run.plan.steps[step]?.kind !== 'shift') step -= 1
  const clean = { ...memory, reconcile: null, reasserts: false }
  if (step >= 0) return beginStep({ run: { ...told, step }, memory: clean }, around)
  const atEnd = { run: { ...told, step: 0, pause: null }, memory: clean }
  return end(atEnd, 'rolled-back', SYSTEM, 'every step is undone; hooks are not undone by going back', around)
}

export function end(
  { run, memory }: Machine,
  phase: Extract<Phase, 'restored' | 'held' | 'rolled-back' | 'taken-over'>,
  who: string,
  says: string,
  around: Instant,
): Machine {
  return {
    run: tell(
      { ...run, phase, endedAt: around.now, nextAt: null, wayBackAsked: null },
      { at: around.now, who, kind: 'ended', says: `${phase}: ${says}` },
    ),
    memory,
  }
}
