/** Seeded noise and series for tests: the same every run. */
export function createNoise(seed: number): () => number {
  let state = seed
  function uniform(): number {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return (state + 0.5) / 2 ** 32
  }
  return () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform())
}

export const MINUTE_MS = 60_000
export const DAY_MS = 86_400_000

export interface SampleAt {
  at: number
  value: number
}

/** One sample every five minutes: a day's curve around 100 with a little noise. */
export function dailyCurve(days: number, seed = 1): SampleAt[] {
  const noise = createNoise(seed)
  return Array.from({ length: days * 288 }, (_, index) => ({
    at: index * 5 * MINUTE_MS,
    value: 100 + 40 * Math.sin((index / 288) * 2 * Math.PI) + noise(),
  }))
}
