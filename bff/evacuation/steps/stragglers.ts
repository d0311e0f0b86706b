import { believedSettings, goalSettings, shiftAt } from '../goal.ts'
import type { Machine, Surroundings } from '../machine.ts'
import { nameOf } from '../rules/planes.ts'
import { findSetting, holdsWeights } from '../setting.ts'
import { isLeftOut } from '../excused.ts'

/** Instances that did not take the step: left out, given up, or not to be read and so never written. */
export function stragglersOf({ run, memory }: Machine): string[] {
  const step = shiftAt(run)
  return memory.books
    .filter((book) => {
      if (isLeftOut(run, book)) return true
      const calls = memory.calls.filter((each) => isAt(each.call, book))
      if (calls.some((each) => each.state === 'given-up')) return true
      if (step !== null && !step.splits.some((split) => split.plane === book.plane)) return false
      return book.failure !== null && !calls.some((each) => each.state === 'accepted')
    })
    .map(nameOf)
}

function isAt(one: { plane: string; instance: string }, other: { plane: string; instance: string }): boolean {
  return one.plane === other.plane && one.instance === other.instance
}

/** Between two attempts to take those along that did not take an earlier step. */
const RETRY_EVERY_MS = 10_000

/** Some place was last set to something else than the plan says by now, and it is time to try again. */
export function isLagging(machine: Machine, around: Surroundings): boolean {
  if (around.steady - machine.memory.stageAt < RETRY_EVERY_MS) return false
  const believed = believedSettings(machine.run, around.descriptors)
  return goalSettings(machine.run, around.descriptors).some((each) => {
    if (isLeftOut(machine.run, each)) return false
    const said = findSetting(believed, each)
    return said !== undefined && !holdsWeights(said.weights, each.weights)
  })
}
