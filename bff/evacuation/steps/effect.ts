import type { PauseCause } from '#contract/evacuation/run.ts'
import { askReadings } from '../books.ts'
import { effectDelay } from '../effect-delay.ts'
import { goalSettings, shiftAt } from '../goal.ts'
import type { Machine, Outcome, Surroundings } from '../machine.ts'
import { nameOf } from '../rules/planes.ts'
import { effectiveIn, holdsWeights } from '../setting.ts'
import { enterStage, pauseBySystem, wallOf } from '../transitions.ts'
import { stragglersOf } from './stragglers.ts'

/**
 * From what the planes say to what the users do: first the planes have to act as they say, for as long as they declare
 * that may take; then the witnesses have to see the traffic where it should be.
 */
export function driveSettling(machine: Machine, around: Surroundings): Outcome {
  const { run, memory } = machine
  const elapsed = around.steady - memory.readBackAt
  const delay = effectDelay(machine.run, around.descriptors)
  const acting = actsAsWanted(machine, around)
  const asked = acting
    ? { machine, effects: [] }
    : askReadings(machine, around, { notBefore: memory.stageAt, everyMs: around.settings.readEveryMs })
  if (acting && elapsed >= delay.usual) return { machine: enterStage(machine, 'observing', around), effects: [] }
  const endsAt = memory.readBackAt + delay.worst + around.settings.settleMarginMs
  if (around.steady < endsAt)
    return {
      machine: withNextAt(asked.machine, wallOf(memory.readBackAt + delay.usual, around)),
      effects: asked.effects,
    }
  const paused = pauseBySystem(
    { ...asked.machine, run: { ...run, verdict: 'not-effective' } },
    'not-effective',
    'set, but not acting',
    around,
  )
  return { machine: paused, effects: asked.effects }
}

function withNextAt(machine: Machine, nextAt: number): Machine {
  return machine.run.nextAt !== null ? machine : { ...machine, run: { ...machine.run, nextAt } }
}

function actsAsWanted(machine: Machine, around: Surroundings): boolean {
  const goal = goalSettings(machine.run, around.descriptors)
  const stragglers = stragglersOf(machine)
  return goal.every((each) => {
    const book = machine.memory.books.find((one) => one.plane === each.plane && one.instance === each.instance)
    if (book === undefined || book.reading === null || book.failure !== null || stragglers.includes(nameOf(book)))
      return true
    return holdsWeights(effectiveIn(book.reading, each.segment) ?? {}, each.weights)
  })
}

export function driveObserving(machine: Machine, around: Surroundings): Outcome {
  const { run, memory } = machine
  if (memory.agreed > 0) {
    const holdMs = shiftAt(run)?.holdMs ?? 0
    const held = enterStage(machine, 'holding', around)
    const heldSince = memory.heldSince ?? around.steady
    const nextAt = wallOf(Math.max(around.steady, heldSince + holdMs), around)
    return {
      machine: { run: { ...held.run, nextAt }, memory: { ...held.memory, heldSince } },
      effects: [],
    }
  }
  // One reading that was lost must not leave the planes without a word for as long as the witnesses are looked at.
  const asked = askReadings(machine, around, {
    notBefore: -Infinity,
    everyMs: around.settings.readEveryMs,
    only: (book) => book.failure !== null,
  })
  const stop = stopOf(asked.machine, around)
  return stop === null ? asked : { machine: pauseBySystem(asked.machine, ...stop, around), effects: asked.effects }
}

/** Why the witnesses' word cannot be waited for any longer; null while it can. */
function stopOf({ run, memory }: Machine, around: Surroundings): [cause: PauseCause, why: string] | null {
  const { worst } = effectDelay(run, around.descriptors)
  const elapsed = around.steady - memory.readBackAt
  if (elapsed < worst + around.settings.settleMarginMs) return null
  if (run.verdict === 'not-effective') return ['not-effective', WHY_NOT]
  if (run.verdict === 'foreign') return ['drift', 'the traffic moved and the planes say no']
  if (elapsed < around.settings.telemetryLostMs + worst) return null
  return ['guard', 'the witnesses cannot tell where the traffic goes']
}

const WHY_NOT =
  'accepted but not effective: sticky clients, a reload that put the old setting back, a record that does not answer, or caches that outlive it'
