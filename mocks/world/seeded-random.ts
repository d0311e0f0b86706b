/**
 * Randomness from a seed alone, cheap enough for thousands of draws a step. Normal deviates come from a table of
 * 4,096 evenly spaced quantiles, so a draw is one lookup and never exceeds ±3.7.
 */
export interface SeededRandom {
  /** Uniform in [0, 1). */
  uniform(): number
  /** Standard normal. */
  normal(): number
  /** A count with this mean: whole requests, as a counter would see them. */
  poisson(mean: number): number
}

const QUANTILES = 4_096
/** Above this mean a rounded normal is as good as the exact draw. */
const EXACT_POISSON_BELOW = 10

export function createSeededRandom(seed: number): SeededRandom {
  let state = (Math.imul(seed | 0, 0x9e3779b1) ^ 0x85ebca6b) | 0

  // Mulberry32: 32 bits of state, period 2^32.
  function bits(): number {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return mixed ^ (mixed >>> 14)
  }

  function uniform(): number {
    return (bits() >>> 0) / 0x1_0000_0000
  }

  function normal(): number {
    return NORMAL_QUANTILES[bits() & (QUANTILES - 1)]
  }

  function poisson(mean: number): number {
    if (!(mean > 0)) return 0
    if (mean >= EXACT_POISSON_BELOW) return Math.max(0, Math.round(mean + Math.sqrt(mean) * normal()))
    const draw = uniform()
    // exp(−mean) ≥ 1 − mean: most draws of a rare event end here, without an exponential.
    if (draw < 1 - mean) return 0
    let probability = Math.exp(-mean)
    let cumulative = probability
    let count = 0
    while (draw > cumulative && count < 60) {
      count += 1
      probability *= mean / count
      cumulative += probability
    }
    return count
  }

  return { uniform, normal, poisson }
}

const NORMAL_QUANTILES = Float64Array.from({ length: QUANTILES }, (_, index) =>
  normalQuantile((index + 0.5) / QUANTILES),
)

/** Bisection on the normal distribution function; runs once for the table. */
function normalQuantile(probability: number): number {
  let low = -6
  let high = 6
  for (let round = 0; round < 50; round += 1) {
    const middle = (low + high) / 2
    if (normalShareBelow(middle) < probability) low = middle
    else high = middle
  }
  return (low + high) / 2
}

/** Zelen and Severo's polynomial (Abramowitz and Stegun 26.2.17), error below 1e-7. */
function normalShareBelow(x: number): number {
  const t = 1 / (1 + 0.2316419 * Math.abs(x))
  const density = Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI)
  const tail =
    density * t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))))
  return x >= 0 ? 1 - tail : tail
}
