import type { Run } from '#contract/evacuation/run.ts'

/** An older share says nothing of now: a region that was left is not followed any more. */
const FRESH_MS = 30_000

/**
 * What each region serves, requests/s. The stream counts who enters where; behind a proxy that sends them on it is another
 * region that serves them. How all that enters is then shared out is what the run observes, as long as it looks.
 */
export function servedRates(
  entering: ReadonlyMap<string, number>,
  { shares }: Pick<Run, 'shares'>,
  now: number,
): ReadonlyMap<string, number> {
  const newest = shares.at(-1)
  if (newest === undefined || now - newest.at > FRESH_MS) return entering
  const seen = [...entering.keys()].map((region): [string, number] => [region, newest.observed[region] ?? NaN])
  const whole = seen.reduce((sum, [, share]) => sum + share, 0)
  if (!(whole > 0)) return entering
  const total = [...entering.values()].reduce((sum, rate) => sum + rate, 0)
  return new Map(seen.map(([region, share]) => [region, (total * share) / whole]))
}
