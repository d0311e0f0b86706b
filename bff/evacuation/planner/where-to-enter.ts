/**
 * Under which key of the configuration a guess is replaced by a number, by the words the planner says it in; null where
 * nobody can enter it: it is learnt from the past, or from drills.
 */
export function whereToEnter(guess: string): string | null {
  return PLACES.find(([says]) => says.test(guess))?.[1] ?? null
}

const PLACES: readonly (readonly [RegExp, string])[] = [
  [/^uplift .* is a guess/, 'planning.uplift'],
  [/^safe rates of .* are guesses$/, 'planning.capacity'],
  [/what .* can take is unknown$/, 'planning.capacity'],
  [/^how far .* moves are is unknown$/, 'planning.roundTrips'],
  [/^nobody measures how far the copies of .* lag$/, 'planning.stores'],
]
