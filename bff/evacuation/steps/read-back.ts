import { askReadings, booksThatCount, statesOf } from '../books.ts'
import { goalSettings } from '../goal.ts'
import { SYSTEM, tell } from '../journal.ts'
import { confirmWhere } from '../ledger.ts'
import type { Machine, Outcome, Surroundings } from '../machine.ts'
import { describeForeign, foreignSettings, nameOf } from '../rules/planes.ts'
import { holdsWeights, weightsIn } from '../setting.ts'
import { enterStage, pauseBySystem, withVerdict } from '../transitions.ts'
import { stragglersOf } from './stragglers.ts'

/**
 * What was accepted is not yet so: every place that took the step has to say it itself, read after the last call that
 * touched it, and nobody else may have changed what stands there meanwhile.
 */
export function driveReadingBack(machine: Machine, around: Surroundings): Outcome {
  const { run, memory } = machine
  const asked = askReadings(machine, around, { notBefore: memory.stageAt, everyMs: around.settings.readEveryMs })
  const stragglers = stragglersOf(machine)
  const goal = goalSettings(run, around.descriptors)
  const books = booksThatCount(machine, around).filter((book) => !stragglers.includes(nameOf(book)))
  const readable = books.filter(
    (book) => book.failure === null && book.readAt >= Math.max(memory.stageAt, book.touchedAt),
  )
  const foreign = foreignSettings(memory.before, goal, readable)[0]
  if (foreign !== undefined)
    return { machine: pauseBySystem(asked.machine, 'drift', describeForeign(foreign), around), effects: asked.effects }
  const missing = books.filter((book) => !readable.includes(book) || !says(book, goal))
  if (missing.length === 0)
    return { machine: acceptReadBack(asked.machine, readSince(machine), around), effects: asked.effects }
  if (around.steady - memory.stageAt < around.settings.readBackMs) return asked
  const names = missing.map(nameOf).join(', ')
  const mute = missing.every((book) => book.failure !== null)
  const paused = mute
    ? pauseBySystem(asked.machine, 'plane', `cannot be read back: ${names}`, around)
    : pauseBySystem(
        withVerdict(asked.machine, 'not-effective'),
        'not-effective',
        `accepted, but not read back: ${names}`,
        around,
      )
  return { machine: paused, effects: asked.effects }
}

/** Also who lags behind may have taken a part of it, and says so. */
function readSince({ memory }: Machine): readonly Machine['memory']['books'][number][] {
  return memory.books.filter(
    (book) => book.failure === null && book.reading !== null && book.readAt >= Math.max(memory.stageAt, book.touchedAt),
  )
}

function says(book: Machine['memory']['books'][number], goal: ReturnType<typeof goalSettings>): boolean {
  const { reading } = book
  if (reading === null) return false
  return goal
    .filter((each) => each.plane === book.plane && each.instance === book.instance)
    .every((each) => holdsWeights(weightsIn(reading, each.segment) ?? {}, each.weights))
}

function acceptReadBack(
  machine: Machine,
  read: readonly Machine['memory']['books'][number][],
  around: Surroundings,
): Machine {
  const confirmed = confirmWhere(machine.run, (entry) => {
    const reading = read.find((book) => book.plane === entry.plane && book.instance === entry.instance)?.reading
    return (
      reading !== undefined && reading !== null && holdsWeights(weightsIn(reading, entry.segment) ?? {}, entry.weights)
    )
  })
  const run = tell(
    { ...confirmed, planes: statesOf(machine.memory, around.now), pause: null },
    { at: around.now, who: SYSTEM, kind: 'read-back', says: `${read.length} places say what the step wants` },
  )
  return enterStage(
    { run, memory: { ...machine.memory, readBackAt: around.steady, reconcile: null } },
    'settling',
    around,
  )
}
