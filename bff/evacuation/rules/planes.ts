import type { InstanceBook } from '../machine.ts'
import { describeWeights, findSetting, type Setting, weightsIn } from '../setting.ts'
import { shiftAt } from '../goal.ts'
import { canBeRead, isExcused, isLeftOut } from '../excused.ts'
import { found, type Rule } from './rule.ts'

/** Every place that is to be written can be read, but for the victim's own and for those that were left out by name. */
export const planeReadable: Rule = (_before, _after, context) => {
  const step = shiftAt(context.run)
  const planes = step === null ? null : new Set(step.splits.map((split) => split.plane))
  const concerned = context.books.filter(
    (book) => book.failure !== null && (planes === null || planes.has(book.plane)) && canBeRead(book, context),
  )
  const mute = concerned.filter((book) => !isExcused(book, context))
  if (mute.length > 0) return found('plane-readable', 'unknown', `cannot be read: ${mute.map(nameOf).join(', ')}`)
  const { leftOut } = context.run
  if (leftOut.length > 0) return found('plane-readable', 'warns', `goes on without ${leftOut.map(nameOf).join(', ')}`)
  if (concerned.length === 0) return found('plane-readable', 'holds', 'every place answers')
  return found('plane-readable', 'warns', `the region's own do not answer: ${concerned.map(nameOf).join(', ')}`)
}

/** Nobody else has changed what is to be written: each weight is as believed, or already as wanted. */
export const foreignChange: Rule = (before, after, { run, books }) => {
  const heard = books.filter((book) => !isLeftOut(run, book))
  const changed = foreignSettings(before, after, heard)[0]
  if (changed === undefined) return found('foreign-change', 'holds', 'every place says what it should')
  return found('foreign-change', 'blocks', describeForeign(changed))
}

export interface ForeignSetting extends Setting {
  believed: Setting['weights']
}

/** Places that say neither what is believed nor what is wanted, with what they say. */
export function foreignSettings(
  believed: readonly Setting[],
  wanted: readonly Setting[],
  books: readonly InstanceBook[],
): ForeignSetting[] {
  const foreign: ForeignSetting[] = []
  for (const was of believed) {
    const book = books.find((each) => each.plane === was.plane && each.instance === was.instance)
    if (book === undefined || book.reading === null || book.failure !== null) continue
    const said = weightsIn(book.reading, was.segment)
    if (said === null) continue
    const to = findSetting(wanted, was)?.weights ?? was.weights
    for (const target in was.weights) {
      if (said[target] === was.weights[target] || said[target] === to[target]) continue
      foreign.push({ ...was, weights: said, believed: was.weights })
      break
    }
  }
  return foreign
}

export function describeForeign(each: ForeignSetting): string {
  return `${nameOf(each)} says ${describeWeights(each.weights)}; it should say ${describeWeights(each.believed)}`
}

export function nameOf(place: { plane: string; instance: string }): string {
  return `${place.plane}/${place.instance}`
}
