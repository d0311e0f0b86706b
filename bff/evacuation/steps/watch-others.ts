import { askReadings, booksThatCount } from '../books.ts'
import { believedSettings } from '../goal.ts'
import type { Machine, Outcome, Surroundings } from '../machine.ts'
import { isOpen } from '../ledger.ts'
import { describeForeign, type ForeignSetting, foreignSettings } from '../rules/planes.ts'
import { isPlace } from '../setting.ts'
import { pauseBySystem } from '../transitions.ts'

/** While nothing is written: whoever changes a plane is noticed within the watch's period. */
export function watchOthers(machine: Machine, around: Surroundings): Outcome {
  const asked = askReadings(machine, around, {
    notBefore: machine.memory.stageAt,
    everyMs: around.settings.driftEveryMs,
  })
  const foreign = driftIn(machine, around, machine.memory.stageAt)
  if (foreign === null) return asked
  return { machine: pauseBySystem(asked.machine, 'drift', foreign, around), effects: asked.effects }
}

/** The first place that does not say what was last accepted or adopted there, in words. */
export function driftIn(machine: Machine, around: Surroundings, notBefore: number): string | null {
  const foreign = foreignOf(machine, around, notBefore)[0]
  return foreign === undefined ? null : describeForeign(foreign)
}

/** What the planes say, against what they should; a place with a write of ours that has no certain end is left out. */
export function foreignOf(machine: Machine, around: Surroundings, notBefore = -Infinity): ForeignSetting[] {
  const believed = believedSettings(machine.run, around.descriptors)
  const read = booksThatCount(machine, around).filter(
    (book) => book.failure === null && book.readAt >= notBefore && book.readAt >= book.touchedAt,
  )
  const foreign = foreignSettings(believed, believed, read)
  if (foreign.length === 0) return foreign
  return foreign.filter((each) => !machine.run.ledger.some((entry) => isOpen(entry) && isPlace(entry, each)))
}
