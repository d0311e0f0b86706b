import type { PlaneDescriptor } from '#contract/evacuation/plane.ts'
import type { Run } from '#contract/evacuation/run.ts'

export interface NamedPlace {
  plane: string
  instance: string
}

/**
 * Places nobody can read at present and that are not left out: the run goes on without them by a person's word alone. The
 * region's own planes are not among them: they may be as silent as it.
 */
export function silentPlacesOf(run: Run, descriptors: readonly PlaneDescriptor[]): NamedPlace[] {
  return run.planes.flatMap((state) => {
    if (state.kind !== 'unread' || isLeftOut(run, state)) return []
    const { plane, instance } = state
    const livesIn = descriptors.find(({ id }) => id === plane)?.livesIn?.[instance]
    return livesIn === run.plan.scope.region ? [] : [{ plane, instance }]
  })
}

export function isLeftOut({ leftOut }: Pick<Run, 'leftOut'>, { plane, instance }: NamedPlace): boolean {
  return leftOut.some((each) => each.plane === plane && each.instance === instance)
}

const NAMED = 3

/** `edge/e3, edge/e4 and 2 more`. */
export function placesText(places: readonly NamedPlace[]): string {
  const names = places.slice(0, NAMED).map(({ plane, instance }) => `${plane}/${instance}`)
  const more = places.length - NAMED
  return more > 0 ? `${names.join(', ')} and ${more} more` : names.join(', ')
}
