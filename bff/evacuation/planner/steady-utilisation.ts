/**
 * How full equal regions may be on a calm day so that the loss of some leaves the others under the ceiling, 0–1; zero
 * where none would be left.
 */
export function mostSteadyUtilisation(input: { regions: number; lost: number; ceiling: number }): number {
  const { regions, lost, ceiling } = input
  return lost >= regions ? 0 : (ceiling * (regions - lost)) / regions
}

/** By how much each of the others grows then, of what it carried. */
export function growthWhenLost({ regions, lost }: { regions: number; lost: number }): number {
  return lost >= regions ? Infinity : lost / (regions - lost)
}
