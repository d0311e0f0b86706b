import { isAllowedIn } from '#contract/evacuation/allowed.ts'
import type { LedgerEntry, Run } from '#contract/evacuation/run.ts'
import { progress } from './advance.ts'
import { keyOfAdoption } from './goal.ts'
import { tell } from './journal.ts'
import { enter, hasOpen } from './ledger.ts'
import type { Effect, Machine, Surroundings, Told } from './machine.ts'
import { isSick } from './rules/core.ts'
import { isBlocking } from './rules/rule.ts'
import type { ForeignSetting } from './rules/planes.ts'
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
  const covered = failing.filter((each) => named.includes(each.rule)).map((each) => each.rule)
  if (covered.length === 0) return refuse('nothing-to-do', 'none of these rules stands in the way')
  const override = {
    rules: covered,
    reason: (told.reason ?? '').trim(),
    by: told.by,
    at: around.now,
    expiresAt: around.now + around.settings.overrideMs,
  }
  const says = `${covered.join(', ')}: ${override.reason}`
  const run = tell(
    { ...machine.run, overrides: [...machine.run.overrides, override] },
    { at: around.now, who: told.by, kind: 'overridden', says },
  )
  return { run, memory: { ...machine.memory, covered } }
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
    { ...machine.run, phase: goingPhase(machine.run), pause: null },
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
  const victim = run.plan.scope.region
  if (run.plan.direction === 'evacuate' && isSick(victim, { around })) {
    const second = told.second ?? ''
    if (second === '' || second === told.by) {
      return refuse(
        'second-person-needed',
        `this sends users back to ${victim}, which is failing: a second person has to agree`,
      )
    }
  }
  let step = Math.min(run.step, run.plan.steps.length - 1)
  while (step > 0 && run.plan.steps[step]?.kind !== 'shift') step -= 1
  const back: Machine = { run: { ...run, heading: 'back', step }, memory: { ...machine.memory, reasserts: false } }
  const going = goOn(back, told, 'rolling-back', around)
  if (going.run.phase === 'reconciling') return going
  return beginStep(going, around)
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
