import type { Run } from '#contract/evacuation/run.ts'
import { canBeRead, isExcused, isLeftOut } from './excused.ts'
import { baselineSettings, believedSettings, goalSettings, planesOf } from './goal.ts'
import { SYSTEM, tell } from './journal.ts'
import { concludeNotDone, confirmWhere, enter } from './ledger.ts'
import type { InstanceBook, Machine, Surroundings } from './machine.ts'
import { nameOf } from './rules/planes.ts'
import { findSetting, holdsWeights, isPlace, type Setting, weightsIn } from './setting.ts'

/**
 * Going on without a place that cannot be read: a person's decision, by the place's name, with a reason, and for the whole
 * run, so that it need not be said again at each step. Nothing is written to such a place and nothing it says counts; whom
 * it serves is taken for not moved. It is read all the same. Once it has said one thing for longer than the longest call,
 * whatever was under way there has happened or will not: it is taken along again.
 */
export function leaveOut(run: Run, input: { books: readonly InstanceBook[]; by: string; reason: string; now: number }) {
  const { books, by, reason, now } = input
  const places = books.map(({ plane, instance }) => ({ plane, instance, by, at: now, reason }))
  return { ...run, leftOut: [...run.leftOut, ...places] }
}

/** Those that keep the run from going on, because nobody knows what they say. */
export function mutePlaces({ run, memory }: Machine, around: Surroundings): InstanceBook[] {
  return memory.books.filter(
    (book) => book.failure !== null && canBeRead(book, { around }) && !isExcused(book, { run, around }),
  )
}

/** With all of these left out the plan still has a place to write to. */
export function leavesSome({ run, memory }: Machine, out: readonly InstanceBook[]): boolean {
  const planes = planesOf(run)
  return memory.books.some(
    (book) => planes.includes(book.plane) && book.failure === null && !out.includes(book) && !isLeftOut(run, book),
  )
}

/** Takes those along again that answer and have stood still; the same machine where there are none. */
export function takeBack(machine: Machine, around: Surroundings): Machine {
  const { run, memory } = machine
  if (run.leftOut.length === 0) return machine
  const needed = around.settings.callLimitMs * around.settings.reconcile.stillLimits
  const back = memory.books.filter(
    (book) =>
      isLeftOut(run, book) &&
      book.failure === null &&
      book.reading !== null &&
      book.readAt - Math.max(book.sameSince, book.touchedAt) > needed,
  )
  return back.reduce((current, book) => takenBack(current, book, around), machine)
}

function takenBack(machine: Machine, book: InstanceBook, around: Surroundings): Machine {
  const { run, memory } = machine
  const says = `${nameOf(book)} answers again and has stood still`
  const back = tell(
    {
      ...run,
      leftOut: run.leftOut.filter((each) => each.plane !== book.plane || each.instance !== book.instance),
    },
    { at: around.now, who: SYSTEM, kind: 'note', says },
  )
  const isThere = (entry: { plane: string; instance: string }) =>
    entry.plane === book.plane && entry.instance === book.instance
  const confirmed = confirmWhere(
    back,
    (entry) =>
      isThere(entry) &&
      book.reading !== null &&
      holdsWeights(weightsIn(book.reading, entry.segment) ?? {}, entry.weights),
  )
  const known = concludeNotDone(confirmed, isThere)
  // Where it is about to be written to, an earlier setting of its own is no change by others: a restart puts one back.
  const isWriting = run.phase === 'running' || run.phase === 'rolling-back'
  return { run: isWriting ? believing(known, book, around) : known, memory }
}

/** What it says, where each weight is one it was known or meant to have before: then that is what is believed of it. */
function believing(run: Run, book: InstanceBook, around: Surroundings): Run {
  const { descriptors } = around
  const baseline = baselineSettings(run, descriptors)
  const settings = [believedSettings(run, descriptors), goalSettings(run, descriptors), baseline]
  const entries = baseline.flatMap((place) => {
    if (place.plane !== book.plane || place.instance !== book.instance || book.reading === null) return []
    const said = weightsIn(book.reading, place.segment)
    if (said === null || !isFamiliar(said, place, { run, settings })) return []
    const weights = Object.fromEntries(Object.keys(place.weights).map((target) => [target, said[target] ?? 0]))
    if (holdsWeights(findSetting(settings[0] ?? [], place)?.weights ?? {}, weights)) return []
    const { plane, instance, segment } = place
    const why = 'read when it answered again'
    return [
      {
        key: `${run.id}:returned:${run.ledger.length}:${plane}:${instance}/${segment}`,
        epoch: run.epoch,
        step: run.step,
        plane,
        instance,
        segment,
        weights,
        why,
        state: 'confirmed' as const,
        intendedAt: around.now,
        answeredAt: around.now,
        attempts: 0,
      },
    ]
  })
  return entries.length === 0 ? run : enter(run, entries)
}

function isFamiliar(
  said: Setting['weights'],
  place: Setting,
  known: { run: Run; settings: readonly (readonly Setting[])[] },
): boolean {
  const meant = known.run.ledger.filter((entry) => isPlace(entry, place))
  return Object.keys(place.weights).every(
    (target) =>
      known.settings.some((each) => findSetting(each, place)?.weights[target] === said[target]) ||
      meant.some((entry) => entry.weights[target] === said[target]),
  )
}
