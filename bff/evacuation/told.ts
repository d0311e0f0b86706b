import { isAllowedIn } from '#contract/evacuation/allowed.ts'
import type { BuiltInRule } from '#contract/evacuation/rules.ts'
import type { LedgerEntry, Run } from '#contract/evacuation/run.ts'
import { progress } from './advance.ts'
import { keyOfAdoption } from './goal.ts'
import { tell } from './journal.ts'
import { enter, hasOpen } from './ledger.ts'
import { leaveOut, leavesSome, mutePlaces } from './left-out.ts'
import type { Effect, Machine, Surroundings, Told } from './machine.ts'
import { isWell } from './rules/core.ts'
import { isBlocking } from './rules/rule.ts'
import { type ForeignSetting, nameOf } from './rules/planes.ts'
import { shareOfTargets, sumOfWeights, victimTargets } from './setting.ts'
import { hookDone } from './steps/hook-step.ts'
import { foreignOf } from './steps/watch-others.ts'
import { beginStep, end, enterReconciling, enterStage, goingPhase, pause } from './transitions.ts'

/** A person's word, and what comes of it. A refusal changes nothing. */
export type Heard =
  | { kind: 'done'; machine: Machine; effects: readonly Effect[] }
  | { kind: 'refused'; code: RefusalCode; why: string }

export type RefusalCode =
  | 'not-now'
  | 'reason-needed'
  | 'second-person-needed'
  | 'same-person'
  | 'not-overridable'
  | 'changed-by-others'
  | 'nothing-to-do'

export const LEAST_REASON = 15
const PLANE_READABLE: BuiltInRule = 'plane-readable'

export function hear(machine: Machine, told: Told, around: Surroundings): Heard {
  if (!isAllowedIn(machine.run.phase, told.verb)) {
    return refuse('not-now', `${told.verb} is not possible while the run is ${machine.run.phase}`)
  }
  const overridden = withOverrides(machine, told, around)
  if ('kind' in overridden) return overridden
  const next = obey(overridden, told, around)
  if ('kind' in next) return next
  return { kind: 'done', ...progress(next, around) }
}

function refuse(code: RefusalCode, why: string): Extract<Heard, { kind: 'refused' }> {
  return { kind: 'refused', code, why }
}

type Obeyed = Machine | Extract<Heard, { kind: 'refused' }>

/**
 * Breaking rules by name: only those that stand in the way now are covered, for this attempt. A rule named for later, or
 * one that begins to fail later, is not.
 */
function withOverrides(machine: Machine, told: Told, around: Surroundings): Obeyed {
  const named = told.overrides ?? []
  if (named.length === 0) return machine
  if ((told.reason ?? '').trim().length < LEAST_REASON)
    return refuse('reason-needed', `a reason of ${LEAST_REASON} characters or more`)
  const failing = machine.run.findings.filter(isBlocking)
  const core = failing.find((each) => named.includes(each.rule) && !each.overridable)
  if (core !== undefined) return refuse('not-overridable', `${core.rule} has no override`)
  const rules = failing.filter((each) => named.includes(each.rule)).map((each) => each.rule)
  if (rules.length === 0) return refuse('nothing-to-do', 'none of these rules stands in the way')
  const override = {
    rules,
    reason: (told.reason ?? '').trim(),
    by: told.by,
    at: around.now,
    expiresAt: around.now + around.settings.overrideMs,
  }
  const says = `${rules.join(', ')}: ${override.reason}`
  const run = tell(
    { ...machine.run, overrides: [...machine.run.overrides, override] },
    { at: around.now, who: told.by, kind: 'overridden', says },
  )
  const { memory } = machine
  const overridden = { run, memory: { ...memory, covered: rules.filter((rule) => rule !== PLANE_READABLE) } }
  if (!rules.includes(PLANE_READABLE)) return overridden
  // Those that cannot be read now, by name: another one that falls silent later is asked about anew.
  const books = mutePlaces(machine, around)
  return { ...overridden, run: leaveOut(run, { books, by: told.by, reason: override.reason, now: around.now }) }
}

function obey(machine: Machine, told: Told, around: Surroundings): Obeyed {
  switch (told.verb) {
    case 'pause':
      return pause(machine, { cause: 'operator', why: told.reason ?? 'paused by hand', by: told.by }, around)
    case 'resume':
      return resume(machine, told, around)
    case 'hold':
      return end(machine, 'held', told.by, told.reason ?? 'the present split stays', around)
    case 'take-over':
      return end(machine, 'taken-over', told.by, told.reason ?? 'finished by hand', around)
    case 'roll-back':
      return rollBack(machine, told, around)
    case 'agree':
      return agree(machine, told, around)
    case 'leave-out':
      return leaveOutNamed(machine, told, around)
    case 'reassert':
      return reassert(machine, told, around)
    case 'adopt':
      return adopt(machine, told, around)
    case 'confirm-hook':
    case 'skip-hook':
      return settleHook(machine, told, around)
    case 'acknowledge':
      return acknowledge(machine, told, around)
  }
}

function resume(machine: Machine, told: Told, around: Surroundings): Obeyed {
  const { run } = machine
  if (
    run.pause?.cause === 'unacknowledged' &&
    run.breakGlass?.acknowledgedBy === null &&
    (told.reason ?? '').length < LEAST_REASON
  ) {
    return refuse('second-person-needed', 'a second person acknowledges, or going on alone is given a reason')
  }
  if (foreignOf(machine, around).length > 0 && !machine.memory.covered.includes('foreign-change')) {
    return refuse('changed-by-others', 'others have changed what the planes say: put it back or adopt it first')
  }
  return goOn(machine, told, 'resumed', around)
}

/** On from where it stands: what has no known outcome is read first, then the step begins again from the planes' word. */
function goOn(machine: Machine, told: Told, kind: 'resumed' | 'rolling-back', around: Surroundings): Machine {
  const run = tell(
    { ...machine.run, phase: goingPhase(machine.run), pause: null, wayBackAsked: null },
    { at: around.now, who: told.by, kind, says: told.reason ?? kind },
  )
  const { memory } = machine
  const going = enterStage(
    { run, memory: { ...memory, stepAt: around.steady, broken: {}, reconcile: null, telemetryLostSince: null } },
    'waiting',
    around,
  )
  if (!hasOpen(run) && !memory.calls.some((each) => each.state === 'open')) return going
  return enterReconciling(going, goingPhase(run), 'a write has no known outcome', around)
}

function rollBack(machine: Machine, told: Told, around: Surroundings): Obeyed {
  const { run } = machine
  if (run.heading === 'back' && run.phase !== 'paused') return refuse('nothing-to-do', 'it is going back already')
  if (run.plan.direction === 'evacuate' && !isWell(run.plan.scope.region, { around }))
    return askWayBack(machine, told, around)
  return goBack(machine, told, around)
}

function goBack(machine: Machine, told: Told, around: Surroundings): Machine {
  const { run } = machine
  let step = Math.min(run.step, run.plan.steps.length - 1)
  while (step > 0 && run.plan.steps[step]?.kind !== 'shift') step -= 1
  const back: Machine = { run: { ...run, heading: 'back', step }, memory: { ...machine.memory, reasserts: false } }
  const going = goOn(back, told, 'rolling-back', around)
  if (going.run.phase === 'reconciling') return going
  return beginStep(going, around)
}

/** It sends users back to where they fail: nobody begins that alone. Until another person agrees nothing changes. */
function askWayBack(machine: Machine, told: Told, around: Surroundings): Obeyed {
  const { run } = machine
  const reason = (told.reason ?? '').trim()
  const { region } = run.plan.scope
  if (reason.length < LEAST_REASON)
    return refuse(
      'reason-needed',
      `this sends users back to ${region}, which is not known to be well: a second person has to agree, and wants a reason of ${LEAST_REASON} characters or more`,
    )
  const wayBackAsked = {
    by: told.by,
    at: around.now,
    reason,
    expiresAt: around.now + around.settings.acknowledgeWithinMs,
  }
  const says = `asks to go back to ${region}, which is not known to be well: ${reason}`
  return { ...machine, run: tell({ ...run, wayBackAsked }, { at: around.now, who: told.by, kind: 'note', says }) }
}

function agree(machine: Machine, told: Told, around: Surroundings): Obeyed {
  const { run } = machine
  const { wayBackAsked: asked } = run
  if (asked === null || around.now >= asked.expiresAt) return refuse('nothing-to-do', 'nobody asks to go back')
  if (told.by === asked.by) return refuse('same-person', 'another person agrees than the one who asks')
  const says = `agrees that users go back to ${run.plan.scope.region}`
  const agreed = { ...machine, run: tell(run, { at: around.now, who: told.by, kind: 'acknowledged', says }) }
  return goBack(agreed, { ...told, by: asked.by, reason: asked.reason }, around)
}

/** On without these, for as long as they cannot be read: said once, by their names, with a reason. */
function leaveOutNamed(machine: Machine, told: Told, around: Surroundings): Obeyed {
  const reason = (told.reason ?? '').trim()
  if (reason.length < LEAST_REASON) return refuse('reason-needed', `a reason of ${LEAST_REASON} characters or more`)
  const mute = mutePlaces(machine, around)
  const named = told.places ?? []
  const books = mute.filter((book) =>
    named.some((each) => each.plane === book.plane && each.instance === book.instance),
  )
  if (books.length === 0 || books.length < named.length)
    return refuse('nothing-to-do', 'only what cannot be read at present can be left out')
  if (!leavesSome(machine, books))
    return refuse('not-overridable', 'no place would be left to write to: hold, or finish by hand')
  const run = leaveOut(machine.run, { books, by: told.by, reason, now: around.now })
  const override = {
    rules: [PLANE_READABLE],
    reason,
    by: told.by,
    at: around.now,
    expiresAt: around.now + around.settings.overrideMs,
  }
  const says = `goes on without ${books.map(nameOf).join(', ')}: ${reason}`
  const known = tell(
    { ...run, overrides: [...run.overrides, override] },
    { at: around.now, who: told.by, kind: 'overridden', says },
  )
  const without: Machine = { ...machine, run: known }
  if (run.phase !== 'evacuated') return resume(without, { ...told, reason }, around)
  return { ...without, run: { ...known, pause: known.pause?.cause === 'plane' ? null : known.pause } }
}

function reassert(machine: Machine, told: Told, around: Surroundings): Obeyed {
  if (foreignOf(machine, around).length === 0) return refuse('nothing-to-do', 'the planes say what they should')
  const reasserting = { ...machine, memory: { ...machine.memory, reasserts: true } }
  return goOn(reasserting, { ...told, reason: told.reason ?? 'put back what others changed' }, 'resumed', around)
}

/** What others made of it is what is believed from now on; a later step writes over it, knowing it. */
function adopt(machine: Machine, told: Told, around: Surroundings): Obeyed {
  const { run } = machine
  const foreign = foreignOf(machine, around)
  if (foreign.length === 0) return refuse('nothing-to-do', 'the planes say what they should')
  const zero = foreign.find((each) => sumOfWeights(each.weights) === 0)
  if (zero !== undefined)
    return refuse('not-overridable', `${zero.plane}/${zero.instance} has no weight left: put it back`)
  const refills = foreign.find((each) => isRefilling(run, each, around))
  if (refills !== undefined) {
    const why = `${refills.plane}/${refills.instance} sends users to ${run.plan.scope.region} again: put it back, go back or hold`
    return refuse('not-overridable', why)
  }
  const entries = foreign.map((each, index): LedgerEntry => ({
    key: `${keyOfAdoption(run, run.ledger.length + index)}/${each.segment}`,
    epoch: run.epoch,
    step: run.step,
    plane: each.plane,
    instance: each.instance,
    segment: each.segment,
    weights: each.weights,
    state: 'confirmed',
    intendedAt: around.now,
    answeredAt: around.now,
    attempts: 0,
    why: `adopted by ${told.by}`,
  }))
  const adopted: Run = {
    ...enter(run, entries),
    pause: run.phase === 'evacuated' ? null : run.pause,
  }
  const says = `adopted: ${foreign.map((each) => `${each.plane}/${each.instance}`).join(', ')}`
  return { ...machine, run: tell(adopted, { at: around.now, who: told.by, kind: 'drift', says }) }
}

/** Behind its last shift an evacuation keeps no place that sends more to the victim than the plan left it. */
function isRefilling(run: Run, each: ForeignSetting, around: Surroundings): boolean {
  const isBehind = !run.plan.steps.slice(run.step).some((step) => step.kind === 'shift')
  if (run.plan.direction !== 'evacuate' || run.heading === 'back' || !isBehind) return false
  const descriptor = around.descriptors.find((one) => one.id === each.plane)
  const victims = descriptor === undefined ? [] : victimTargets(descriptor, run.plan.scope)
  return !(shareOfTargets(each.weights, victims) <= shareOfTargets(each.believed, victims))
}

function settleHook(machine: Machine, told: Told, around: Surroundings): Obeyed {
  const step = machine.run.plan.steps[machine.run.step]
  if (step?.kind !== 'hook' || machine.run.heading === 'back') return refuse('nothing-to-do', 'no hook is waited for')
  if (told.verb === 'confirm-hook' && step.how !== 'manual')
    return refuse('not-now', 'its webhook says when it is done')
  if (told.verb === 'skip-hook' && step.strength === 'strong')
    return refuse('not-overridable', `${step.does} may not be skipped`)
  if (told.verb === 'skip-hook' && (told.reason ?? '').trim().length < LEAST_REASON) {
    return refuse('reason-needed', `a reason of ${LEAST_REASON} characters or more`)
  }
  const how = told.verb === 'skip-hook' ? `skipped: ${told.reason ?? ''}` : 'confirmed'
  if (machine.run.phase === 'running') return hookDone(machine, step, told.by, how, around)
  // It stands still, and stays so: only the hook is behind it when it goes on.
  const done = hookDone(machine, step, told.by, how, around)
  return { ...done, run: { ...done.run, phase: machine.run.phase, pause: machine.run.pause } }
}

function acknowledge(machine: Machine, told: Told, around: Surroundings): Obeyed {
  const { run } = machine
  if (run.breakGlass === null || run.breakGlass.acknowledgedBy !== null)
    return refuse('nothing-to-do', 'nothing waits to be acknowledged')
  const starter = run.events.find((each) => each.kind === 'started')?.who
  if (told.by === starter) return refuse('same-person', 'another person acknowledges than the one who began')
  const acknowledged = { ...run, breakGlass: { ...run.breakGlass, acknowledgedBy: told.by } }
  return {
    ...machine,
    run: tell(acknowledged, {
      at: around.now,
      who: told.by,
      kind: 'acknowledged',
      says: told.reason ?? 'acknowledged',
    }),
  }
}
