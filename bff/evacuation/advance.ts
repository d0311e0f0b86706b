import { askReadings, noteReading, statesOf } from './books.ts'
import { SYSTEM, tell } from './journal.ts'
import { isSick } from './rules/core.ts'
import { type Effect, type Input, type Machine, type Outcome, type Surroundings, writes } from './machine.ts'
import { driveReconciling } from './reconcile.ts'
import { takeSample } from './sample.ts'
import { driveDrain } from './steps/drain-step.ts'
import { mutePlaces, takeBack } from './left-out.ts'
import { nameOf } from './rules/planes.ts'
import { describeShortage, driveHook, driveScale } from './steps/hook-step.ts'
import { driveShift } from './steps/shift-step.ts'
import { driveVerify } from './steps/verify-step.ts'
import { driftIn } from './steps/watch-others.ts'
import { noteAnswer } from './steps/write-calls.ts'
import { completeStep, pauseBySystem } from './transitions.ts'

/** One input's worth: what is noted of it, and as far as the run comes without another. */
export function advance(machine: Machine, input: Exclude<Input, { kind: 'told' }>, around: Surroundings): Outcome {
  return progress(noted(machine, input, around), around)
}

function noted(machine: Machine, input: Exclude<Input, { kind: 'told' }>, around: Surroundings): Machine {
  const { run, memory } = machine
  switch (input.kind) {
    case 'tick':
      return forgetTheAsking(remindOfSecondPerson(takeSample(machine, around), around), around)
    case 'read':
      return { run, memory: noteReading(memory, input, around) }
    case 'wrote':
      return noteAnswer(machine, input.key, input.answer, around)
    case 'hooked':
      return input.step === run.step
        ? { run, memory: { ...memory, asked: { ...memory.asked, answer: input.answer } } }
        : machine
    case 'readied':
      return input.step === run.step
        ? { run, memory: { ...memory, asked: { ...memory.asked, instances: input.instances } } }
        : machine
  }
}

/** A step seldom falls through more stages at once than this; the next input takes it further. */
const MOST_MOVES = 12

export function progress(machine: Machine, around: Surroundings): Outcome {
  let current = machine
  const effects: Effect[] = []
  for (let move = 0; move < MOST_MOVES; move += 1) {
    const next = drive(current, around)
    effects.push(...next.effects)
    const { run } = next.machine
    const stays = run.phase === current.run.phase && run.stage === current.run.stage && run.step === current.run.step
    const waits = next.machine.memory.stageAt === current.memory.stageAt
    current = next.machine
    if (stays && waits) break
  }
  return { machine: current, effects }
}

function drive(machine: Machine, around: Surroundings): Outcome {
  switch (machine.run.phase) {
    case 'running':
    case 'rolling-back':
      return driveStep(machine, around)
    case 'reconciling':
      return driveReconciling(machine, around)
    case 'paused':
    case 'evacuated':
      return watch(machine, around)
    default:
      return { machine, effects: [] }
  }
}

function driveStep(machine: Machine, around: Surroundings): Outcome {
  const step = machine.run.plan.steps[machine.run.step]
  if (step !== undefined && isOverBudget(machine, around)) {
    const short = step.kind === 'scale' ? `: ${describeShortage(machine, step)}` : ''
    const why = `${step.title} takes longer than ${Math.round(step.budgetMs / 1000)} s${short}`
    return { machine: pauseBySystem(machine, 'stuck', why, around), effects: [] }
  }
  if (step === undefined || step.kind === 'shift') return driveShift(machine, around)
  if (machine.run.heading === 'back') return { machine: completeStep(machine, around), effects: [] }
  switch (step.kind) {
    case 'hook':
      return driveHook(machine, step, around)
    case 'scale':
      return driveScale(machine, step, around)
    case 'drain':
      return driveDrain(machine, step, around)
    case 'verify':
      return driveVerify(machine, around)
  }
}

/** Time a person takes, and time the plan itself asked for, are not the step's fault. */
function isOverBudget({ run, memory }: Machine, around: Surroundings): boolean {
  const step = run.plan.steps[run.step]
  if (step === undefined || run.stage === 'holding' || (step.kind === 'hook' && step.how === 'manual')) return false
  if (memory.calls.some((each) => each.state === 'open')) return false
  return around.steady - memory.stepAt > step.budgetMs
}

/** Standing still or latched, the planes are read all the same; each change by others is told once. */
function watch(machine: Machine, around: Surroundings): Outcome {
  const heard = machine.run.phase === 'evacuated' ? alarmOfSilence(takeBack(machine, around), around) : machine
  const asked = askReadings(heard, around, { notBefore: -Infinity, everyMs: around.settings.driftEveryMs })
  const drift = driftIn(asked.machine, around, machine.memory.stageAt)
  const shown: Machine = {
    run: withPlanes(asked.machine, around),
    memory: asked.machine.memory.drift === drift ? asked.machine.memory : { ...asked.machine.memory, drift },
  }
  if (drift === null || drift === machine.memory.drift) return { machine: shown, effects: asked.effects }
  const alarmed = tell(shown.run, { at: around.now, who: SYSTEM, kind: 'drift', says: drift })
  const pause = { cause: 'drift' as const, why: drift, by: SYSTEM, at: around.now }
  const run = alarmed.phase === 'evacuated' ? { ...alarmed, pause } : alarmed
  return { machine: { ...shown, run }, effects: asked.effects }
}

/**
 * Latched, a place that cannot be read may send users back and nobody would know: that is an alarm of its own, until it
 * answers again or is left out by name. A change by others that is known weighs more.
 */
function alarmOfSilence(machine: Machine, around: Surroundings): Machine {
  const { run } = machine
  const longMs = around.settings.driftEveryMs * MISSED_READINGS
  const mute = mutePlaces(machine, around).filter((book) => around.steady - (book.failure?.since ?? Infinity) >= longMs)
  const why =
    mute.length === 0
      ? null
      : `cannot be read: ${mute.map(nameOf).join(', ')}; whether users are sent back is not known`
  const stands = run.pause?.cause === 'plane' ? run.pause.why : null
  if (why === stands || (run.pause !== null && run.pause.cause !== 'plane')) return machine
  const says = why ?? 'every place answers again'
  const told = tell(run, { at: around.now, who: SYSTEM, kind: why === null ? 'note' : 'guard', says })
  const pause = why === null ? null : { cause: 'plane' as const, why, by: SYSTEM, at: around.now }
  return { ...machine, run: { ...told, pause } }
}

const MISSED_READINGS = 2

/** The readings are stored with the run when they say something new. */
function withPlanes({ run, memory }: Machine, around: Surroundings): Machine['run'] {
  const changed = memory.books.some((book) => {
    const shown = run.planes.find((each) => each.plane === book.plane && instanceOf(each) === book.instance)
    if (shown === undefined) return book.reading !== null || book.failure !== null
    if ((shown.kind === 'read') !== (book.failure === null && book.reading !== null)) return true
    return (
      shown.kind === 'read' &&
      book.sameSince > memory.stageAt &&
      shown.reading !== book.reading &&
      book.sameSince === book.readAt
    )
  })
  return changed ? { ...run, planes: statesOf(memory, around.now) } : run
}

function instanceOf(state: Machine['run']['planes'][number]): string {
  return state.kind === 'read' ? state.reading.instance : state.instance
}

const REMIND_EVERY_MS = 60_000

/**
 * Begun by one person alone, and nobody else has said yes in time. It holds a safe share and says so ever louder; it goes
 * on only while holding is the worse end, that is while the victim is sick.
 */
function remindOfSecondPerson(machine: Machine, around: Surroundings): Machine {
  const { run, memory } = machine
  const due =
    run.breakGlass !== null && run.breakGlass.acknowledgedBy === null && around.now >= run.breakGlass.acknowledgeBy
  if (!due || around.steady - memory.alarmedAt < REMIND_EVERY_MS || run.phase === 'reconciling') return machine
  const told: Machine = {
    run: tell(run, {
      at: around.now,
      who: SYSTEM,
      kind: 'note',
      says: 'nobody else has acknowledged this break-glass start',
    }),
    memory: { ...memory, alarmedAt: around.steady },
  }
  if (!writes(run) || isSick(run.plan.scope.region, { around })) return told
  return pauseBySystem(told, 'unacknowledged', 'held: a second person has to acknowledge', around)
}

/** Nobody has agreed in time to going back into a region that fails. */
function forgetTheAsking(machine: Machine, around: Surroundings): Machine {
  const { run } = machine
  if (run.wayBackAsked === null || around.now < run.wayBackAsked.expiresAt) return machine
  const says = `nobody has agreed to going back to ${run.plan.scope.region}`
  const told = tell({ ...run, wayBackAsked: null }, { at: around.now, who: SYSTEM, kind: 'note', says })
  return { ...machine, run: told }
}
