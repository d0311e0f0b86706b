import { BREAKER_STATES_WORST_FIRST, isBreakerOpen, type Breaker } from '#contract/services/breaker.ts'

/** By error, then volume, as boards of breakers have always been read; those that refuse calls stand before all. */
export function sortBreakers(breakers: readonly Breaker[]): Breaker[] {
  const gravity = ({ state }: Breaker): number => (isBreakerOpen(state) ? BREAKER_STATES_WORST_FIRST.indexOf(state) : 9)
  return breakers.toSorted(
    (one, other) =>
      gravity(one) - gravity(other) ||
      descending(one.errorShare, other.errorShare) ||
      descending(one.requestsPerSecond, other.requestsPerSecond) ||
      (one.command < other.command ? -1 : 1),
  )
}

function descending(one: number | null, other: number | null): number {
  if (one === null || other === null) return Number(one === null) - Number(other === null)
  return other - one
}
