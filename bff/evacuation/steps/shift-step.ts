import { askReadings, haveAllAnswered, statesOf } from '../books.ts'
import { effectDelay } from '../effect-delay.ts'
import { isExcused, isLeftOut } from '../excused.ts'
import { believedSettings, goalSettings, shiftAt } from '../goal.ts'
import { hasOpen } from '../ledger.ts'
import { takeBack } from '../left-out.ts'
import type { Machine, Outcome, Surroundings } from '../machine.ts'
import { plannedCalls } from '../planned-calls.ts'
import { isDrained } from '../residual.ts'
import { evaluateRules, standingInTheWay } from '../rules/evaluate-rules.ts'
import { movedShare } from '../rules/pace.ts'
import { describeForeign, foreignSettings, nameOf } from '../rules/planes.ts'
import { weightsIn } from '../setting.ts'
import { completeStep, enterReconciling, enterStage, goingPhase, pauseBySystem, withVerdict } from '../transitions.ts'
import { driveObserving, driveSettling } from './effect.ts'
import { driveReadingBack } from './read-back.ts'
import { isLagging, stragglersOf } from './stragglers.ts'
import { driftIn } from './watch-others.ts'
import { areSettled, awaitsReadBack, issueCalls, newCall, sayStragglers } from './write-calls.ts'

/**
 * One shifting step, onward or back; also the end of a walk, where what was changed by others is put back. It is driven
 * by what the planes say, not by what was done: whatever differs from the goal is written, so the same step can be begun
 * again after a pause, a restart or an unknown outcome.
 */
export function driveShift(machine: Machine, around: Surroundings): Outcome {
  switch (machine.run.stage) {
    case 'waiting':
      return driveWaiting(machine, around)
    case 'writing':
      return driveWriting(machine, around)
    case 'reading-back':
      return driveReadingBack(machine, around)
    case 'settling':
      return driveSettling(machine, around)
    case 'observing':
      return driveObserving(machine, around)
    case 'holding':
      return driveHolding(machine, around)
    case 'verified':
      return { machine: completeStep(machine, around), effects: [] }
  }
}

function driveWaiting(machine: Machine, around: Surroundings): Outcome {
  const { run, memory } = machine
  if (around.steady < memory.stageAt || memory.calls.some((each) => each.state === 'open'))
    return { machine, effects: [] }
  if (hasOpen(run)) {
    const why = 'a write has no known outcome'
    return { machine: enterReconciling(machine, goingPhase(run), why, around), effects: [] }
  }
  const asked = askReadings(machine, around, { notBefore: memory.stageAt, everyMs: Infinity })
  if (!haveAllAnswered(asked.machine, around, memory.stageAt)) return asked
  return { machine: judgeBeforeWriting(takeBack(asked.machine, around), around), effects: asked.effects }
}

/** Every rule, over the whole of what is about to be written. */
function judgeBeforeWriting(machine: Machine, around: Surroundings): Machine {
  const { run, memory } = machine
  const before = believedSettings(run, around.descriptors)
  const after = goalSettings(run, around.descriptors)
  const calls = callsOf(machine, around, after)
  const context = { run, around, books: memory.books, moved: memory.moved, lastWriteAt: memory.lastWriteAt }
  const findings = evaluateRules(before, after, context)
  const covered = memory.reasserts ? [...memory.covered, 'foreign-change'] : memory.covered
  const inTheWay = standingInTheWay(findings, covered).filter((each) => calls.length > 0 || isAboutStanding(each.rule))
  const judged = {
    run: {
      ...run,
      findings: findings.map(({ rule, outcome, says, overridable }) => ({ rule, outcome, says, overridable })),
      planes: statesOf(memory, around.now),
    },
    memory,
  }
  if (inTheWay.length === 0) return beginWriting(judged, around, calls)
  const clears = Math.max(...inTheWay.map((each) => each.clearsAt ?? Infinity))
  if (clears < Infinity) return enterStage(judged, 'waiting', around, clears)
  const foreign = inTheWay.some((each) => each.rule === 'foreign-change')
  return pauseBySystem(judged, foreign ? 'drift' : 'guard', inTheWay.map((each) => each.says).join('; '), around)
}

/** Where nothing is to be written, only what is wrong with what stands there may stop it. */
function isAboutStanding(rule: string): boolean {
  return rule === 'foreign-change' || rule === 'plane-readable'
}

function callsOf(machine: Machine, around: Surroundings, goal: ReturnType<typeof goalSettings>) {
  return machine.memory.books.flatMap((book) => {
    const descriptor = around.descriptors.find((each) => each.id === book.plane)
    if (descriptor === undefined || book.failure !== null || book.reading === null || isLeftOut(machine.run, book))
      return []
    return plannedCalls({ descriptor, reading: book.reading, goal, scope: machine.run.plan.scope })
  })
}

function beginWriting(machine: Machine, around: Surroundings, calls: ReturnType<typeof callsOf>): Machine {
  const { run, memory } = machine
  const context = { run, around }
  const before = believedSettings(run, around.descriptors)
  const share = movedShare(before, goalSettings(run, around.descriptors), context)
  const prepared = {
    run: { ...run, verdict: 'settling' as const },
    memory: {
      ...memory,
      before,
      found: before.map((was) => ({ ...was, weights: saidBy(memory, was) ?? was.weights })),
      calls: calls.map((call) => newCall(run, call)),
      baseline: around.fleet,
      moved: calls.length === 0 ? memory.moved : [...memory.moved.slice(-20), { at: around.steady, share }],
    },
  }
  return enterStage(prepared, calls.length === 0 ? 'reading-back' : 'writing', around)
}

function driveWriting(machine: Machine, around: Surroundings): Outcome {
  const { memory } = machine
  const { calls } = memory
  const isUnknown = calls.some((each) => each.state === 'unknown')
  if (isUnknown && calls.some((each) => each.state === 'open')) return { machine, effects: [] }
  if (isUnknown) {
    const whom = calls.filter((each) => each.state === 'unknown').map((each) => nameOf(each.call))
    const why = `no answer from ${whom.join(', ')}: it may have happened, or happen later`
    return { machine: enterReconciling(machine, goingPhase(machine.run), why, around), effects: [] }
  }
  const denied = calls.find(
    (each) => each.state === 'given-up' && each.cause !== 'busy' && each.cause !== 'unreachable',
  )
  if (denied !== undefined) {
    return {
      machine: pauseBySystem(machine, 'plane', `${nameOf(denied.call)}: ${denied.why ?? 'refused'}`, around),
      effects: [],
    }
  }
  const asked = askReadings(machine, around, {
    notBefore: Infinity,
    everyMs: Infinity,
    only: (book) => awaitsReadBack(memory, book) && book.readAt < book.touchedAt,
  })
  const deaf = memory.books.find(
    (book) =>
      awaitsReadBack(memory, book) &&
      around.steady - book.touchedAt > around.settings.readBackMs &&
      calls.every((each) => each.state !== 'open'),
  )
  if (deaf !== undefined) {
    const why = `accepted, but not read back: ${nameOf(deaf)}`
    return {
      machine: pauseBySystem(withVerdict(asked.machine, 'not-effective'), 'not-effective', why, around),
      effects: asked.effects,
    }
  }
  const foreign = foreignBetweenCalls(machine, around)
  if (foreign !== null) {
    return { machine: pauseBySystem(asked.machine, 'drift', foreign, around), effects: asked.effects }
  }
  const issued = issueCalls(asked.machine, around)
  const effects = [...asked.effects, ...issued.effects]
  if (issued.machine.run.phase === 'paused' || !areSettled(issued.machine.memory.calls))
    return { machine: issued.machine, effects }
  return { machine: judgeQuorum(issued.machine, around), effects }
}

/**
 * Between the first call to a place and the one that lowers, it is read again: what others have set there since the
 * step was judged is not written over. A machine that stood still may judge and write seconds apart.
 */
function foreignBetweenCalls({ run, memory }: Machine, around: Surroundings): string | null {
  const heard = memory.books.filter((book) => awaitsReadBack(memory, book) && book.readAt >= book.touchedAt)
  const changed = foreignSettings(memory.found, goalSettings(run, around.descriptors), heard)[0]
  return changed === undefined ? null : describeForeign(changed)
}

function saidBy(memory: Machine['memory'], { plane, instance, segment }: Machine['memory']['before'][number]) {
  const reading = memory.books.find((book) => book.plane === plane && book.instance === instance)?.reading
  return reading === null || reading === undefined ? null : weightsIn(reading, segment)
}

/** Of every plane the step writes, enough instances must have taken it. */
function judgeQuorum(machine: Machine, around: Surroundings): Machine {
  const stragglers = stragglersOf(machine)
  for (const plane of new Set(shiftAt(machine.run)?.splits.map((split) => split.plane))) {
    const counted = machine.memory.books.filter(
      (book) => book.plane === plane && !isExcused(book, { run: machine.run, around }),
    )
    const missing = counted.filter((book) => stragglers.includes(nameOf(book)))
    if (counted.length - missing.length >= around.settings.quorum * counted.length) continue
    const why = machine.memory.calls.find((each) => each.state === 'given-up' && each.call.plane === plane)?.why
    const names = missing.map(nameOf).join(', ')
    return pauseBySystem(
      machine,
      'plane',
      `too few took the step; missing ${names}${why === undefined || why === null ? '' : `: ${why}`}`,
      around,
    )
  }
  return enterStage(sayStragglers(machine, stragglers, around), 'reading-back', around)
}

/** Samples in succession off the target before a verified step counts as lost again. */
const OFF_TARGET_SAMPLES = 3

function driveHolding(machine: Machine, around: Surroundings): Outcome {
  const { run, memory } = machine
  const back = takeBack(machine, around)
  if (back !== machine || isLagging(machine, around)) {
    return { machine: enterStage(back, 'waiting', around), effects: [] }
  }
  const asked = askReadings(machine, around, { notBefore: memory.stageAt, everyMs: around.settings.driftEveryMs })
  const foreign = driftIn(machine, around, memory.readBackAt)
  if (foreign !== null) {
    return { machine: pauseBySystem(asked.machine, 'drift', foreign, around), effects: asked.effects }
  }
  if (memory.differed >= OFF_TARGET_SAMPLES) {
    const why = 'the observed share left its target again'
    return { machine: pauseBySystem(asked.machine, 'guard', why, around), effects: asked.effects }
  }
  if (around.steady - (memory.heldSince ?? memory.stageAt) < (shiftAt(run)?.holdMs ?? 0)) return asked
  if (run.step >= run.plan.steps.length && !isStillEmpty(run, around)) {
    const endsAt =
      memory.readBackAt + effectDelay(machine.run, around.descriptors).worst + around.settings.settleMarginMs
    if (around.steady < endsAt) return asked
    const why = `users still go to ${run.plan.scope.region}`
    return { machine: pauseBySystem(asked.machine, 'not-effective', why, around), effects: asked.effects }
  }
  return { machine: completeStep(enterStage(asked.machine, 'verified', around), around), effects: asked.effects }
}

/** At the end of the walk, after something was put back: evacuated is what the plan calls so, and nothing less. */
function isStillEmpty(run: Machine['run'], around: Surroundings): boolean {
  const drain = run.plan.steps.find((each) => each.kind === 'drain')
  return drain === undefined || run.plan.direction === 'failback' || isDrained(run, drain, around)
}
