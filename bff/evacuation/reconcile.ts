import { askReadings, booksThatCount, haveAllAnswered, statesOf } from './books.ts'
import { believedSettings, goalSettings } from './goal.ts'
import { SYSTEM, tell } from './journal.ts'
import { concludeNotDone, confirmWhere } from './ledger.ts'
import { isLeftOut } from './excused.ts'
import type { InstanceBook, Machine, Outcome, Reconciliation, Surroundings } from './machine.ts'
import { describeForeign, foreignSettings, nameOf } from './rules/planes.ts'
import { holdsWeights, weightsIn } from './setting.ts'
import { enterStage, pauseBySystem } from './transitions.ts'

/**
 * A write whose outcome is not known may still happen later: control processes that were frozen have been seen to apply
 * an old command when they woke. So the planes are read until they have said the same for longer than the longest call,
 * and only then it is concluded what happened. After a restart the same, and then a person decides.
 */
export function driveReconciling(machine: Machine, around: Surroundings): Outcome {
  const { reconcile } = machine.memory
  if (reconcile === null) return { machine, effects: [] }
  const asked = askReadings(machine, around, { notBefore: reconcile.since, everyMs: around.settings.readEveryMs })
  if (machine.memory.calls.some((each) => each.state === 'open')) return asked
  const stand = standStill(machine, around, reconcile)
  if (stand === 'moving') {
    if (around.steady - reconcile.since < around.settings.reconcile.budgetMs) return asked
    return { machine: giveUp(asked.machine, reconcile, around), effects: asked.effects }
  }
  return { machine: conclude(asked.machine, reconcile, around), effects: asked.effects }
}

function standStill(machine: Machine, around: Surroundings, reconcile: Reconciliation): 'still' | 'moving' {
  const { settings } = around
  const needed = settings.callLimitMs * settings.reconcile.stillLimits
  if (!haveAllAnswered(machine, around, reconcile.since)) return 'moving'
  const still = booksThatCount(machine, around).every((book) => {
    if (book.failure !== null) return false
    const from = Math.max(book.sameSince, book.touchedAt, reconcile.since)
    return book.readAt - from > needed
  })
  return still ? 'still' : 'moving'
}

function giveUp(machine: Machine, reconcile: Reconciliation, around: Surroundings): Machine {
  const mute = booksThatCount(machine, around).filter((book) => book.failure !== null)
  const why = mute.length > 0 ? `cannot be read: ${mute.map(nameOf).join(', ')}` : 'the planes do not stand still'
  const restarted = reconcile.onward === 'paused' || reconcile.onward === 'evacuated'
  return pauseBySystem(published(machine, around), restarted ? 'restart' : 'unknown-write', why, around)
}

function published(machine: Machine, around: Surroundings): Machine {
  return { ...machine, run: { ...machine.run, planes: statesOf(machine.memory, around.now) } }
}

function conclude(machine: Machine, reconcile: Reconciliation, around: Surroundings): Machine {
  const believed = believedSettings(machine.run, around.descriptors)
  const goal = goalSettings(machine.run, around.descriptors)
  const books = booksThatCount(machine, around)
  const foreign = foreignSettings(believed, goal, books)[0]
  const says = describeClasses(machine, around)
  const run = tell(
    concludeNotDone(
      confirmWhere(machine.run, (entry) => isRead(entry, books)),
      (entry) => !isLeftOut(machine.run, entry),
    ),
    { at: around.now, who: SYSTEM, kind: 'reconciled', says },
  )
  const known = published({ ...machine, run }, around)
  if (foreign !== undefined) return concludeForeign(known, reconcile, describeForeign(foreign), around)
  switch (reconcile.onward) {
    case 'evacuated':
      return enterStage(
        { run: { ...run, phase: 'evacuated', pause: null }, memory: { ...known.memory, reconcile: null } },
        'verified',
        around,
      )
    case 'paused':
      return pauseBySystem(known, 'restart', `began anew: ${says}`, around)
    default: {
      if (reconcile.tries > around.settings.reconcile.tries) {
        return pauseBySystem(known, 'unknown-write', `again without a known outcome: ${says}`, around)
      }
      const going = { ...known, run: { ...known.run, phase: reconcile.onward } }
      return enterStage({ ...going, memory: { ...going.memory, calls: [] } }, 'waiting', around)
    }
  }
}

function concludeForeign(machine: Machine, reconcile: Reconciliation, says: string, around: Surroundings): Machine {
  if (reconcile.onward !== 'evacuated')
    return pauseBySystem(machine, reconcile.onward === 'paused' ? 'restart' : 'drift', says, around)
  const paused = pauseBySystem(machine, 'drift', says, around)
  return { ...paused, run: { ...paused.run, phase: 'evacuated', stage: 'verified' } }
}

function isRead(
  entry: { plane: string; instance: string; segment: string; weights: Readonly<Record<string, number>> },
  books: readonly InstanceBook[],
): boolean {
  const reading = books.find(
    (book) => book.plane === entry.plane && book.instance === entry.instance && book.failure === null,
  )?.reading
  return (
    reading !== undefined && reading !== null && holdsWeights(weightsIn(reading, entry.segment) ?? {}, entry.weights)
  )
}

/** How many places say what is wanted, what was before, and something else. */
export function classify(
  machine: Machine,
  around: Surroundings,
): { desired: number; baseline: number; mixed: number; other: number; unread: number } {
  const believed = believedSettings(machine.run, around.descriptors)
  const counts = { desired: 0, baseline: 0, mixed: 0, other: 0, unread: 0 }
  for (const wanted of goalSettings(machine.run, around.descriptors)) {
    const book = machine.memory.books.find((each) => each.plane === wanted.plane && each.instance === wanted.instance)
    const said =
      book === undefined || book.reading === null || book.failure !== null || isLeftOut(machine.run, book)
        ? null
        : weightsIn(book.reading, wanted.segment)
    const was = believed.find(
      (each) => each.plane === wanted.plane && each.instance === wanted.instance && each.segment === wanted.segment,
    )
    if (book === undefined || said === null || was === undefined) counts.unread += 1
    else if (holdsWeights(said, wanted.weights)) counts.desired += 1
    else if (holdsWeights(said, was.weights)) counts.baseline += 1
    else if (foreignSettings([was], [wanted], [book]).length === 0) counts.mixed += 1
    else counts.other += 1
  }
  return counts
}

function describeClasses(machine: Machine, around: Surroundings): string {
  const { desired, baseline, mixed, other, unread } = classify(machine, around)
  const parts = [
    `${desired} as wanted`,
    ...(baseline > 0 ? [`${baseline} as before`] : []),
    ...(mixed > 0 ? [`${mixed} half-way`] : []),
    ...(other > 0 ? [`${other} changed by others`] : []),
    ...(unread > 0 ? [`${unread} not read`] : []),
  ]
  return parts.join(', ')
}
