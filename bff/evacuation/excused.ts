import type { Run } from '#contract/evacuation/run.ts'
import type { InstanceBook, Surroundings } from './machine.ts'

type Place = Pick<InstanceBook, 'plane' | 'instance'>

/** Places whose silence may not block: they live in the region that is being left, or its edge is dark with it. */
export function isBestEffort(place: Place, { run, around }: { run: Run; around: Surroundings }): boolean {
  const descriptor = around.descriptors.find((each) => each.id === place.plane)
  return descriptor?.livesIn?.[place.instance] === run.plan.scope.region
}

/** A person has said that the run goes on without it. */
export function isLeftOut({ leftOut }: Pick<Run, 'leftOut'>, place: Place): boolean {
  return leftOut.some((each) => each.plane === place.plane && each.instance === place.instance)
}

/** What it says does not count at present. */
export function isExcused(book: InstanceBook, context: { run: Run; around: Surroundings }): boolean {
  return isLeftOut(context.run, book) || (book.failure !== null && isBestEffort(book, context))
}

export function canBeRead(place: Pick<InstanceBook, 'plane'>, { around }: { around: Surroundings }): boolean {
  return around.descriptors.find((each) => each.id === place.plane)?.readBack !== 'none'
}
