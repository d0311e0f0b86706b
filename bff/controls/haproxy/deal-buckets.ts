export type Dealt = { kind: 'dealt'; buckets: string[] } | { kind: 'impossible'; why: string }

/**
 * Deals n buckets to backends as their weights stand, by largest remainder. Who has a weight gets at least one bucket,
 * and who has none gets none: a small weight must not be rounded to nothing, nor nothing to a little.
 */
export function dealBuckets(shares: readonly { name: string; weight: number }[], buckets: number): Dealt {
  const served = shares.filter(({ weight }) => weight > 0)
  const total = served.reduce((sum, { weight }) => sum + weight, 0)
  if (served.length === 0) return { kind: 'impossible', why: 'every weight would be zero' }
  if (served.length > buckets) {
    return { kind: 'impossible', why: `${buckets} buckets cannot be dealt to ${served.length} targets` }
  }
  const exact = served.map(({ name, weight }) => ({ name, exact: (weight / total) * buckets }))
  const counts = exact.map((share) => Math.max(1, Math.floor(share.exact)))
  const missing = () => buckets - counts.reduce((sum, count) => sum + count, 0)
  while (missing() > 0) {
    const index = extreme(exact.map((share, at) => share.exact - (counts[at] ?? 0)))
    counts[index] = (counts[index] ?? 0) + 1
  }
  while (missing() < 0) {
    const index = extreme(
      exact.map((share, at) => ((counts[at] ?? 0) > 1 ? (counts[at] ?? 0) - share.exact : -Infinity)),
    )
    counts[index] = (counts[index] ?? 0) - 1
  }
  return { kind: 'dealt', buckets: exact.flatMap(({ name }, index) => Array<string>(counts[index] ?? 0).fill(name)) }
}

/** The first of the greatest. */
function extreme(values: readonly number[]): number {
  let best = 0
  values.forEach((value, index) => {
    if (value > (values[best] ?? -Infinity)) best = index
  })
  return best
}
