/**
 * Age in ms of a sample taken at `observedAt`, as of `now` (both of the same clock: see `useNow`); NaN where it was
 * never seen. Never negative: a sample of this very moment may look younger than the last tick.
 */
export function ageOf(observedAt: number | null, now: number): number {
  return observedAt === null ? NaN : Math.max(0, now - observedAt)
}

/** The observed system's clock, as far as a browser can know it. */
export function worldNow({
  browserNow,
  skewMs,
  aheadMs,
}: {
  browserNow: number
  /** Browser minus server. */
  skewMs: number
  /** World minus server: `worldAt − at` of the newest frame. */
  aheadMs: number
}): number {
  return browserNow - skewMs + aheadMs
}
